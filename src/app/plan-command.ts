import type { PlanReport, Target } from '../cli/parts.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import { asReader } from '../docspace/portal.ts';
import { planRun } from '../runs/plan-run.ts';
import { prepare } from '../runs/prepare.ts';
import { readRequest, type RunTarget } from '../runs/request-run.ts';
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
  const portal = asReader(core.portal);
  const prepared = await prepare(input, { ...core, portal, env });
  const { name } = prepared;
  const about = {
    blueprint: loaded.blueprint.name,
    subject: input.subject,
    ...(name === undefined ? {} : { subjectName: name }),
  };
  if (prepared.kind === 'skip') return { ...about, state: 'skipped', reason: prepared.reason };
  const planned = await planRun(prepared, options, portal);
  if (planned.kind === 'end') return { ...about, state: 'nothing-to-do', reason: planned.reason };
  return { ...about, plan: planned.plan };
}
