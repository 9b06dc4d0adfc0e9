import type { Engine } from '../engine/engine.ts';
import type { RunInput } from '../runs/records.ts';
import type { RunSummary } from '../runs/run.ts';
import { startRun } from '../runs/start-run.ts';
import { summaryOf } from '../runs/summary-of.ts';
import type { Core } from './open-core.ts';

/** Queues a run durably, and answers it as lists show it. The same run again starts nothing. */
export async function queueRun(input: RunInput, { runs }: Pick<Core, 'runs'>, engine: Engine): Promise<RunSummary> {
  await startRun(input, engine, runs);
  const run = await runs.find(input.runId);
  const { runId: id, blueprint, subject, cause } = input;
  if (!run) return { id, blueprint, subject, cause, state: 'queued', createdAt: new Date().toISOString() };
  return summaryOf(run);
}
