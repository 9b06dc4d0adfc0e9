/** What a limiter says to a call that it refuses. Only a fixed window knows when it begins anew. */
export interface Refusal {
  limit: number;
  remaining: number;
  resetAt?: number;
}

/** Counts what came in the last `spanMs`, exactly. */
export interface SlidingWindow {
  take(key: string, ask: { limit: number; at: number }): Refusal | undefined;
}

/** Counts what came since the first call of a span that then begins anew. */
export interface FixedWindow {
  take(key: string, ask: { limit: number; at: number; permits: number }): Refusal | undefined;
}

/** Counts what is under way. */
export interface Slots {
  enter(key: string, limit: number): Refusal | undefined;
  leave(key: string): void;
}

/** A call that is refused takes nothing, in all three kinds. */
export function createSlidingWindow(spanMs: number): SlidingWindow {
  const queues = new Map<string, { times: number[]; first: number }>();
  return {
    take(key, { limit, at }) {
      const queue = queues.get(key) ?? { times: [], first: 0 };
      queues.set(key, queue);
      while ((queue.times[queue.first] ?? Number.POSITIVE_INFINITY) <= at - spanMs) queue.first += 1;
      if (queue.times.length - queue.first >= limit) return { limit, remaining: 0 };
      queue.times.push(at);
      // Forgotten in batches: taking away the first of a long list each time would cost more than the counting.
      if (queue.first > limit) queue.first -= queue.times.splice(0, queue.first).length;
      return undefined;
    },
  };
}

/** See `FixedWindow`. */
export function createFixedWindow(spanMs: number): FixedWindow {
  const windows = new Map<string, { used: number; resetAt: number }>();
  return {
    take(key, { limit, at, permits }) {
      const known = windows.get(key);
      const window = known && known.resetAt > at ? known : { used: 0, resetAt: at + spanMs };
      windows.set(key, window);
      if (window.used + permits > limit) return { limit, remaining: limit - window.used, resetAt: window.resetAt };
      window.used += permits;
      return undefined;
    },
  };
}

/** See `Slots`. */
export function createSlots(): Slots {
  const taken = new Map<string, number>();
  return {
    enter(key, limit) {
      const count = taken.get(key) ?? 0;
      if (count >= limit) return { limit, remaining: 0 };
      taken.set(key, count + 1);
      return undefined;
    },
    leave(key) {
      taken.set(key, (taken.get(key) ?? 1) - 1);
    },
  };
}
