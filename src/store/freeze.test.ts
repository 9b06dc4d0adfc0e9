import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createFreeze } from './freeze.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('is off at first, holds for everybody who asks, names who turned it on first, and is off again', async () => {
  const [one, other] = [createFreeze(database.store.db), createFreeze(database.store.db)];
  expect(await one.read()).toBeUndefined();
  await one.turnOn('olga');
  const frozen = await other.read();
  expect(frozen?.by).toBe('olga');
  await other.turnOn('pavel');
  expect(await one.read()).toEqual(frozen);
  await other.turnOff();
  expect(await one.read()).toBeUndefined();
});
