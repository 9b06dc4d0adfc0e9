import type { PlanReport, Target } from '../cli/parts.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import { asReader } from '../docspace/portal.ts';
import { planRun } from '../runs/plan-run.ts';
import { prepare } from '../runs/prepare.ts';
import { readRequest, type RunTarget } from '../runs/request-run.ts';
import { endOfEmpty, planPersonRun, preparePerson } from '../runs/person-access/plan-person-run.ts';
import type { RunInput } from '../runs/records.ts';
import type { PlanParts } from '../runs/run-parts.ts';
import { findBlueprint } from './find-blueprint.ts';
import type { Core } from './open-core.ts';

/** What `apply` would do now. Its client has only the reads. */
export async function planTarget({ blueprint, ...target }: Target, core: Core): Promise<PlanReport> {
  return planFor(await findBlueprint(blueprint, core), target, core);
}

/** What applying a blueprint to a target would do now. Reads only. */
export async function planFor(loaded: LoadedBlueprint, target: RunTarget, core: Core): Promise<PlanReport> {
  const options = { repair: true, recreate: false };
  const cause = { kind: 'person', name: 'plan' } as const;
  const env = core.config.blueprintEnv;
  const request = { blueprint: loaded, target, cause, requestId: 'plan', options };
  const input = await readRequest(request, { ...core, env });
  const parts = { ...core, portal: asReader(core.portal), env };
  const { blueprint } = loaded;
  if (blueprint.kind === 'CloseOut' && blueprint.for === 'person') return planForPerson(blueprint.name, input, parts);
  const prepared = await prepare(input, parts);
  const { name } = prepared;
  const about = {
    blueprint: blueprint.name,
    subject: input.subject,
    ...(name === undefined ? {} : { subjectName: name }),
  };
  if (prepared.kind === 'skip') return { ...about, state: 'skipped', reason: prepared.reason };
  const planned = await planRun(prepared, options, parts.portal);
  if (planned.kind === 'end') return { ...about, state: 'nothing-to-do', reason: planned.reason };
  return { ...about, plan: planned.plan };
}

/** What ending the access of a person would do now. */
async function planForPerson(blueprint: string, input: RunInput, parts: PlanParts): Promise<PlanReport> {
  const prepared = await preparePerson(input, parts);
  const { subject } = input;
  const about = { blueprint, subject, ...(prepared.name === undefined ? {} : { subjectName: prepared.name }) };
  if (prepared.kind === 'skip') return { ...about, state: 'skipped', reason: prepared.reason };
  const planned = await planPersonRun(prepared, input, parts);
  const { plan } = planned;
  if (plan.actions.length > 0) return { ...about, plan };
  return { ...about, ...(plan.notes.length > 0 ? { plan } : {}), ...endOfEmpty(planned) };
}
