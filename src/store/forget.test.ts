import { afterAll, beforeAll, expect, it } from 'vitest';
import { dumpDatabase } from '../../test/support/database-dump.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createForgetRecords } from './forget.ts';

let database: TestStore;
const id = '7f1b9a52-60a6-4d60-9a3e-7b1e5a6f3c11';
const known = { ids: [id], emails: ['ada_l@example.com'], names: ['Ada Lovelace'] };

beforeAll(async () => {
  database = await openTestStore();
  await database.query(
    `insert into documents (hash, name, file, text) values ('h', 'b', 'b.yaml', 'to: ada_l@example.com')`,
  );
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, subject_name, state, cause, options, inputs, remarks, ended_at, room_title)
     values ('r1', 'home', 'h', $1, 'Ada Lovelace', 'done', '{"kind":"sweep"}', '{}', null, '{}', now(), 'Home – Ada Lovelace'),
            ('r2', 'client', 'h', 'key:c1', 'Acme', 'done', '{"kind":"sweep"}', '{}', '{"email":"ADA_L@example.com"}', '{}', now(), 'Acme'),
            ('r3', 'client', 'h', 'key:c2', 'Bob', 'done', '{"kind":"sweep"}', '{}', '{"email":"adaXl@example.com"}', '{bye}', now(), 'Bob')`,
    [`person:${id}`],
  );
  await database.query(
    `insert into kept_rooms (blueprint, key, subject, run_id, state, title, intended_since, room_id, document_hash, inputs)
     values ('home', $1, $2, 'r1', 'complete', 'Home – Ada Lovelace', now(), 7, 'h', null),
            ('client', 'c1', 'key:c1', 'r2', 'complete', 'Acme', now(), 8, 'h', '{"email":"ada_l@example.com"}')`,
    [id, `person:${id}`],
  );
  await database.query(
    `insert into kept_items (kept_room_id, item, portal_id, run_id, expires_at)
     select id, 'member:' || $1, $1, run_id, case when blueprint = 'client' then now() + interval '1 day' end from kept_rooms`,
    ['ada_l@example.com'],
  );
  await database.query(
    `insert into deliveries (event_id, trigger, entity_id, event_created_at, actor_id, state)
     values (1, 'user.created', $1, 't', null, 'dispatched'), (2, 'room.archived', '9', 't', $1, 'dispatched')`,
    [id],
  );
  await database.query(
    `insert into follow_ups (owner, follow_up, run_id, summary) values ('run r1', 'm', 'r1', 'mail sent to ada_l@example.com')`,
  );
  await database.query(
    `insert into calls (id, run_id, is_write, method, template, body, started_at)
     values (gen_random_uuid(), 'r2', true, 'PUT', 'x', '{"email":"ada_l@example.com"}', now())`,
  );
  await database.query(`insert into audit (kind, what, subject, run_id) values ('run', 'run: done', $1, 'r1')`, [
    `person:${id}`,
  ]);
  await database.query(`insert into polled (kind, entity_id, signature, round) values ('person', $1, 's', 'r')`, [id]);
  await database.query(
    `insert into sweeps (blueprint, next_at, report) values ('home', now(), '{"would":[{"name":"Ada Lovelace"}]}')`,
  );
  await database.query(
    `insert into close_outs (run_id, room_id, owner_id, blueprint, settled_at, work)
     values ('r9', 9, 'somebody', 'close', now(), null)`,
  );
  await database.query(
    `insert into access_ends (run_id, room_id, room_title, person_id, level)
     values ('r8', 1, 'Client', $1, 'editor'), ('r8', 2, 'Home – Ada Lovelace', 'bob', 'viewer')`,
    [id],
  );
  await database.query(
    `insert into batches (id, blueprint, document_hash, file, who, headings, delimiter)
     values ('b1', 'client', 'h', 'Ada Lovelace.csv', 'ada_l@example.com', '{name,email}', ','), ('b2', 'client', 'h', 'all.csv', 'bob', '{name,email}', ',')`,
  );
  await database.query(
    `insert into batch_rows (batch_id, row, line, cells, run_id, error)
     values ('b1', 1, 2, '{Ada Lovelace,x}', null, 'ada_l@example.com is twice there'), ('b1', 2, 3, '{Acme,y}', 'r2', null),
            ('b2', 1, 2, '{Bob,adaXl@example.com}', 'r3', null)`,
  );
});

afterAll(() => database[Symbol.asyncDispose]());

it('removes or replaces everything that names a person, leaves others alone, and says what it cannot', async () => {
  const records = createForgetRecords(database.store.db);
  expect(await records.learn(id)).toEqual({ ids: [id], emails: [], names: ['Ada Lovelace'] });
  expect(await records.underWay(known)).toEqual([]);
  const { removed, remains } = await records.erase(known, 'forgotten-1');
  expect(removed).toEqual(
    expect.arrayContaining([
      '2 runs',
      '1 deliveries',
      '1 deliveries by them',
      '2 kept rooms',
      '1 audit entries',
      '2 rows of CSV files',
      '1 CSV files',
      '2 records of access',
      '1 records of ended access',
      '1 rooms in records of ended access',
    ]),
  );
  expect(remains).toEqual([
    'their access to room 8 is no longer ended by us: end it in the portal',
    'the blueprint b names them',
  ]);
  const left = (await dumpDatabase(database.url.reveal())).replace('to: ada_l@example.com', '');
  for (const term of [id, 'ada_l@example.com', 'Ada Lovelace'])
    expect(left.toLowerCase()).not.toContain(term.toLowerCase());
  expect(left).toContain('adaXl@example.com');
  expect(await database.query(`select key, subject, state, room_id from kept_rooms order by room_id`)).toEqual([
    { key: 'forgotten-1-1', subject: 'person:forgotten-1', state: 'retired', room_id: 7 },
    { key: 'c1', subject: 'key:c1', state: 'complete', room_id: 8 },
  ]);
  expect(await database.query(`select cells, error from batch_rows order by batch_id, row`)).toEqual([
    { cells: ['forgotten', 'forgotten'], error: 'forgotten' },
    { cells: ['forgotten', 'forgotten'], error: null },
    { cells: ['Bob', 'adaXl@example.com'], error: null },
  ]);
  expect(await database.query(`select subject from audit`)).toEqual([{ subject: 'person:forgotten-1' }]);
});

it('finds what is under way', async () => {
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, state, cause, options)
     values ('r9', 'home', 'h', 'person:someone', 'waiting', '{"kind":"sweep"}', '{}')`,
  );
  const records = createForgetRecords(database.store.db);
  expect(await records.underWay({ ids: ['someone'], emails: [], names: [] })).toEqual(['run r9']);
  await database.query(
    `insert into batch_rows (batch_id, row, line, cells) values ('b2', 2, 3, '{Eve,eve@example.com}')`,
  );
  expect(await records.underWay({ ids: [], emails: ['eve@example.com'], names: [] })).toEqual(['row 2 of all.csv']);
});
