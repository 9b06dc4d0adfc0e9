import type { Expiry } from '../blueprint/desired-room.ts';
import type { KeptFacts } from './facts.ts';

/** From when relative times count, and what was resolved before. */
export interface Times {
  readonly now: string;
  readonly kept?: KeptFacts | undefined;
}

/**
 * When something ends, as it was resolved once, else from the blueprint. `items`: the records that it may stand under, since somebody who
 * was invited by address may have an account by now. ISO 8601 in UTC; undefined for what does not end.
 */
export function resolveExpiry(
  expiry: Expiry | undefined,
  items: readonly string[],
  { now, kept }: Times,
): string | undefined {
  if (expiry === undefined) return undefined;
  if ('at' in expiry) return expiry.at;
  const known = kept?.items.find((one) => items.includes(one.item) && one.expiresAt !== undefined)?.expiresAt;
  if (known !== undefined) return known;
  return new Date(Date.parse(kept?.timesFrom ?? now) + expiry.afterSeconds * 1_000).toISOString();
}

/** Whether it has ended, or was taken away because it had. */
export function hasEnded(expiresAt: string | undefined, items: readonly string[], { now, kept }: Times): boolean {
  if (expiresAt === undefined) return false;
  if (kept?.items.some((one) => items.includes(one.item) && one.isSettled === true)) return true;
  return Date.parse(expiresAt) <= Date.parse(now);
}
