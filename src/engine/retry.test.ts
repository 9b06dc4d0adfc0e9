import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, errorKinds } from '../base/errors.ts';
import { withRetry } from './retry.ts';

/** Pauses are recorded, not made: the platform's sleep is the only part that is not real here. */
const { pauses } = vi.hoisted(() => {
  const pauses: number[] = [];
  return { pauses };
});

vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => Promise.resolve(pauses.push(milliseconds)),
}));

beforeEach(() => {
  pauses.length = 0;
});

/** Work that fails so, one error after another, and then succeeds: the number of each try, and what became of it. */
async function attempt(errors: readonly unknown[], pausesMs?: readonly number[]) {
  const tries: number[] = [];
  const told: number[] = [];
  const outcome = await withRetry(
    async ({ number }) => {
      tries.push(number);
      await Promise.resolve();
      if (number < errors.length) throw errors[number];
      return 'done';
    },
    { ...(pausesMs ? { pausesMs } : {}), onRetry: (_, number) => told.push(number) },
  ).catch((error: unknown) => error);
  return { outcome, tries, told };
}

const away = new AppError('unavailable', 'away');

describe('work that fails', () => {
  it('is tried again, with a pause before each further try, until it succeeds', async () => {
    const { outcome, tries, told } = await attempt([away, away]);
    expect(outcome).toBe('done');
    expect(tries).toEqual([0, 1, 2]);
    expect(pauses).toEqual([500, 1_000]);
    expect(told).toEqual([0, 1]);
  });

  it.each(errorKinds)('by an error of kind %s is tried again only if asking again may help', async (kind) => {
    const { tries } = await attempt([new AppError(kind, 'x')]);
    expect(tries).toHaveLength(kind === 'unavailable' || kind === 'rate-limited' ? 2 : 1);
  });

  it('is given up after the last pause, with the last error as it came', async () => {
    const last = new AppError('unavailable', 'still away');
    const { outcome, tries } = await attempt([away, away, last], [10, 20]);
    expect(outcome).toBe(last);
    expect(tries).toHaveLength(3);
  });

  it('by default is given up after half a minute', async () => {
    const { outcome } = await attempt(Array.from({ length: 20 }, () => away));
    expect(outcome).toBe(away);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(29_500);
  });

  it('waits as long as the portal asks', async () => {
    const ask = (retryAfterSeconds: number) => new AppError('rate-limited', 'x', { details: { retryAfterSeconds } });
    await attempt([ask(20), ask(45), ask(1)]);
    expect(pauses).toEqual([20_000, 45_000, 2_000]);
  });

  it('does not wait when the portal asks for longer than a place in the queue may be held', async () => {
    const patience = new AppError('rate-limited', 'x', { details: { retryAfterSeconds: 46 } });
    const { outcome, tries } = await attempt([patience]);
    expect(outcome).toBe(patience);
    expect(tries).toHaveLength(1);
    expect(pauses).toEqual([]);
  });
});

describe('a database that is away', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    '08006',
    '08003',
    '57P01',
    '57P02',
    '57P03',
    '25P03',
    '53300',
  ])('is waited for: %s', async (code) => {
    const { outcome } = await attempt([Object.assign(new Error('x'), { code })]);
    expect(outcome).toBe('done');
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('is waited for, told by the driver’s words: %s', async (message) => {
    expect((await attempt([new Error(message)])).outcome).toBe('done');
  });

  it.each([
    Object.assign(new Error('duplicate key'), { code: '23505' }),
    Object.assign(new Error('syntax error'), { code: '42601' }),
    new TypeError('x is not a function'),
    'text',
  ])('is not seen in another failure: %s', async (error) => {
    expect((await attempt([error])).tries).toHaveLength(1);
  });
});
