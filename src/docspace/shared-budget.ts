import { AppError } from '../base/errors.ts';

/** What a process was given of a limit that all share. */
export interface Taken {
  readonly granted: number;
  /** How long until there is more, in milliseconds; of meaning only when nothing was granted. */
  readonly waitMs: number;
}

/** What all processes of the installation take from together. */
export interface BudgetRecords {
  /** Takes of the calls of any minute, no more than are left. */
  takeCalls(wanted: number, limit: number): Promise<Taken>;
  /** Takes of the writes of any day, no more than are left. */
  takeWrites(wanted: number, limit: number): Promise<Taken>;
}

/** Limits over time; undefined for none. */
export interface BudgetLimits {
  readonly perMinute?: number | undefined;
  readonly writesPerDay?: number | undefined;
}

interface BudgetedCall {
  readonly method: string;
  /** What must be done even when the day's writes are used up: to shut what stands open. */
  readonly isUrgent: boolean;
}

export interface SharedBudget {
  /**
   * To be awaited before each call to the portal. Waits for the minute. Throws `rate-limited` with `retryAfterSeconds` when the day's writes
   * are used up: then nothing was sent, and nobody should hold a place while they wait for tomorrow.
   */
  admit(call: BudgetedCall): Promise<void>;
}

interface BudgetOptions {
  readonly records: BudgetRecords;
  /** As they are now. */
  readonly limits: () => BudgetLimits;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** A call that was taken must be made soon: the slot that it is counted in is soon left behind. */
const callLifeMs = 1_000;
const writeLifeMs = 600_000;
const largestBatch = 25;
const longestSleepMs = 5_000;

/** Keeps the calls of all processes together below the portal's limits for a minute and for a day. Takes from them in batches. */
export function createSharedBudget({
  records,
  limits,
  now = monotonicNow,
  sleep = pause,
}: BudgetOptions): SharedBudget {
  const calls = createTap({
    now,
    lifeMs: callLifeMs,
    take: (wanted) => records.takeCalls(wanted, limits().perMinute ?? Infinity),
  });
  const writes = createTap({
    now,
    lifeMs: writeLifeMs,
    take: (wanted) => records.takeWrites(wanted, limits().writesPerDay ?? Infinity),
  });
  return {
    async admit({ method, isUrgent }) {
      const { perMinute, writesPerDay } = limits();
      // The portal counts POST and PUT, and not DELETE (DocSpace server, BaseStartup.cs).
      if (writesPerDay !== undefined && (method === 'POST' || method === 'PUT')) {
        const waitMs = await writes.draw();
        if (waitMs > 0 && !isUrgent) throw usedUp(writesPerDay, waitMs);
      }
      if (perMinute === undefined) return;
      for (let waitMs = await calls.draw(); waitMs > 0; waitMs = await calls.draw()) {
        await sleep(Math.min(waitMs, longestSleepMs));
      }
    },
  };
}

function usedUp(limit: number, waitMs: number): AppError {
  const at = new Date(Date.now() + waitMs).toISOString().slice(0, 16).replace('T', ' ');
  return new AppError(
    'rate-limited',
    `The ${limit} writes that the portal admits in a day are used up until ${at} UTC`,
    {
      hint: 'It goes on by itself then. `concierge limits` shows how they are used; PORTAL_LIMITS sets how many there are.',
      details: { effect: 'none', retryAfterSeconds: Math.ceil(waitMs / 1_000), limit: 'day' },
    },
  );
}

interface TapOptions {
  readonly lifeMs: number;
  readonly take: (wanted: number) => Promise<Taken>;
  readonly now: () => number;
}

/** Gives one by one what is taken in batches, as large as what was used lately: little is taken in vain while little is asked for. */
function createTap({ lifeMs, take, now }: TapOptions): { draw(): Promise<number> } {
  const state = { held: 0, until: 0, used: 0, waiting: 0 };
  let refilling: Promise<Taken> | undefined;

  async function refill(): Promise<Taken> {
    // Who asks in the same moment is counted too.
    await Promise.resolve();
    const wanted = Math.min(largestBatch, Math.max(1, state.waiting, Math.ceil(state.used / 2)));
    const until = now() + lifeMs;
    const taken = await take(wanted);
    Object.assign(state, { held: taken.granted, until, used: 0 });
    return taken;
  }

  function takeHeld(): boolean {
    if (state.held === 0 || now() >= state.until) return false;
    state.held -= 1;
    state.used += 1;
    return true;
  }

  return {
    /** Answers 0 when one was given, else how long until there is more. */
    async draw() {
      state.waiting += 1;
      try {
        for (;;) {
          if (takeHeld()) return 0;
          refilling ??= refill().finally(() => (refilling = undefined));
          const { granted, waitMs } = await refilling;
          if (granted === 0) return Math.max(1, waitMs);
        }
      } finally {
        state.waiting -= 1;
      }
    },
  };
}

function monotonicNow(): number {
  return performance.now();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
