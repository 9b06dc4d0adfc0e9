import * as z from 'zod';
import { isRecord } from '../base/json.ts';
import type { Engine, StepRecord } from '../engine/engine.ts';
import type { Condition } from '../blueprint/render-room.ts';
import type { Plan } from '../plan/plan.ts';
import { planStep, type Planned } from './plan-run.ts';
import type { AuditRecords } from './audit/audit.ts';
import { listRunCalls } from './audit/run-calls.ts';
import type { RunRecords } from './records.ts';
import type { KeptMail, RunAction, RunCall, RunDetail } from './run.ts';
import { workIdOf } from './start-run.ts';

interface Parts {
  readonly engine: Pick<Engine, 'steps'>;
  readonly runs: Pick<RunRecords, 'find'>;
  readonly audit: Pick<AuditRecords, 'callsOf'>;
}

/** A run with everything that one attempt of it did so far, the newest unless told otherwise. Undefined when there is no such run. */
export async function describeRun(runId: string, parts: Parts, attempt?: number): Promise<RunDetail | undefined> {
  const run = await parts.runs.find(runId);
  if (run === undefined) return undefined;
  const { input, ...summary } = run;
  const shownAttempt = Math.min(attempt ?? input.attempt, input.attempt);
  const [steps, calls] = await Promise.all([
    parts.engine.steps(workIdOf({ runId, attempt: shownAttempt })),
    listRunCalls(runId, parts.audit),
  ]);
  const plan = planOf(steps);
  return {
    ...summary,
    documentHash: input.documentHash,
    attempt: input.attempt,
    shownAttempt,
    ...(plan ? { plan } : {}),
    conditions: steps.flatMap(({ output }) => readConditions(output)),
    keptMails: steps.flatMap(({ output }) => readKeptMail(output)),
    actions: describeActions({
      steps,
      calls: calls.filter((call) => call.attempt === shownAttempt),
      plan,
      isRunning: summary.state === 'running',
    }),
  };
}

/** The step that only writes the run's own end. */
const endStep = 'end';

interface Told {
  readonly steps: readonly StepRecord[];
  readonly calls: readonly RunCall[];
  readonly plan: Plan | undefined;
  readonly isRunning: boolean;
}

/** Steps that are in the journal, then those of which only calls are known yet, then what is only planned. */
function describeActions({ steps, calls, plan, isRunning }: Told): readonly RunAction[] {
  const planned = plan?.actions ?? [];
  const aboutStep = (name: string): Pick<RunAction, 'after' | 'calls'> => ({
    after: planned.find(({ id }) => id === name)?.after ?? [],
    calls: calls.filter(({ step }) => step === name),
  });
  const ended = new Set(steps.map(({ name }) => name));
  const begun = [...new Set(calls.flatMap(({ step }) => step ?? []))].filter((name) => !ended.has(name));
  const left = planned.map(({ id }) => id).filter((id) => !ended.has(id) && !begun.includes(id));
  return [
    ...steps.filter(({ name }) => name !== endStep).map((step) => ({ ...describeStep(step), ...aboutStep(step.name) })),
    ...begun.map((name): RunAction => {
      const about = aboutStep(name);
      const [first] = about.calls;
      return {
        name,
        state: isRunning ? 'running' : 'planned',
        ...about,
        ...(first ? { startedAt: first.startedAt } : {}),
      };
    }),
    ...left.map((name): RunAction => ({ name, state: 'planned', ...aboutStep(name) })),
  ];
}

function describeStep(step: StepRecord): Omit<RunAction, 'after' | 'calls'> {
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

const Skipped = z.object({
  kind: z.literal('skip'),
  conditions: z.array(z.object({ name: z.string(), value: z.union([z.boolean(), z.string()]) })),
});

function readConditions(output: unknown): readonly Condition[] {
  const skipped = Skipped.safeParse(output);
  return skipped.success ? skipped.data.conditions : [];
}

const KeptMailStep = z.object({
  sent: z.literal(false),
  mail: z.object({ to: z.string(), subject: z.string(), text: z.string() }),
});

function readKeptMail(output: unknown): KeptMail[] {
  const kept = KeptMailStep.safeParse(output);
  return kept.success ? [kept.data.mail] : [];
}

function planOf(steps: readonly StepRecord[]): Plan | undefined {
  const output = steps.find((step) => step.name === planStep)?.output;
  return isPlanned(output) && output.kind === 'plan' ? output.plan : undefined;
}

/** The journal holds what the step returned; an attempt of an older form is shown without its plan. */
function isPlanned(output: unknown): output is Planned {
  return isRecord(output) && (output['kind'] === 'plan' ? isRecord(output['plan']) : output['kind'] === 'end');
}
