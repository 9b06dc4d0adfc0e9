import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createFreeze } from './freeze.ts';
import { createHoldRecords } from './holds.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('tells of the switch, of who cancels, and of a room that stands open, by one statement', async () => {
  const { db, pool } = database.store;
  const holds = createHoldRecords(db);
  expect(await holds.read('nobody')).toEqual({ isRoomOpen: false });

  const freeze = createFreeze(db);
  await freeze.turnOn('olga');
  await database.query(
    `insert into documents (hash, name, file, text) values ('h', 'guest-close-out', 'guest-close-out.yaml', '')`,
  );
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, state, cause, options, attempt, cancel_asked_by)
      values ('a', 'guest-close-out', 'h', 'room:7', 'running', '{}', '{}', 1, 'pavel'),
        ('b', 'guest-close-out', 'h', 'room:8', 'running', '{}', '{}', 1, null)`,
  );
  await database.query(
    `insert into close_outs (run_id, room_id, owner_id, blueprint, opened_at)
      values ('before', 7, 'x', 'guest-close-out', now()), ('b', 8, 'x', 'guest-close-out', null)`,
  );
  const frozen = await freeze.read();
  let statements = 0;
  pool.on('acquire', () => (statements += 1));
  expect(await holds.read('a')).toEqual({ frozen, cancelAskedBy: 'pavel', isRoomOpen: true });
  expect(await holds.read('b')).toEqual({ frozen, isRoomOpen: false });
  expect(await holds.read('before')).toEqual({ frozen, isRoomOpen: true });
  expect(statements).toBe(3);
});
