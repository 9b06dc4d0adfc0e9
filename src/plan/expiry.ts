import type { Expiry } from '../blueprint/desired-room.ts';
import type { KeptFacts } from './facts.ts';

/** From when relative times count, and what was resolved before. */
export interface Times {
  readonly now: string;
  readonly kept?: KeptFacts | undefined;
}

/** When something ends: as it was resolved once, else from the blueprint. ISO 8601 in UTC; undefined for what does not end. */
export function resolveExpiry(expiry: Expiry | undefined, item: string, { now, kept }: Times): string | undefined {
  if (expiry === undefined) return undefined;
  if ('at' in expiry) return expiry.at;
  const known = kept?.items.find((one) => one.item === item)?.expiresAt;
  if (known !== undefined) return known;
  return new Date(Date.parse(kept?.timesFrom ?? now) + expiry.afterSeconds * 1_000).toISOString();
}

/** Whether it has ended, or was taken away because it had. */
export function hasEnded(expiresAt: string | undefined, item: string, { now, kept }: Times): boolean {
  if (expiresAt === undefined) return false;
  if (kept?.items.some((one) => one.item === item && one.isSettled === true)) return true;
  return Date.parse(expiresAt) <= Date.parse(now);
}
