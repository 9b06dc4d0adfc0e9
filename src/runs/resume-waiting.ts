import type { Engine } from '../engine/engine.ts';
import type { RunRecords } from './records.ts';
import { nextAttempt, startRun } from './start-run.ts';

/** Queues the next attempt of each waiting run whose time has come. Answers how many. */
export async function resumeWaiting(engine: Engine, runs: RunRecords): Promise<number> {
  const due = await runs.listDue(200);
  for (const run of due) await startRun(nextAttempt(run.input), engine, runs);
  return due.length;
}
