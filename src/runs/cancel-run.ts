import { AppError } from '../base/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { findRun } from './find-run.ts';
import type { RunRecords } from './records.ts';
import type { RunSummary } from './run.ts';
import { workIdOf } from './start-run.ts';
import { summaryOf } from './summary-of.ts';

/**
 * Ends a run that has not begun, or that waits; one that is under way ends before its next change, in whatever process it runs, also after
 * a crash. What it did so far stays, and is gone on with by a retry or by the next run for the same subject. A run that has no change left
 * to make ends as if nobody had asked. Answers the run as it is then.
 * Errors: `not-found`; `conflict` for a run that has ended.
 */
export async function cancelRun(
  { runId, who }: { readonly runId: string; readonly who: string },
  engine: Pick<Engine, 'cancel'>,
  runs: Pick<RunRecords, 'find' | 'cancel'>,
): Promise<RunSummary> {
  const run = await findRun(runId, runs);
  if (!(await runs.cancel(runId, who))) {
    throw new AppError('conflict', `Run ${runId} is ${run.state}: it has ended.`, {
      hint: 'What it made can be taken back: concierge undo',
    });
  }
  const cancelled = await findRun(runId, runs);
  if (cancelled.state === 'cancelled') await engine.cancel(workIdOf(run.input));
  return summaryOf(cancelled);
}
