import { basename } from 'node:path';
import { inputsJsonSchema } from '../blueprint/inputs.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { Engine } from '../engine/engine.ts';
import type { BlueprintView, RequestTarget, WorkParts } from '../http/parts.ts';
import { readRequest, type RunTarget } from '../runs/request-run.ts';
import type { RunInput } from '../runs/records.ts';
import type { RunSummary } from '../runs/run.ts';
import { createIdempotencyRecords } from '../store/idempotency.ts';
import { findBlueprint, findCloseOut } from './find-blueprint.ts';
import type { Blueprints } from './open-blueprints.ts';
import type { Core } from './open-core.ts';
import { readVersion } from './package-path.ts';
import { pictureBlueprint } from './picture-blueprint.ts';
import { planFor } from './plan-command.ts';
import { queueRun } from './queue-run.ts';
import { readLimits } from './read-limits.ts';
import { undoInput } from './room-commands.ts';

/** What the API starts, as it stands now. */
export function createApiWork(core: Core, blueprints: Blueprints, engine: Engine): WorkParts {
  const parts = { ...core, env: core.config.blueprintEnv };

  const queue = (input: RunInput): Promise<RunSummary> => queueRun(input, core, engine);

  return {
    version: readVersion(),
    blueprints: () => blueprints.store.list().map(describeBlueprint),
    issues: () =>
      blueprints.store
        .issues()
        .map(({ file, line, column, message, hint }) => ({ file: basename(file), line, column, message, hint })),
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
    async undo(runId, { deletes, who, requestId }) {
      return queue(await undoInput({ runId, deletes }, { kind: 'http', name: who }, { core, requestId }));
    },
  };
}

function toTarget(target: RequestTarget): RunTarget {
  if ('room' in target) return target;
  return target.inputs === undefined && 'person' in target
    ? { person: target.person }
    : { inputs: {}, ...target, from: 'json' };
}

function describeBlueprint({ blueprint, text }: LoadedBlueprint): BlueprintView {
  const { name, kind, description, on } = blueprint;
  return {
    ...{ name, kind, startsByHttp: on.http, events: on.events },
    isForPerson: blueprint.for === 'person',
    isForRoom: blueprint.kind === 'Room' && blueprint.for === 'room',
    picture: pictureBlueprint(blueprint),
    text,
    ...(description === undefined ? {} : { description }),
    ...(blueprint.kind === 'Room' ? { inputs: inputsJsonSchema(blueprint) } : {}),
  };
}
