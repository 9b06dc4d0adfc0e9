import { inputsJsonSchema } from '../blueprint/inputs.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { Engine } from '../engine/engine.ts';
import type { BlueprintView, RequestTarget, WorkParts } from '../http/parts.ts';
import { readRequest, type RunTarget } from '../runs/request-run.ts';
import type { RunInput } from '../runs/records.ts';
import type { RunSummary } from '../runs/run.ts';
import { startRun } from '../runs/start-run.ts';
import { createIdempotencyRecords } from '../store/idempotency.ts';
import { findBlueprint, findCloseOut } from './find-blueprint.ts';
import type { Blueprints } from './open-blueprints.ts';
import type { Core } from './open-core.ts';
import { readVersion } from './package-path.ts';
import { planFor } from './plan-command.ts';
import { listRooms } from './list-rooms.ts';
import { readLimits } from './read-limits.ts';
import { undoInput } from './room-commands.ts';

/** What the API starts, as it stands now. */
export function createApiWork(core: Core, blueprints: Blueprints, engine: Engine): WorkParts {
  const parts = { ...core, env: core.config.blueprintEnv };

  async function queue(input: RunInput): Promise<RunSummary> {
    await startRun(input, engine, core.runs);
    const run = await core.runs.find(input.runId);
    const { runId: id, blueprint, subject, cause } = input;
    return run
      ? summaryOf(run)
      : { id, blueprint, subject, cause, state: 'queued', createdAt: new Date().toISOString() };
  }

  return {
    version: readVersion(),
    blueprints: () => blueprints.store.list().map(describeBlueprint),
    idempotency: createIdempotencyRecords(core.store.db),
    async start({ blueprint, target, recreate, who, requestId }) {
      const loaded = await findBlueprint(blueprint, core);
      const options = { repair: true, recreate };
      const cause = { kind: 'http', name: who } as const;
      return queue(
        await readRequest({ blueprint: loaded, target: toTarget(target), cause, requestId, options }, parts),
      );
    },
    plan: async ({ blueprint, target }) => planFor(await findBlueprint(blueprint, core), toTarget(target), core),
    async closeOut(room, { blueprint, archives, who, requestId }) {
      const loaded = await findCloseOut(blueprint, core);
      const options = { repair: false, recreate: false, archive: archives };
      const cause = { kind: 'http', name: who } as const;
      return queue(await readRequest({ blueprint: loaded, target: { room }, cause, requestId, options }, parts));
    },
    limits: () => readLimits(core),
    rooms: (query) => listRooms(query, core),
    async undo(runId, { deletes, who, requestId }) {
      return queue(await undoInput({ runId, deletes }, { kind: 'http', name: who }, { core, requestId }));
    },
  };
}

function toTarget(target: RequestTarget): RunTarget {
  return 'person' in target ? target : { inputs: target.inputs, from: 'json' };
}

function summaryOf({ id, blueprint, subject, state, cause, createdAt, ...rest }: RunSummary): RunSummary {
  const { subjectName, reason, room, endedAt } = rest;
  return {
    ...{ id, blueprint, subject, state, cause, createdAt },
    ...(subjectName === undefined ? {} : { subjectName }),
    ...(reason === undefined ? {} : { reason }),
    ...(room === undefined ? {} : { room }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

function describeBlueprint({ blueprint }: LoadedBlueprint): BlueprintView {
  const { name, kind, description, on } = blueprint;
  return {
    ...{ name, kind, startsByHttp: on.http, events: on.events },
    isForPerson: blueprint.kind === 'Room' && blueprint.for === 'person',
    ...(description === undefined ? {} : { description }),
    ...(blueprint.kind === 'Room' ? { inputs: inputsJsonSchema(blueprint) } : {}),
  };
}
