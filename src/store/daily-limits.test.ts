import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createDailyRecords } from './daily-limits.ts';

let database: TestStore;
const daily = () => createDailyRecords(database.store.db);

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(() => database[Symbol.asyncDispose]());

const names = (count: number, prefix = 'n'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

it('gives out no more places than there are, however many ask at once', async () => {
  const purpose = { kind: 'mails', blueprint: 'at-once' } as const;
  const asked = Array.from({ length: 20 }, (_, index) => daily().take(purpose, names(3, `${index}-`), 10));
  const admitted = (await Promise.all(asked)).reduce((sum, each) => sum + each.size, 0);
  expect(admitted).toBe(10);
});

it('gives the same use its place again, counts it once, and says whether it is done', async () => {
  const purpose = { kind: 'mails', blueprint: 'again' } as const;
  await daily().take(purpose, ['a', 'b'], 2);
  await daily().markDone(purpose, 'a');
  expect([...(await daily().take(purpose, ['c', 'b', 'a'], 2))].toSorted()).toEqual([
    ['a', 'done'],
    ['b', 'open'],
  ]);
});

it('counts each day, each kind and each blueprint by itself', async () => {
  const purpose = { kind: 'mails', blueprint: 'apart' } as const;
  expect((await daily().take(purpose, ['a'], 1)).size).toBe(1);
  expect((await daily().take({ ...purpose, kind: 'invitations' }, ['a'], 1)).size).toBe(1);
  expect((await daily().take({ ...purpose, blueprint: 'other' }, ['a'], 1)).size).toBe(1);
  expect((await daily().take(purpose, ['b'], 1)).size).toBe(0);
  await database.query(`update daily_uses set day = day - 1 where blueprint = 'apart'`);
  expect((await daily().take(purpose, ['b'], 1)).size).toBe(1);
});

it('adds what a person allows to today alone, and shows it with what is used and what waits', async () => {
  const purpose = { kind: 'invitations', blueprint: 'raised' } as const;
  await daily().raise(purpose, 2);
  await daily().raise(purpose, 1);
  expect((await daily().take(purpose, names(9), 1)).size).toBe(4);
  expect((await daily().today()).filter(({ blueprint }) => blueprint === 'raised')).toEqual([
    { kind: 'invitations', blueprint: 'raised', used: 4, extra: 3, waiting: 0 },
  ]);
  const seconds = await daily().secondsUntilTomorrow();
  expect(seconds > 0 && seconds <= 86_400).toBe(true);
});
