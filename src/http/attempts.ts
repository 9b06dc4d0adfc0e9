import { isIPv6 } from 'node:net';

/** Counts failures of the last minute, each address by itself. */
export interface Attempts {
  /** Whether this address may try no more for now. */
  isExhausted(address: string): boolean;
  countFailure(address: string): void;
}

interface AttemptsOptions {
  readonly now: () => Date;
  /** Failures allowed within a minute from one address. */
  readonly limit: number;
  /** Addresses remembered at once: whoever has more of them pushes out the oldest, and memory stays bounded. */
  readonly mostAddresses?: number;
}

/**
 * By the address that the connection comes from, which nobody can make up, or that a trusted proxy names (TRUST_PROXY). Behind a proxy that
 * is not trusted it is the proxy's, and all share one count.
 * Guessing 32 random bytes is hopeless anyway: the limit keeps logs, audit and database quiet.
 */
export function createAttempts({ now, limit, mostAddresses = 10_000 }: AttemptsOptions): Attempts {
  const failures = new Map<string, readonly number[]>();

  const recent = (key: string): readonly number[] => {
    const since = now().getTime() - 60_000;
    return (failures.get(key) ?? []).filter((time) => time > since);
  };

  return {
    isExhausted: (address) => recent(keyOf(address)).length >= limit,
    countFailure(address) {
      const key = keyOf(address);
      const times = [...recent(key), now().getTime()].slice(-limit);
      // A map keeps the order of insertion: whoever failed last stands last.
      failures.delete(key);
      failures.set(key, times);
      const [oldest] = failures.keys();
      if (failures.size > mostAddresses && oldest !== undefined) failures.delete(oldest);
    },
  };
}

/** One network of IPv6 counts as one address: whoever has one has 2^64. */
function keyOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const parts = head.split(':').filter((part) => part !== '');
  const rest = tail.split(':').filter((part) => part !== '');
  const zeros = address.includes('::') ? Array.from({ length: 8 - parts.length - rest.length }, () => '0') : [];
  return [...parts, ...zeros, ...rest].slice(0, 4).join(':');
}
