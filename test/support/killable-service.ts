import type { Child, Environment } from './child-process.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

/** A service of which there is always one process: whoever is killed has a successor. */
export interface KillableService extends AsyncDisposable {
  /** The process that serves; the last one that did, while its successor is only starting. */
  service(): ServiceProcess;
  /** Ends the process as a power failure would, also one that is only starting. Resolves when it is gone. */
  kill9(): Promise<void>;
  /** Whether the process has ended and another is not there yet. */
  isBeingKilled(): boolean;
  /** Waits until a process serves. */
  ready(): Promise<void>;
}

export async function startKillableService(env: Environment): Promise<KillableService> {
  const now: { service?: ServiceProcess; child?: Child } = {};
  const state = { kills: 0, isStarting: false, isBeingKilled: false, isOver: false };
  let starting = start();

  async function start(): Promise<void> {
    state.isStarting = true;
    try {
      while (!state.isOver) {
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
    async kill9() {
      state.isBeingKilled = true;
      await end();
      state.isBeingKilled = false;
      if (!state.isStarting) starting = start();
    },
    isBeingKilled: () => state.isBeingKilled,
    ready: () => starting,
    async [Symbol.asyncDispose]() {
      state.isOver = true;
      await end();
      await starting.catch(() => undefined);
      await end();
    },
  };
}
