import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { AppError } from '../base/errors.ts';
import type { ApplyRequest, OnProgress, RetryRequest } from '../cli/parts.ts';
import type { Engine } from '../engine/engine.ts';
import { auditRetry } from '../runs/audit/audit-retry.ts';
import { describeRun } from '../runs/describe-run.ts';
import { retryRun } from '../runs/retry-run.ts';
import { type RunCause, runStates, type RunDetail } from '../runs/run.ts';
import type { RunInput } from '../runs/records.ts';
import { readRequest, type RunRequest } from '../runs/request-run.ts';
import { startRun } from '../runs/start-run.ts';
import { findBlueprint } from './find-blueprint.ts';
import type { Core } from './open-core.ts';
import { isAnyoneWorking, startWorker } from './start-worker.ts';

/** Starts a run for a target; a process that serves does it, or this one where none does. */
export async function applyTarget(request: ApplyRequest, core: Core, onProgress: OnProgress): Promise<RunDetail> {
  const { blueprint, recreate, wait, ...target } = request;
  const loaded = await findBlueprint(blueprint, core);
  const options = { repair: true, recreate };
  return startAndFollow({ blueprint: loaded, target, options }, { core, wait, onProgress });
}

interface CommandRun {
  readonly core: Core;
  readonly wait: boolean;
  readonly onProgress: OnProgress;
}

/** Starts a run by hand and follows it. What is wrong with the request is said before anything is queued. */
export async function startAndFollow(
  request: Pick<RunRequest, 'blueprint' | 'target' | 'options'>,
  { core, wait, onProgress }: CommandRun,
): Promise<RunDetail> {
  // A key that is wrong or a portal that is away is said at once, not by a run that waits.
  await core.portal.self();
  const input = await readRequest(
    { ...request, cause: { kind: 'person', name: userName() }, requestId: randomUUID() },
    { ...core, env: core.config.blueprintEnv },
  );
  return queueAndFollow(input, { core, wait, onProgress });
}

/** Queues a run and follows it. */
export async function queueAndFollow(input: RunInput, { core, wait, onProgress }: CommandRun): Promise<RunDetail> {
  return withEngine(core, wait, async (engine) => {
    await startRun(input, engine, core.runs);
    return wait ? follow(input.runId, { core, engine, onProgress }) : showRun(input.runId, core, engine);
  });
}

/** Queues a failed or waiting run again. */
export async function retryById(request: RetryRequest, core: Core, onProgress: OnProgress): Promise<RunDetail> {
  return withEngine(core, request.wait, async (engine) => {
    const run = await retryRun(request.id, engine, core.runs);
    core.journal.record(auditRetry(run, { kind: 'person', name: userName() }));
    return request.wait ? follow(request.id, { core, engine, onProgress }) : showRun(request.id, core, engine);
  });
}

/** A run as it is now. Errors: `not-found`. */
export async function showRun(runId: string, core: Core, engine: Engine): Promise<RunDetail> {
  const run = await describeRun(runId, engine, core.runs);
  if (run) return run;
  throw new AppError('not-found', `There is no run ${runId}.`, { hint: 'List them: concierge runs list' });
}

/** Lends the engine: it works in this process when no other process does and somebody waits for it. */
export async function withEngine<T>(core: Core, mayWork: boolean, use: (engine: Engine) => Promise<T>): Promise<T> {
  const worker = await startWorker(core, { works: mayWork && !(await isAnyoneWorking(core)) });
  try {
    return await use(worker.engine);
  } finally {
    await worker.stop();
  }
}

interface Following {
  readonly core: Core;
  readonly engine: Engine;
  readonly onProgress: OnProgress;
}

const lookEveryMs = 150;

/** Watches a run until it ends, or waits for something that may take long. */
async function follow(runId: string, { core, engine, onProgress }: Following): Promise<RunDetail> {
  let shown = '';
  for (;;) {
    const run = await showRun(runId, core, engine);
    const text = JSON.stringify(run);
    if (text !== shown) onProgress(run);
    shown = text;
    if (runStates[run.state].ended || run.state === 'waiting') return run;
    if (!(await isAnyoneWorking(core))) {
      throw new AppError('unavailable', `The process that worked on run ${runId} has ended.`, {
        hint: `The run is kept and goes on when a process serves again; see it with: concierge runs show ${runId}`,
      });
    }
    await sleep(lookEveryMs);
  }
}

/** The cause of what somebody does at the command line. */
export function byHand(): RunCause {
  return { kind: 'person', name: userName() };
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'command line';
  }
}
