import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createLog } from '../../base/log.ts';
import { AppError } from '../../base/errors.ts';
import type { AuditEntry, CallEntry } from './audit.ts';
import { createJournal } from './journal.ts';

function aWorld() {
  const kept = { calls: new Map<string, CallEntry>(), entries: new Array<AuditEntry>(), batches: 0 };
  const failures: Error[] = [];
  let logged = '';
  let isHanging = false;
  const journal = createJournal({
    lingerMs: 1,
    closingMs: 50,
    log: createLog({ level: 'debug', destination: { write: (line) => void (logged += line) } }),
    records: {
      keep(calls, entries) {
        if (isHanging) return new Promise(() => undefined);
        const failure = failures.shift();
        if (failure) return Promise.reject(failure);
        kept.batches += 1;
        for (const call of calls) kept.calls.set(call.id, call);
        kept.entries.push(...entries);
        return Promise.resolve();
      },
    },
  });
  return { journal, kept, failures, logged: () => logged, hang: () => void (isHanging = true) };
}

function aCall(): CallEntry {
  return { id: randomUUID(), isWrite: true, method: 'POST', template: 'files/rooms', startedAt: new Date() };
}

const entry: AuditEntry = { kind: 'sign-in', what: 'signed in' };

it('keeps what came at once in one batch, a call and its end as one', async () => {
  const { journal, kept } = aWorld();
  const call = aCall();
  journal.call(call);
  journal.call({ ...call, end: { status: 200, effect: 'done', ms: 3 } });
  journal.record(entry);
  await journal.flush();
  expect([kept.calls.size, kept.entries.length, kept.batches]).toEqual([1, 1, 1]);
  expect(kept.calls.get(call.id)?.end?.status).toBe(200);
});

it('loses nothing when the database refuses for a while', async () => {
  const { journal, kept, failures } = aWorld();
  failures.push(new AppError('unavailable', 'away'));
  journal.record(entry);
  await expect(journal.flush()).rejects.toThrow('away');
  journal.record(entry);
  await journal.flush();
  expect(kept.entries).toHaveLength(2);
});

it('keeps more than a batch holds, each entry once and in order', async () => {
  const { journal, kept } = aWorld();
  for (let number = 0; number < 1_234; number++) journal.record({ ...entry, detail: String(number) });
  await journal.flush();
  expect(kept.entries.map(({ detail }) => Number(detail))).toEqual(Array.from({ length: 1_234 }, (_, index) => index));
});

it('says what is lost when it is closed while the database is away', async () => {
  const { journal, failures, logged } = aWorld();
  failures.push(new Error('away'), new Error('away'));
  journal.record(entry);
  await journal.close();
  expect(logged()).toContain('"count":1');
});

it('waits no longer for a database that does not answer than it has to, and then keeps nothing more', async () => {
  const { journal, kept, logged, hang } = aWorld();
  hang();
  journal.record(entry);
  await journal.close();
  expect(logged()).toContain('the database does not answer');
  journal.record(entry);
  journal.call(aCall());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([kept.batches, kept.calls.size]).toEqual([0, 0]);
  expect(logged()).toContain('what came after the end is not kept');
});
