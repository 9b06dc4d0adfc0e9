import { createRollingMinute } from './rolling-minute.ts';

/** The portal's limiter counts GET apart from everything else, whatever a call does (DocSpace server, BaseStartup.cs). */
export type Lane = 'reads' | 'writes';

/**
 * How many calls of a lane may be under way at once, how many of both may come in any minute, and how many POST and PUT in any day; `none`
 * for a portal without limits.
 */
export type GovernorLimits =
  (Readonly<Record<Lane, number>> & { readonly perMinute?: number; readonly perDay?: number }) | 'none';

/** Keeps the calls below the portal's limits. */
export interface Governor {
  /**
   * Runs the task as soon as its lane and the minute have room, first come, first served. Rejects with the task's own error, or, when
   * the signal aborts before the task has started, with the signal's reason; the place in the line is then free again.
   */
  run<T>(lane: Lane, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * What one account may do on a portal with the vendor's limits (50 reads and 15 writes at once, 1500 calls a minute, 10,000 POST and PUT a
 * day: DocSpace server, RateLimiterPolicy.cs), less a tenth for the browser of a person with the same account.
 */
export const cloudLimits: GovernorLimits = { reads: 45, writes: 13, perMinute: 1350, perDay: 9_000 };

/**
 * What each of so many processes may have under way of the limits of an account: an equal part, and at least one call. What counts over time
 * is not divided: it is taken from one budget by all (shared-budget.ts), so that one that is busy is not held back by idle ones.
 */
export function shareOfLimits(limits: GovernorLimits, processes: number): GovernorLimits {
  if (limits === 'none') return limits;
  const share = (limit: number) => Math.max(1, Math.floor(limit / Math.max(1, processes)));
  return { ...limits, reads: share(limits.reads), writes: share(limits.writes) };
}

/** What a governor knows of time. */
export interface GovernorClock {
  /** Milliseconds; never set back. */
  now(): number;
  /** Does it later, unless it is called off by what is answered. */
  after(ms: number, action: () => void): () => void;
}

const systemClock: GovernorClock = {
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
};

interface Turn {
  /** Tells the order of arrival across lanes. */
  readonly arrival: number;
  readonly start: () => void;
}

interface LaneState {
  /** A set keeps the order of arrival and lets go of any member at once. */
  readonly waiting: Set<Turn>;
  running: number;
}

type Lanes = Readonly<Record<Lane, LaneState>>;

const unlimited: Exclude<GovernorLimits, 'none'> = { reads: Infinity, writes: Infinity };

/**
 * A governor whose limits are asked for whenever a call comes or ends, so that they may change while calls run. It always lets one call
 * through, whatever a limit says.
 */
export function createGovernor(
  limits: () => GovernorLimits = () => cloudLimits,
  clock: GovernorClock = systemClock,
): Governor {
  const lanes: Lanes = { reads: { waiting: new Set(), running: 0 }, writes: { waiting: new Set(), running: 0 } };
  const minute = createRollingMinute(() => clock.now());
  let arrivals = 0;
  let callOff: () => void = () => undefined;

  function admit(): void {
    callOff();
    const asked = limits();
    const { perMinute = Infinity, ...atOnce } = asked === 'none' ? unlimited : asked;
    for (let next = firstInLine(lanes, atOnce); next; next = firstInLine(lanes, atOnce)) {
      const waitMs = minute.waitMs(Math.max(1, perMinute), lanes.reads.running + lanes.writes.running);
      if (waitMs > 0) {
        // Without an end in sight it is the next call to end that admits.
        if (waitMs !== Infinity) callOff = clock.after(waitMs, admit);
        return;
      }
      next.lane.waiting.delete(next.turn);
      next.lane.running += 1;
      next.turn.start();
    }
  }

  return {
    async run(name, task, signal) {
      const lane = lanes[name];
      arrivals += 1;
      await waitInLine(lane.waiting, { arrival: arrivals, admit }, signal);
      try {
        return await task();
      } finally {
        lane.running -= 1;
        minute.ended();
        admit();
      }
    },
  };
}

async function waitInLine(
  waiting: Set<Turn>,
  { arrival, admit }: { readonly arrival: number; readonly admit: () => void },
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const turn = { arrival, start: () => resolve(undefined) };
  const giveUp = () => {
    if (!waiting.delete(turn)) return;
    reject(signal?.reason);
    admit();
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  waiting.add(turn);
  admit();
  await promise.finally(() => signal?.removeEventListener('abort', giveUp));
}

/** The call that has waited longest among those whose lane has room. */
function firstInLine(
  lanes: Lanes,
  limits: Readonly<Record<Lane, number>>,
): { readonly lane: LaneState; readonly turn: Turn } | undefined {
  const heads = (['reads', 'writes'] as const).flatMap((name) => {
    const lane = lanes[name];
    const [turn] = lane.waiting;
    return turn !== undefined && lane.running < Math.max(1, limits[name]) ? [{ lane, turn }] : [];
  });
  return heads.toSorted((left, right) => left.turn.arrival - right.turn.arrival)[0];
}
