const minuteMs = 60_000;

/** Counts calls against a limit for any sixty seconds, whenever they begin. */
interface RollingMinute {
  /** To be told of each call when it ends. */
  ended(): void;
  /**
   * How long until one more call may begin while `running` others are under way: 0 for now, Infinity for not before one of them has
   * ended. Never shorter than what it takes, and to be asked again then.
   */
  waitMs(limit: number, running: number): number;
}

/**
 * The portal counts a call when it arrives, which here is seen only as some time between beginning and end. So a call counts from its
 * beginning until a minute after its end: then no sixty seconds at the portal hold more calls than the limit, however long they travel.
 */
export function createRollingMinute(now: () => number): RollingMinute {
  const ends: number[] = [];
  let oldest = 0;

  function forgetOld(at: number): void {
    while ((ends[oldest] ?? Infinity) + minuteMs <= at) oldest += 1;
    // In batches: to take away the first of a long list each time would cost more than the counting.
    if (oldest > ends.length / 2) oldest -= ends.splice(0, oldest).length;
  }

  return {
    ended() {
      const at = now();
      forgetOld(at);
      ends.push(at);
    },
    waitMs(limit, running) {
      const at = now();
      forgetOld(at);
      const tooMany = running + ends.length - oldest + 1 - limit;
      if (tooMany <= 0) return 0;
      return (ends[oldest + tooMany - 1] ?? Infinity) + minuteMs - at;
    },
  };
}
