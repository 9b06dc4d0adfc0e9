import { randomUUID } from 'node:crypto';
import { createMailer } from '../connectors/smtp.ts';
import { startEngine, type Engine } from '../engine/engine.ts';
import { isGone, registerProcess, startHeartbeat, type Heartbeat } from '../engine/heartbeat.ts';
import { applyBlueprint } from '../runs/apply-blueprint.ts';
import { readRunInput } from '../runs/read-run-input.ts';
import type { RunParts } from '../runs/run-parts.ts';
import { createProcessRecords } from '../store/processes.ts';
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
  const parts: RunParts = {
    log: core.log,
    portal: core.portal,
    lookups: core.lookups,
    documents: core.documents,
    keptRooms: core.keptRooms,
    runs: core.runs,
    mailer: createMailer({ url: core.config.mail.smtpUrl, from: core.config.mail.from }),
    env: core.config.blueprintEnv,
    looksAfterSeconds: [0, 5, 30],
    fence: () => core.gate.pass(),
  };
  if (works) await registerProcess(executorId, createProcessRecords(core.store.db));
  const engine = await startEngine({
    pool: core.store.pool,
    connectionString: core.databaseUrl.reveal(),
    executorId,
    concurrency,
    works,
    log: core.log,
    work: (input, scope) => applyBlueprint(readRunInput(input), parts, scope),
  });
  const heartbeat = works ? await beat(core, engine) : undefined;
  if (heartbeat) core.gate.pass = () => heartbeat.fence();
  return {
    engine,
    async stop() {
      const isFinished = await engine.stop(drainMs);
      await heartbeat?.stop({ leavesWork: !isFinished });
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

/** Whether a process that works on runs lives: then this one need only queue. */
export async function isAnyoneWorking({ store }: Pick<Core, 'store'>): Promise<boolean> {
  const all = await createProcessRecords(store.db).list();
  return all.some((one) => one.secondsSinceBeat < 10 && !isGone(one));
}
