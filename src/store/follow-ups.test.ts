import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createFollowUpRecords } from './follow-ups.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('keeps what was done for an owner once, under the run that did it', async () => {
  const followUps = createFollowUpRecords(database.store.db);
  await followUps.settle('room 7', { id: 'mail welcome', runId: 'one', summary: 'mail "Welcome" sent to ada@x.org' });
  await followUps.settle('room 7', { id: 'mail welcome', runId: 'two', summary: 'again' });
  await followUps.settle('room 8', { id: 'crm', runId: 'one', summary: 'note on ada@x.org' });
  expect(await followUps.done('room 7')).toEqual(new Set(['mail welcome']));
  expect(await followUps.done('room 9')).toEqual(new Set());
  expect(await followUps.ofRun('one')).toEqual(['mail "Welcome" sent to ada@x.org', 'note on ada@x.org']);
  expect(await followUps.ofRun('two')).toEqual([]);
});
