/** The portal's limiter counts GET apart from everything else, whatever a call does (DocSpace server, BaseStartup.cs). */
export type Lane = 'reads' | 'writes';

/** How many calls of a lane may be under way at once; `none` for a portal without limits. */
export type GovernorLimits = Readonly<Record<Lane, number>> | 'none';

/** Keeps the number of calls under way below the portal's limit. */
export interface Governor {
  /**
   * Runs the task as soon as its lane has room, first come, first served. Rejects with the task's own error, or, when the signal
   * aborts before the task has started, with the signal's reason; the place in the line is then free again.
   */
  run<T>(lane: Lane, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** What one account may have under way at once on a portal with the vendor's limits. */
export const cloudLimits: GovernorLimits = { reads: 50, writes: 15 };

/**
 * A governor whose limits are asked for whenever a call comes or ends, so that they may change while calls run. A lane always lets one
 * call through, whatever its limit says.
 */
export function createGovernor(limits: () => GovernorLimits = () => cloudLimits): Governor {
  function limitOf(lane: Lane): number {
    const current = limits();
    return current === 'none' ? Infinity : Math.max(1, current[lane]);
  }
  const lanes = { reads: createLane(() => limitOf('reads')), writes: createLane(() => limitOf('writes')) };

  return {
    async run(name, task, signal) {
      const lane = lanes[name];
      await lane.enter(signal);
      try {
        return await task();
      } finally {
        lane.leave();
      }
    },
  };
}

function createLane(limit: () => number) {
  // A set keeps the order of arrival and lets go of any member at once.
  const waiting = new Set<() => void>();
  let running = 0;

  function admit(): void {
    for (const start of waiting) {
      if (running >= limit()) return;
      waiting.delete(start);
      running += 1;
      start();
    }
  }

  return {
    async enter(signal?: AbortSignal): Promise<void> {
      signal?.throwIfAborted();
      const turn = Promise.withResolvers<undefined>();
      const start = () => turn.resolve(undefined);
      const giveUp = () => {
        if (waiting.delete(start)) turn.reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.add(start);
      admit();
      await turn.promise.finally(() => signal?.removeEventListener('abort', giveUp));
    },
    leave(): void {
      running -= 1;
      admit();
    },
  };
}
