import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { deleteOverdue } from './retention.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
  await database.query(`insert into documents (hash, name, file, text) values ('h', 'b', 'b.yaml', '')`);
});

afterAll(() => database[Symbol.asyncDispose]());

async function ids(table: string, column = 'id'): Promise<unknown[]> {
  return (await database.query(`select ${column} as id from ${table} order by 1`)).map((row) => row['id']);
}

it('deletes what is over, and never what is owed', async () => {
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, state, cause, options, created_at, ended_at)
     select name, 'b', 'h', 's', 'done', '{"kind":"sweep"}', '{}', now() - interval '400 days', ended
     from (values ('old', now() - interval '100 days'), ('fresh', now() - interval '80 days'), ('open', null),
       ('made a room', now() - interval '100 days'), ('made a retired room', now() - interval '100 days'),
       ('added a member', now() - interval '100 days'), ('left a room open', now() - interval '100 days')) as given (name, ended)`,
  );
  await database.query(
    `insert into kept_rooms (blueprint, key, subject, run_id, state, title, intended_since)
     values ('b', '1', 's', 'made a room', 'complete', 't', now()), ('b', '2', 's', 'made a retired room', 'retired', 't', now())`,
  );
  await database.query(
    `insert into kept_items (kept_room_id, item, portal_id, run_id, expires_at)
     select id, 'member:x', 'x', 'added a member', now() - interval '300 days' from kept_rooms where key = '1'`,
  );
  await database.query(
    `insert into close_outs (run_id, room_id, owner_id, opened_at) values ('left a room open', 1, 'o', now()), ('old', 2, 'o', null)`,
  );
  await database.query(
    `insert into access_ends (run_id, room_id, room_title, person_id, level)
     values ('old', 1, 't', 'p', 'editor'), ('fresh', 1, 't', 'p', 'editor')`,
  );
  await database.query(
    `insert into deliveries (event_id, trigger, entity_id, event_created_at, state, received_at)
     select number, 't', 'e', 'c', state, at from (values (1, 'dispatched', now() - interval '100 days'),
       (2, 'stored', now() - interval '100 days'), (3, 'dispatched', now())) as given (number, state, at)`,
  );
  await database.query(
    `insert into idempotency_keys (scope, key, body_hash, created_at)
     values ('s', 'within its day', 'h', now() - interval '23 hours'), ('s', 'over', 'h', now() - interval '3 days')`,
  );
  await database.query(
    `insert into follow_ups (owner, follow_up, run_id, summary, done_at)
     values ('run old', 'm', 'old', '', now() - interval '100 days'), ('room 1', 'm', 'old', '', now() - interval '100 days')`,
  );
  await database.query(
    `insert into audit (kind, what, at) values ('run', 'old', now() - interval '400 days'), ('run', 'fresh', now() - interval '300 days')`,
  );
  await database.query(
    `insert into batches (id, blueprint, document_hash, file, who, headings, delimiter, created_at)
     select id, 'b', 'h', 'f.csv', 'w', '{}', ',', now() - days * interval '1 day'
     from (values ('over', 100), ('not begun', 100), ('under way', 100), ('fresh', 80)) as given (id, days)`,
  );
  await database.query(
    `insert into batch_rows (batch_id, row, line, cells, run_id, error)
     values ('over', 1, 2, '{}', 'old', null), ('over', 2, 3, '{}', null, 'wrong'), ('not begun', 1, 2, '{}', null, null),
       ('under way', 1, 2, '{}', 'open', null)`,
  );
  await database.query(
    `insert into alerts (topic, channel, subject, text, raised_at, due_at)
     select topic, 'mail', '', '', now() - days * interval '1 day', due
     from (values ('over', 100, null), ('still to be sent', 100, now()), ('fresh', 80, null)) as given (topic, days, due)`,
  );
  await database.query(
    `insert into calls (id, is_write, method, template, started_at)
     select gen_random_uuid(), false, 'GET', template, now() - days * interval '1 day'
     from (values ('over', 100), ('fresh', 80)) as given (template, days)`,
  );
  await database.query(
    `insert into daily_uses (kind, blueprint, use_key, day)
     values ('mails', 'b', 'over', current_date - 100), ('mails', 'b', 'fresh', current_date - 80)`,
  );
  await database.query(
    `insert into daily_raises (kind, blueprint, day, extra)
     values ('mails', 'over', current_date - 100, 1), ('mails', 'fresh', current_date - 80, 1)`,
  );

  const deleted = await deleteOverdue(database.store.db, { days: 90, auditDays: 365 });
  expect(deleted).toEqual({
    runs: 2,
    deliveries: 1,
    follow_ups: 1,
    close_outs: 1,
    access_ends: 1,
    idempotency_keys: 1,
    audit: 1,
    batches: 1,
    calls: 1,
    alerts: 1,
    daily_uses: 1,
    daily_raises: 1,
  });
  expect(await ids('runs')).toEqual(['added a member', 'fresh', 'left a room open', 'made a room', 'open']);
  expect(await ids('access_ends', 'run_id')).toEqual(['fresh']);
  expect(await ids('deliveries', 'event_id')).toEqual([2, 3]);
  expect(await ids('kept_rooms', 'key')).toEqual(['1', '2']);
  expect(await ids('kept_items', 'run_id')).toEqual(['added a member']);
  expect(await ids('idempotency_keys', 'key')).toEqual(['within its day']);
  expect(await ids('batches')).toEqual(['fresh', 'not begun', 'under way']);
  expect(await ids('batch_rows', 'batch_id')).toEqual(['not begun', 'under way']);
  expect(await ids('follow_ups', 'owner')).toEqual(['room 1']);
  expect(await ids('alerts', 'topic')).toEqual(['fresh', 'still to be sent']);
  expect(await ids('calls', 'template')).toEqual(['fresh']);
  expect(await ids('daily_uses', 'use_key')).toEqual(['fresh']);
  expect(await ids('daily_raises', 'blueprint')).toEqual(['fresh']);
  expect(await ids('audit', 'what')).toEqual(['fresh']);
  expect(await deleteOverdue(database.store.db, { days: 90, auditDays: 365 })).toEqual({});
});
