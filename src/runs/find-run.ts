import { AppError } from '../base/errors.ts';
import type { RunRecords, StoredRun } from './records.ts';

/** A run that somebody named. Errors: `not-found`. */
export async function findRun(runId: string, runs: Pick<RunRecords, 'find'>): Promise<StoredRun> {
  const run = await runs.find(runId);
  if (run) return run;
  throw new AppError('not-found', `There is no run ${runId}.`, { hint: 'List them: concierge runs list' });
}
