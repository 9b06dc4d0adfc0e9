import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry, CallEntry } from '../runs/audit/audit.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createAuditRecords } from './audit.ts';

let database: TestStore;
const audit = () => createAuditRecords(database.store.db);

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(() => database[Symbol.asyncDispose]());

const write: AuditEntry = {
  ...{ kind: 'portal-write', what: 'POST files/rooms', runId: 'r1', attempt: 1, blueprint: 'b', documentHash: 'h' },
  ...{ subject: 'person:1', cause: { kind: 'http', name: 'CRM' }, status: 200, effect: 'done' },
};

function aCall(changes: Partial<CallEntry> = {}): CallEntry {
  return {
    ...{ id: randomUUID(), runId: 'r1', attempt: 1, isWrite: true, method: 'POST', template: 'files/rooms' },
    startedAt: new Date(),
    ...changes,
  };
}

it('tells entries the oldest first, page by page, and those of a room with what its run did before', async () => {
  const ends: AuditEntry = { ...write, kind: 'run', what: 'run: done', roomId: 7 };
  await audit().keep([], [write, ends, { kind: 'sign-in', what: 'signed in' }]);
  const [first, ...rest] = await audit().list({ limit: 10 });
  expect(first).toMatchObject(write);
  expect((await audit().list({ limit: 1, after: first?.id ?? '' })).map(({ what }) => what)).toEqual(['run: done']);
  expect((await audit().list({ limit: 10, room: 7 })).map(({ kind }) => kind)).toEqual(['portal-write', 'run']);
  expect((await audit().list({ limit: 1, newest: true })).map(({ kind }) => kind)).toEqual(['sign-in']);
  expect(await audit().list({ limit: 10, since: '2999-01-01T00:00:00Z' })).toEqual([]);
  expect(rest).toHaveLength(2);
});

it('keeps the end of a run once, even when it is recorded again', async () => {
  const ends: AuditEntry = { ...write, runId: 'r2', kind: 'run', what: 'run: done' };
  await audit().keep([], [ends, { ...ends, attempt: 2 }]);
  await audit().keep([], [ends]);
  expect(await audit().list({ limit: 10, run: 'r2' })).toHaveLength(2);
});

it.each(['update audit set what = $1', 'delete from audit where what <> $1', 'truncate audit'])(
  'refuses "%s"',
  async (statement) => {
    const values = statement.includes('$1') ? ['x'] : [];
    await expect(database.query(statement, values)).rejects.toThrow('append-only');
  },
);

it('keeps a call once it is sent, then its end', async () => {
  const call = aCall({ runId: 'r3' });
  await audit().keep([call], []);
  expect(await audit().callsOf('r3')).toEqual([call]);
  const end = { status: 400, effect: 'none', ms: 12, error: 'no', body: { title: 'x' } } as const;
  await audit().keep([{ ...call, end }], []);
  expect(await audit().callsOf('r3')).toEqual([{ ...call, end }]);
});

it('audits a write whose process ended before its reply, once, with the cause of its run', async () => {
  await database.query(`insert into documents (hash, name, file, text) values ('h', 'b', 'b.yaml', '')`);
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, state, cause, options)
     values ('r4', 'b', 'h', 'person:1', 'running', '{"kind":"sweep"}', '{}')`,
  );
  const old = new Date(Date.now() - 600_000);
  await audit().keep(
    [
      aCall({ runId: 'r4', startedAt: old }),
      aCall({ runId: 'r4' }),
      aCall({ runId: 'r4', isWrite: false, startedAt: old }),
    ],
    [],
  );
  expect([await audit().settleLost(300), await audit().settleLost(300)]).toEqual([1, 0]);
  expect(await audit().list({ limit: 10, run: 'r4' })).toMatchObject([
    { kind: 'portal-write', what: 'POST files/rooms', effect: 'unknown', cause: { kind: 'sweep' }, documentHash: 'h' },
  ]);
});
