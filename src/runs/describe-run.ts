import * as z from 'zod';
import { isRecord } from '../base/json.ts';
import type { Engine, StepRecord } from '../engine/engine.ts';
import type { Plan } from '../plan/plan.ts';
import { planStep, type Planned } from './plan-run.ts';
import type { RunRecords } from './records.ts';
import type { KeptMail, RunAction, RunDetail } from './run.ts';
import { workIdOf } from './start-run.ts';

/** A run with everything that its newest attempt did so far. Undefined when there is no such run. */
export async function describeRun(runId: string, engine: Engine, runs: RunRecords): Promise<RunDetail | undefined> {
  const run = await runs.find(runId);
  if (run === undefined) return undefined;
  const { input, ...summary } = run;
  const steps = await engine.steps(workIdOf(input));
  const plan = planOf(steps);
  return {
    ...summary,
    documentHash: input.documentHash,
    attempt: input.attempt,
    ...(plan ? { plan } : {}),
    keptMails: steps.flatMap(({ output }) => readKeptMail(output)),
    actions: [...steps.filter((step) => step.name !== endStep).map(describeStep), ...plannedOnly(plan, steps)],
  };
}

/** The step that only writes the run's own end. */
const endStep = 'end';

function describeStep(step: StepRecord): RunAction {
  const { name, startedAt, endedAt, error, output } = step;
  const summary = isRecord(output) && typeof output['summary'] === 'string' ? output['summary'] : undefined;
  return {
    name,
    state: error ? 'failed' : 'done',
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    ...(summary && summary !== name ? { result: summary } : {}),
    ...(error ? { error } : {}),
  };
}

const KeptMailStep = z.object({
  sent: z.literal(false),
  mail: z.object({ to: z.string(), subject: z.string(), text: z.string() }),
});

function readKeptMail(output: unknown): KeptMail[] {
  const kept = KeptMailStep.safeParse(output);
  return kept.success ? [kept.data.mail] : [];
}

function plannedOnly(plan: Plan | undefined, steps: readonly StepRecord[]): readonly RunAction[] {
  const begun = new Set(steps.map((step) => step.name));
  return (plan?.actions ?? [])
    .filter((action) => !begun.has(action.id))
    .map(({ id }) => ({ name: id, state: 'planned' }));
}

function planOf(steps: readonly StepRecord[]): Plan | undefined {
  const output = steps.find((step) => step.name === planStep)?.output;
  return isPlanned(output) && output.kind === 'plan' ? output.plan : undefined;
}

/** The journal holds what the step returned; an attempt of an older form is shown without its plan. */
function isPlanned(output: unknown): output is Planned {
  return isRecord(output) && (output['kind'] === 'plan' ? isRecord(output['plan']) : output['kind'] === 'end');
}
