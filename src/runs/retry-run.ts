import { AppError } from '../base/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { findRun } from './find-run.ts';
import type { RunRecords } from './records.ts';
import type { RunState, RunSummary } from './run.ts';
import { nextAttempt, startRun } from './start-run.ts';

const retried: readonly RunState[] = ['failed', 'waiting', 'cancelled'];

/**
 * Queues a run again that failed, that was cancelled, or that waits, so that it goes on at once from what is there.
 * Errors: `not-found`; `conflict` for a run in any other state.
 */
export async function retryRun(runId: string, engine: Engine, runs: RunRecords): Promise<RunSummary> {
  const run = await findRun(runId, runs);
  if (!retried.includes(run.state)) {
    throw new AppError(
      'conflict',
      `Run ${runId} is ${run.state}: only a failed, waiting or cancelled run can be retried.`,
      {
        hint: 'To have a room compared with its blueprint again: concierge apply',
      },
    );
  }
  await startRun(nextAttempt(run.input), engine, runs);
  return { ...run, state: 'queued' };
}
