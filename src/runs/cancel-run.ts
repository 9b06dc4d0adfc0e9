import { AppError } from '../base/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunRecords } from './records.ts';
import type { RunSummary } from './run.ts';
import { workIdOf } from './start-run.ts';
import { summaryOf } from './summary-of.ts';

/**
 * Ends a run that has not begun, or that waits. What a waiting one did so far stays, and is gone on with by the next run for the same
 * subject. Errors: `not-found`; `conflict` for a run that is under way or has ended.
 */
export async function cancelRun(
  { runId, who }: { readonly runId: string; readonly who: string },
  engine: Pick<Engine, 'cancel'>,
  runs: Pick<RunRecords, 'find' | 'cancel'>,
): Promise<RunSummary> {
  const run = await runs.find(runId);
  if (!run) throw new AppError('not-found', `There is no run ${runId}.`, { hint: 'List them: concierge runs list' });
  const reason = `cancelled by ${who}`;
  if (!(await runs.cancel(runId, reason))) {
    throw new AppError('conflict', `Run ${runId} is ${run.state}: only one that is queued or waits can be cancelled.`, {
      hint: 'Let it end; then it can be taken back.',
    });
  }
  await engine.cancel(workIdOf(run.input));
  return { ...summaryOf(run), state: 'cancelled', reason };
}
