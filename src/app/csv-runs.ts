import { randomUUID } from 'node:crypto';
import { AppError } from '../base/errors.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { Engine } from '../engine/engine.ts';
import { readRequest } from '../runs/request-run.ts';
import { resumeWaiting } from '../runs/resume-waiting.ts';
import { isRunState, type RunState } from '../runs/run.ts';
import { runIdOf, startRun } from '../runs/start-run.ts';
import { userName, withEngine } from './apply-command.ts';
import { isFailed, type RowOutcome } from './csv-outcome.ts';
import type { RowTarget } from './csv-rows.ts';
import type { Core } from './open-core.ts';
import { isAnyoneWorking } from './start-worker.ts';

/** How the run of a row stands. */
export interface RunStanding extends RowOutcome {
  readonly runId: string;
}

/** The runs of a batch. */
export interface BatchRuns {
  /**
   * Queues the run of a row, counted from 1. The same row of the same batch is the same run: one that failed before is followed by
   * a new one, any other stays as it is. `isNew` tells whether one was queued.
   */
  readonly start: (target: RowTarget, row: number) => Promise<{ readonly runId: string; readonly isNew: boolean }>;
  /** How these runs stand now. */
  readonly statesOf: (runIds: readonly string[]) => Promise<readonly RunStanding[]>;
  /** Lets runs go on whose wait is over. Errors: `unavailable` when no process works on runs any more. */
  readonly keepGoing: () => Promise<void>;
}

export interface Batch {
  readonly loaded: LoadedBlueprint;
  /** The same for the same blueprint, file and options, so that the runs of a second process are those of the first. */
  readonly id: string;
  readonly recreate: boolean;
  /** Whether rows get new runs whatever was before. */
  readonly again: boolean;
}

/** Lends the runs of a batch. A key that is wrong or a portal that is away is said before anything is queued. */
export async function withBatchRuns<T>(batch: Batch, core: Core, use: (runs: BatchRuns) => Promise<T>): Promise<T> {
  await core.portal.self();
  return withEngine(core, true, (engine) => use(createBatchRuns(batch, core, engine)));
}

function createBatchRuns({ loaded, id, recreate, again }: Batch, core: Core, engine: Engine): BatchRuns {
  const name = userName();
  const requestId = `csv ${id}${recreate ? ' recreate' : ''}${again ? ` ${randomUUID()}` : ''}`;
  const options = { repair: true, recreate };
  const env = core.config.blueprintEnv;

  return {
    async start(target, row) {
      const cause = { kind: 'csv', name, row } as const;
      const input = await readRequest({ blueprint: loaded, target, cause, requestId, options }, { ...core, env });
      for (let attempt = 1; ; attempt += 1) {
        const runId = runIdOf(input.blueprint, input.subject, attempt === 1 ? requestId : `${requestId} ${attempt}`);
        const known = await core.runs.find(runId);
        if (known && isFailed(known.state)) continue;
        if (!known) await startRun({ ...input, runId }, engine, core.runs);
        return { runId, isNew: !known };
      }
    },
    statesOf: (runIds) => findStandings(runIds, core),
    async keepGoing() {
      await resumeWaiting(engine, core.runs);
      if (await isAnyoneWorking(core)) return;
      throw new AppError('unavailable', 'The process that worked on the runs has ended.', {
        hint: 'What is queued is kept, and goes on when a process serves again.',
      });
    },
  };
}

async function findStandings(runIds: readonly string[], { store }: Core): Promise<readonly RunStanding[]> {
  const rows = await store.db
    .selectFrom('runs')
    .select(['id', 'state', 'reason', 'error', 'room_id', 'room_url'])
    .where('id', 'in', runIds)
    .execute();
  return rows.map(({ id, state, reason, error, room_id: roomId, room_url: roomUrl }) => {
    const why = error ? [error.message, error.hint].filter(Boolean).join(' ') : reason;
    return {
      runId: id,
      state: readState(state),
      ...(roomId === null ? {} : { roomId }),
      ...(roomUrl === null ? {} : { roomUrl }),
      ...(why === null ? {} : { error: why }),
    };
  });
}

function readState(state: string): RunState {
  if (isRunState(state)) return state;
  throw new AppError('defect', `The database holds a run in the unknown state "${state}".`);
}
