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
  const watchers = await Promise.all([1, 2].map(() => changes.watch(quiet.signal)));
  // Nothing that comes after is missed: not even what changes before anybody waits for it.
  await createFreeze(db).turnOn('olga');
  const told = watchers.map((watcher) => watcher[Symbol.asyncIterator]().next());
  const settings = { done: false, value: ['settings'] };
  expect(await Promise.all(told)).toEqual([settings, settings]);
  quiet.abort();
  changes.stop();
});

it('tells whoever has gone nothing, and whoever comes when it ends', async () => {
  const { db } = database.store;
  const changes = createLiveChanges({ db, log: database.log });
  const quiet = new AbortController();
  const watched = await changes.watch(quiet.signal);
  quiet.abort();
  const end = { done: true, value: undefined };
  expect(await watched[Symbol.asyncIterator]().next()).toEqual(end);
  changes.stop();
  const late = await changes.watch(new AbortController().signal);
  expect(await late[Symbol.asyncIterator]().next()).toEqual(end);
});
