import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../portal.ts';

/** The portal's clock, which may be moved. It always runs on. */
export interface SandboxClock extends Clock {
  moveTo(time: Date): void;
  advance(milliseconds: number): void;
  /** Back to the machine's time. */
  reset(): void;
  /** Resolves after so long, sooner when the clock is moved past it, and at once when the signal comes. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A clock that starts at the machine's time. */
export function createSandboxClock(): SandboxClock {
  let offsetMs = 0;
  let moved = new AbortController();
  const now = (): number => Date.now() + offsetMs;

  function move(nextOffsetMs: number): void {
    offsetMs = nextOffsetMs;
    moved.abort();
    moved = new AbortController();
  }

  return {
    now: () => new Date(now()),
    moveTo: (time) => move(time.getTime() - Date.now()),
    advance: (milliseconds) => move(offsetMs + milliseconds),
    reset: () => move(0),
    async pause(milliseconds, signal) {
      // A clock that is set back makes nobody wait longer.
      const [due, latest] = [now() + milliseconds, performance.now() + milliseconds];
      const left = (): number => Math.min(due - now(), latest - performance.now());
      while (left() > 0 && !signal.aborted)
        await sleep(left(), undefined, { signal: AbortSignal.any([signal, moved.signal]) }).catch(() => undefined);
    },
  };
}
