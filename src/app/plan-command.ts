import type { PlanReport, Target } from '../cli/parts.ts';
import { asReader } from '../docspace/portal.ts';
import { planRun } from '../runs/plan-run.ts';
import { prepare } from '../runs/prepare.ts';
import { findTarget } from './find-target.ts';
import type { Core } from './open-core.ts';

/** What `apply` would do now. Its client has only the reads. */
export async function planTarget(target: Target, core: Core): Promise<PlanReport> {
  const { loaded, subject } = await findTarget(target, core);
  const portal = asReader(core.portal);
  const input = { runId: 'plan', documentHash: loaded.hash, subject };
  const prepared = await prepare(input, { ...core, portal, env: core.config.blueprintEnv });
  const { person } = prepared;
  const about = { blueprint: loaded.blueprint.name, subject, ...(person ? { subjectName: person.name } : {}) };
  if (prepared.kind === 'skip') return { ...about, state: 'skipped', reason: prepared.reason };
  const planned = await planRun(prepared, { repair: true, recreate: false }, portal);
  if (planned.kind === 'end') return { ...about, state: 'nothing-to-do', reason: planned.reason };
  return { ...about, plan: planned.plan };
}
