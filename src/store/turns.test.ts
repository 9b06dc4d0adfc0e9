import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createTurns } from './turns.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('lets work of one name be done one after another, whoever asks, and other work beside it', async () => {
  const [one, other] = [createTurns(database.store), createTurns(database.store)];
  let under = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, (under += 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    under -= 1;
  };
  const free = Promise.withResolvers<string>();
  const held = one('a name', () => free.promise);
  await other('another name', () => Promise.resolve());
  free.resolve('done');
  await Promise.all([held, one('a name', work), other('a name', work), one('a name', work)]);
  expect(most).toBe(1);
});

it('gives the turn on after work that failed', async () => {
  const inTurn = createTurns(database.store);
  await expect(inTurn('a name', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn('a name', () => Promise.resolve('done'))).toBe('done');
});
