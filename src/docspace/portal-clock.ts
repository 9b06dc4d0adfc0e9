/** The portal's own time, learned from its replies. */
export interface PortalClock {
  /** Takes the `Date` header of a reply that has just come. */
  learn(header: string | null): void;
  /** The time at the portal now; undefined before the first reply. Whole seconds are all the header tells, so up to one second behind. */
  now(): Date | undefined;
}

/** Ticks by the monotonic clock, so that setting this machine's clock does not move the portal's. */
export function createPortalClock(): PortalClock {
  let offset: number | undefined;
  return {
    learn(header) {
      const time = Date.parse(header ?? '');
      if (!Number.isNaN(time)) offset = time - performance.now();
    },
    now: () => (offset === undefined ? undefined : new Date(offset + performance.now())),
  };
}
