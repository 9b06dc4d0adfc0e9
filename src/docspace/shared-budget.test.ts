import { describe, expect, it } from 'vitest';
import { type BudgetLimits, type BudgetRecords, createSharedBudget } from './shared-budget.ts';

/** Records in memory, and a time that passes only while a call sleeps. */
function aBudget(limits: BudgetLimits, left: { calls?: number; writes?: number } = {}) {
  const state = {
    now: 0,
    calls: left.calls ?? Infinity,
    writes: left.writes ?? Infinity,
    batches: new Array<number>(),
  };
  const records: BudgetRecords = {
    takeCalls(wanted) {
      const granted = Math.min(wanted, state.calls);
      state.calls -= granted;
      state.batches.push(granted);
      return Promise.resolve({ granted, waitMs: 700 });
    },
    takeWrites(wanted) {
      const granted = Math.min(wanted, state.writes);
      state.writes -= granted;
      return Promise.resolve({ granted, waitMs: 7_200_000 });
    },
  };
  const slept: number[] = [];
  const budget = createSharedBudget({
    records,
    limits: () => limits,
    now: () => state.now,
    sleep(ms) {
      slept.push(ms);
      state.now += ms;
      state.calls += 1;
      return Promise.resolve();
    },
  });
  return { budget, state, slept };
}

const read = { method: 'GET', isUrgent: false };
const write = { method: 'POST', isUrgent: false };

describe('the minute that all share', () => {
  it('is not asked where there is none', async () => {
    const { budget, state } = aBudget({});
    await budget.admit(read);
    await budget.admit(write);
    expect(state.batches).toEqual([]);
  });

  it('is waited for when nothing is left of it', async () => {
    const { budget, slept } = aBudget({ perMinute: 10 }, { calls: 0 });
    await budget.admit(read);
    expect(slept).toEqual([700]);
  });

  it('is taken in batches as large as what is asked for, and one by one while little is', async () => {
    const { budget, state } = aBudget({ perMinute: 1_000 });
    await budget.admit(read);
    await budget.admit(read);
    await Promise.all(Array.from({ length: 40 }, () => budget.admit(read)));
    expect(state.batches.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...state.batches)).toBeGreaterThan(10);
    expect(state.batches.reduce((sum, batch) => sum + batch)).toBeLessThan(42 + 25);
  });

  it('does not use what it took too long ago', async () => {
    const { budget, state } = aBudget({ perMinute: 1_000 });
    await Promise.all(Array.from({ length: 4 }, () => budget.admit(read)));
    const before = state.batches.length;
    state.now += 1_001;
    await budget.admit(read);
    expect(state.batches.length).toBe(before + 1);
  });
});

describe("the day's writes that all share", () => {
  it('count POST and PUT alone, as the portal does', async () => {
    const { budget, state } = aBudget({ writesPerDay: 10 }, { writes: 10 });
    for (const method of ['GET', 'DELETE', 'POST', 'PUT']) await budget.admit({ method, isUrgent: false });
    expect(state.writes).toBe(8);
  });

  it('refuse a call when they are used up, and say until when', async () => {
    const { budget } = aBudget({ writesPerDay: 10 }, { writes: 0 });
    await expect(budget.admit(write)).rejects.toMatchObject({
      kind: 'rate-limited',
      details: { effect: 'none', retryAfterSeconds: 7_200 },
    });
  });

  it('never keep a room open that must be shut', async () => {
    const { budget } = aBudget({ writesPerDay: 10 }, { writes: 0 });
    await expect(budget.admit({ method: 'PUT', isUrgent: true })).resolves.toBeUndefined();
  });
});
