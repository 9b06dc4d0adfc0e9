import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../base/errors.ts';
import { loadBlueprints, type LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { SweepRequest, SweepResult } from '../cli/parts.ts';
import { sweep, type SweepReport } from '../reconcile/sweep/sweep.ts';
import { runStates, type RunSummary } from '../runs/run.ts';
import { createTurns } from '../store/turns.ts';
import { withEngine } from './apply-command.ts';
import { findBlueprint } from './find-blueprint.ts';
import { checkOptionsOf } from './open-blueprints.ts';
import type { Core } from './open-core.ts';
import { isAnyoneWorking } from './start-worker.ts';
import { sweepPartsOf, sweepTurn } from './sweeps.ts';

/** A document that names no limit of its own. */
const usualLimit = 20;

/** Makes sweeps by hand, and with `fix` waits for the runs that they start. What the clock does is not put off by it. */
export async function sweepByHand(request: SweepRequest, core: Core): Promise<readonly SweepResult[]> {
  const { blueprint: name, fix, limit } = request;
  await core.portal.self();
  const blueprints = name === undefined ? await findSwept(core) : [await findBlueprint(name, core)];
  const inTurn = createTurns(core.store);
  return withEngine(core, fix, async (engine) => {
    const results: SweepResult[] = [];
    for (const { blueprint, hash } of blueprints) {
      const order = { blueprint, hash, mode: fix ? 'fix' : 'report', sweepId: new Date().toISOString() } as const;
      const most = limit ?? blueprint.on.sweep?.limit ?? usualLimit;
      const report = await inTurn(sweepTurn, () => sweep({ ...order, limit: most }, sweepPartsOf(core, engine)));
      results.push({ ...report, runs: await follow(report, core) });
    }
    return results;
  });
}

async function findSwept(core: Core): Promise<readonly LoadedBlueprint[]> {
  const { config } = core;
  const { blueprints } = await loadBlueprints(config.blueprintsDir, checkOptionsOf(config));
  const swept = blueprints.filter(({ blueprint }) => blueprint.on.sweep !== undefined);
  if (swept.length > 0) return Promise.all(swept.map(({ blueprint }) => findBlueprint(blueprint.name, core)));
  throw new AppError('invalid-input', `No blueprint in ${config.blueprintsDir} has a sweep.`, {
    hint: 'Name the blueprint that is meant, or write `on: { sweep: { every: daily } }` into one.',
  });
}

const lookEveryMs = 250;

/** Waits until the runs have ended, wait for something that takes long, or nobody works on them any more. */
async function follow({ runIds }: SweepReport, core: Core): Promise<readonly RunSummary[]> {
  const ended = new Map<string, RunSummary>();
  for (;;) {
    for (const id of runIds.filter((one) => !ended.has(one))) {
      const run = await core.runs.find(id);
      if (run && (runStates[run.state].ended || run.state === 'waiting')) ended.set(id, withoutInput(run));
    }
    const isOver = ended.size === runIds.length || !(await isAnyoneWorking(core));
    if (isOver) return runIds.flatMap((id) => ended.get(id) ?? []);
    await sleep(lookEveryMs);
  }
}

/** What a run was given may be long, and is nobody's concern here. */
function withoutInput({
  id,
  blueprint,
  subject,
  subjectName,
  state,
  reason,
  cause,
  createdAt,
}: RunSummary): RunSummary {
  const named = subjectName === undefined ? {} : { subjectName };
  return {
    ...{ id, blueprint, subject, state, cause, createdAt },
    ...named,
    ...(reason === undefined ? {} : { reason }),
  };
}
