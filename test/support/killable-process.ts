import type { Child, Environment } from './child-process.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

/** A service of which there is always one process: whoever is killed has a successor. */
export interface KillableService extends AsyncDisposable {
  /** The process that serves; the last one that did, while its successor is only starting. */
  service(): ServiceProcess;
  /** Ends the process as a power failure would, also one that is only starting; its successor starts when it is gone and `bury` has ended. */
  kill9(bury?: () => Promise<void>): Promise<void>;
  /** Waits until a process serves. */
  ready(): Promise<void>;
}

export async function startKillableService(env: Environment): Promise<KillableService> {
  const now: { service?: ServiceProcess; child?: Child } = {};
  const state = { kills: 0, isStarting: false, isOver: false };
  let buried = Promise.resolve();
  let starting = start();

  async function start(): Promise<void> {
    state.isStarting = true;
    try {
      while (!state.isOver) {
        await buried;
        const before = state.kills;
        const service = await startServiceProcess(env, { onSpawn: (child) => (now.child = child) }).catch(
          (error: unknown) => {
            if (state.kills === before) throw error;
          },
        );
        if (service) now.service = service;
        if (service) return;
      }
    } finally {
      state.isStarting = false;
    }
  }

  async function end(): Promise<void> {
    state.kills += 1;
    now.child?.kill('SIGKILL');
    await now.child?.ended;
  }

  await starting;
  return {
    service() {
      if (!now.service) throw new Error('no service was started');
      return now.service;
    },
    async kill9(bury = () => Promise.resolve()) {
      buried = end().then(bury);
      await buried;
      if (!state.isStarting) starting = start();
    },
    ready: () => starting,
    async [Symbol.asyncDispose]() {
      state.isOver = true;
      await end();
      await starting.catch(() => undefined);
      await end();
    },
  };
}
