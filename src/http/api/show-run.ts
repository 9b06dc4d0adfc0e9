import type { RunDetail } from '../../runs/run.ts';
import type { PlanLine } from '../../plan/plan.ts';
import type { Describe } from '../parts.ts';

/** A run with its plan as people read it. */
export function showRun(run: RunDetail, describe: Pick<Describe, 'plan'>): RunDetail & { lines: readonly PlanLine[] } {
  return { ...run, lines: run.plan ? describe.plan(run.plan) : [] };
}
