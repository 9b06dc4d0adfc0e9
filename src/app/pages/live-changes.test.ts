import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/open-test-store.ts';
import { createFreeze } from '../../store/freeze.ts';
import { createLiveChanges } from './live-changes.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('tells every watcher which kinds of things have changed, whoever changed them', async () => {
  const { db } = database.store;
  const changes = createLiveChanges({ db, log: database.log });
  const quiet = new AbortController();
  const watchers = [1, 2].map(() => changes.watch(quiet.signal)[Symbol.asyncIterator]());
  const told = Promise.all(watchers.map((watcher) => watcher.next()));
  const freeze = createFreeze(db);
  // The first look only learns how things stand, so something is changed until a later one sees it.
  let isTold = false;
  const whenTold = told.then((found) => ((isTold = true), found));
  await expect
    .poll(async () => {
      await freeze.turnOff();
      await freeze.turnOn('olga');
      return isTold;
    })
    .toBe(true);
  const settings = { done: false, value: ['settings'] };
  expect(await whenTold).toEqual([settings, settings]);
  for (const watcher of watchers) await watcher.return?.();
  changes.stop();
});
