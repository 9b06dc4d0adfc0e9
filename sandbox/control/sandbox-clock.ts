import type { Clock } from '../portal.ts';

/** The portal's clock, which may be moved. It always runs on. */
export interface SandboxClock extends Clock {
  moveTo(time: Date): void;
  advance(milliseconds: number): void;
  /** Back to the machine's time. */
  reset(): void;
}

/** A clock that starts at the machine's time. */
export function createSandboxClock(): SandboxClock {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    moveTo(time) {
      offsetMs = time.getTime() - Date.now();
    },
    advance(milliseconds) {
      offsetMs += milliseconds;
    },
    reset() {
      offsetMs = 0;
    },
  };
}
