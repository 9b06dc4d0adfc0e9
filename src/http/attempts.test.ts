import { beforeEach, expect, it } from 'vitest';
import { createAttempts } from './attempts.ts';

let time: Date;
const now = (): Date => time;

beforeEach(() => {
  time = new Date('2026-07-01T12:00:00Z');
});

function fail(attempts: ReturnType<typeof createAttempts>, address: string, times: number): void {
  for (let count = 0; count < times; count++) attempts.countFailure(address);
}

it('stops one address and leaves the others alone, until a minute is over', () => {
  const attempts = createAttempts({ now, limit: 3 });
  fail(attempts, '192.0.2.1', 3);
  expect([attempts.isExhausted('192.0.2.1'), attempts.isExhausted('192.0.2.2')]).toEqual([true, false]);
  time = new Date(time.getTime() + 60_000);
  expect(attempts.isExhausted('192.0.2.1')).toBe(false);
});

it('counts the addresses of one IPv6 network together, and mapped IPv4 ones apart', () => {
  const attempts = createAttempts({ now, limit: 2 });
  fail(attempts, '2001:db8:1:2::1', 1);
  fail(attempts, '2001:db8:1:2:ffff::9', 1);
  expect(attempts.isExhausted('2001:db8:1:2:3:4:5:6')).toBe(true);
  expect(attempts.isExhausted('2001:db8:1:3::1')).toBe(false);
  fail(attempts, '::ffff:192.0.2.1', 2);
  expect(attempts.isExhausted('::ffff:192.0.2.2')).toBe(false);
});

it('remembers a bounded number of addresses, the latest ones', () => {
  const attempts = createAttempts({ now, limit: 1, mostAddresses: 100 });
  for (let number = 0; number < 10_000; number++) attempts.countFailure(`192.0.2.${number}`);
  expect(attempts.isExhausted('192.0.2.9999')).toBe(true);
  expect(attempts.isExhausted('192.0.2.9899')).toBe(false);
});
