import { randomUUID } from 'node:crypto';
import { startEngine, type Engine, type Scope } from '../engine/engine.ts';
import { isGone, registerProcess, startHeartbeat, type Heartbeat } from '../engine/heartbeat.ts';
import { auditEnds } from '../runs/audit/audit-ends.ts';
import { carryOn } from '../runs/carry-on.ts';
import { createDailyLimits } from '../runs/daily-limits.ts';
import { refuseHeld } from '../runs/holds.ts';
import { readRunInput } from '../runs/read-run-input.ts';
import { traceSteps } from '../runs/step-context.ts';
import { shutLeftOpen } from '../runs/close-out/shut-left-open.ts';
import type { RunParts } from '../runs/run-parts.ts';
import { createProcessRecords } from '../store/processes.ts';
import { createTurns } from '../store/turns.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createConnectors } from './create-connectors.ts';
import type { Core } from './open-core.ts';

/** Runs at once in a process that works. What the portal admits at once is fewer calls than these can make. */
const concurrency = 20;

/** How long a stopping process waits for its runs; what is left goes on elsewhere or at the next start. */
const drainMs = 10_000;

export interface Worker {
  readonly engine: Engine;
  stop(): Promise<void>;
}

/** Makes this process queue runs, and work on them too unless another process does. */
export async function startWorker(core: Core, { works }: { readonly works: boolean }): Promise<Worker> {
  const executorId = randomUUID();
  const parts = runPartsOf(core);
  if (works) await shutLeftOpen(parts, !(await isAnyoneWorking(core)));
  const isAmongOthers = works && (await isAnyoneWorking(core));
  if (works) await registerProcess(executorId, createProcessRecords(core.store.db));
  const engine = await startEngine({
    pool: core.store.pool,
    connectionString: core.databaseUrl.reveal(),
    executorId,
    concurrency,
    works,
    log: core.log,
    work(json, scope) {
      const input = readRunInput(json);
      const { runId, attempt, blueprint, cause } = input;
      const work = (): Promise<void> => carryOn(json, parts, watchSteps(traceSteps(input, scope), core.telemetry));
      return core.currentRun.run(input, () =>
        core.telemetry.attempt({ runId, attempt, blueprint, cause: cause.kind }, work),
      );
    },
  });
  const heartbeat = works ? await beat(core, engine) : undefined;
  if (heartbeat) {
    core.gate.pass = () => heartbeat.fence();
    core.limits.processes = shareAmong(heartbeat, isAmongOthers);
  }
  return {
    engine,
    async stop() {
      const isFinished = await engine.stop(drainMs);
      await heartbeat?.stop({ leavesWork: !isFinished });
    },
  };
}

/** The same scope, whose steps are told to those who watch: only such as are done here, not what the journal keeps. */
function watchSteps(scope: Scope, telemetry: Telemetry): Scope {
  return { ...scope, step: (name, work) => scope.step(name, (one) => telemetry.step(name, () => work(one))) };
}

/** The same records; whoever watches hears how attempts end, and how long rooms were open. */
function tellEnds(core: Core): Pick<RunParts, 'runs' | 'closeOuts' | 'timed'> {
  const { telemetry, closeOuts } = core;
  const runs = auditEnds(core.runs, core.journal);
  return {
    timed: (kind, work) => telemetry.action(kind, work),
    runs: {
      ...runs,
      async end(input, outcome) {
        await runs.end(input, outcome);
        telemetry.ended(outcome.state);
      },
    },
    closeOuts: {
      ...closeOuts,
      async close(runId) {
        const openMs = await closeOuts.close(runId);
        telemetry.roomShut(openMs / 1_000);
        return openMs;
      },
    },
  };
}

/** Everything that carrying out a run needs, of what is open already. */
function runPartsOf(core: Core): RunParts {
  const { log, portal, lookups, documents, keptRooms, followUps, accessEnds, sealer, config } = core;
  return {
    ...{ log, portal, lookups, documents, keptRooms, followUps, accessEnds, sealer },
    ...tellEnds(core),
    daily: createDailyLimits(core.daily, config.limits.daily),
    connectors: createConnectors(config),
    alertTo: config.mail.alertTo,
    allowBorrow: config.allowBorrow,
    env: config.blueprintEnv,
    inTurn: createTurns(core.store),
    looksAfterSeconds: [0, 5, 30],
    async fence() {
      await refuseHeld(core.holds);
      await core.gate.pass();
    },
  };
}

function beat(core: Core, engine: Engine): Promise<Heartbeat> {
  return startHeartbeat({
    id: engine.executorId,
    records: createProcessRecords(core.store.db),
    log: core.log,
    takeOver: engine.takeOver,
    onDeclaredDead() {
      core.log.error(
        'this process was away for so long that another took its runs over; it ends and must be started again',
      );
      process.kill(process.pid, 'SIGTERM');
    },
  });
}

/** How long it takes until the others have seen that they are one more, and their calls of before have ended. */
const untilKnownMs = 5_000;

/** Of limits that others have divided among themselves a newcomer takes little until they have made room. */
function shareAmong(heartbeat: Heartbeat, isAmongOthers: boolean): () => number | 'guest' {
  const knownAt = performance.now() + (isAmongOthers ? untilKnownMs : 0);
  return () => (performance.now() < knownAt ? 'guest' : heartbeat.livingProcesses());
}

/** Whether a process that works on runs lives: then this one need only queue. */
export async function isAnyoneWorking({ store }: Pick<Core, 'store'>): Promise<boolean> {
  const all = await createProcessRecords(store.db).list();
  return all.some((one) => one.secondsSinceBeat < 10 && !isGone(one));
}
