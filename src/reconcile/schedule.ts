import type { Log } from '../base/log.ts';

export interface ScheduledWork {
  readonly name: string;
  readonly everyMs: number;
  /** Answers how much there was to do. */
  readonly work: () => Promise<number>;
}

/** Does each work now and then every so often, never twice at once. A failure is logged; the next round tries again. */
export function createSchedule(log: Log, all: readonly ScheduledWork[]): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>();

  function start({ name, work }: ScheduledWork): void {
    if (running.has(name)) return;
    const round = work().then(
      (done) => {
        if (done > 0) log.info('picked up', { what: name, count: done });
      },
      (error: unknown) => log.warn('could not be picked up', { what: name, error }),
    );
    running.set(
      name,
      round.finally(() => running.delete(name)),
    );
  }

  for (const one of all) start(one);
  const timers = all.map((one) => setInterval(() => start(one), one.everyMs));
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
