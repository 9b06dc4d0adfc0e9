import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createBudgetRecords } from './portal-budget.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

beforeEach(() => database.query('truncate portal_calls, portal_writes'));

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const records = () => createBudgetRecords(database.store.db);

describe('calls of a minute', () => {
  it('are given out no more often than the limit, however many ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => records().takeCalls(3, 50)));
    expect(taken.reduce((sum, { granted }) => sum + granted, 0)).toBe(50);
    expect(taken.filter(({ granted }) => granted === 0).every(({ waitMs }) => waitMs > 0)).toBe(true);
  });

  it('count for the minute and what a call may take on its way, and no longer', async () => {
    await records().takeCalls(10, 10);
    await database.query(`update portal_calls set slot_at = slot_at - interval '58 s'`);
    const early = await records().takeCalls(1, 10);
    expect(early.granted).toBe(0);
    expect(early.waitMs).toBeLessThan(6_000);
    await database.query(`update portal_calls set slot_at = slot_at - interval '6 s'`);
    expect((await records().takeCalls(1, 10)).granted).toBe(1);
  });
});

describe('writes of a day', () => {
  it('are given out no more often than the limit, and freed hour by hour', async () => {
    expect(await records().takeWrites(8, 10)).toMatchObject({ granted: 8 });
    expect(await records().takeWrites(8, 10)).toMatchObject({ granted: 2 });
    await database.query(`update portal_writes set hour_at = hour_at - interval '24 h'`);
    const { granted, waitMs } = await records().takeWrites(8, 10);
    expect(granted).toBe(0);
    expect(waitMs).toBeGreaterThan(3_600_000);
    expect(waitMs).toBeLessThanOrEqual(2 * 3_600_000);
    expect(await records().writesUse()).toEqual({ used: 10 });
    await database.query(`update portal_writes set hour_at = hour_at - interval '2 h'`);
    expect(await records().takeWrites(8, 10)).toMatchObject({ granted: 8 });
  });

  it('say when enough of them are free again, not only the first', async () => {
    await database.query(`insert into portal_writes values
      (date_trunc('hour', now()) - interval '20 h', 2), (date_trunc('hour', now()) - interval '3 h', 9)`);
    const { waitMs } = await records().takeWrites(1, 5);
    expect(waitMs).toBeGreaterThan(21 * 3_600_000);
  });
});
