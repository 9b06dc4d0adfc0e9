import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseTrouble } from '../base/database-trouble.ts';
import { AppError, isRetryable } from '../base/errors.ts';

/** Pauses before a further try, in milliseconds: half a minute in sum, since a sleeper holds its place in the queue. */
const defaultPausesMs = [500, 1_000, 2_000, 4_000, 8_000, 14_000] as const;

const longestPauseMs = 45_000;

export interface Attempt {
  /** 0 for the first try in this process. */
  readonly number: number;
}

interface RetryOptions {
  readonly pausesMs?: readonly number[];
  /** Told before each pause. */
  onRetry?(error: unknown, attempt: number): void;
}

/**
 * Tries until it succeeds, the error's kind says that asking again changes nothing, or the pauses are used up; then the last error is
 * thrown as it came. A portal that names a time (`retryAfterSeconds`) is waited for, if that is under a minute.
 */
export async function withRetry<T>(work: (attempt: Attempt) => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const pausesMs = options.pausesMs ?? defaultPausesMs;
  for (let number = 0; ; number++) {
    try {
      return await work({ number });
    } catch (error) {
      const pauseMs = pausesMs[number];
      if (pauseMs === undefined || !(isRetryable(error) || isDatabaseTrouble(error))) throw error;
      const waitMs = Math.max(pauseMs, askedPauseMs(error));
      if (waitMs > longestPauseMs) throw error;
      options.onRetry?.(error, number);
      // A process that is to end does not wait for it.
      await sleep(waitMs, undefined, { ref: false });
    }
  }
}

function askedPauseMs(error: unknown): number {
  const seconds = error instanceof AppError ? error.details['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds * 1_000 : 0;
}
