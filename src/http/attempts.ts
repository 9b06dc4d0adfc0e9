/** Counts failures of the last minute. */
export interface Attempts {
  /** Whether no more may be tried now. */
  isExhausted(): boolean;
  countFailure(): void;
}

interface AttemptsOptions {
  readonly now: () => Date;
  /** Failures allowed within a minute. */
  readonly limit: number;
}

/**
 * One count for the whole process, not one per address: behind a proxy all addresses are the same, and guessing 32 random bytes is
 * hopeless anyway. The limit keeps logs and the database quiet.
 */
export function createAttempts({ now, limit }: AttemptsOptions): Attempts {
  let failures: number[] = [];

  return {
    isExhausted() {
      const since = now().getTime() - 60_000;
      failures = failures.filter((time) => time > since);
      return failures.length >= limit;
    },
    countFailure() {
      failures.push(now().getTime());
    },
  };
}
