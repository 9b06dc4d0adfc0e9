import { sql, type Insertable, type Selectable } from 'kysely';
import { makeStorable, writeStorable } from '../base/storable.ts';
import type { AuditEntry, AuditQuery, AuditRecord, AuditRecords, CallEntry } from '../runs/audit/audit.ts';
import type { Database } from './open-store.ts';
import type { AuditTable, CallsTable } from './audit-tables.ts';

/** The audit and the calls to the portal. */
export function createAuditRecords(db: Database): AuditRecords {
  return {
    async keep(calls, entries) {
      await db.transaction().execute(async (transaction) => {
        await keepCalls(transaction, calls);
        if (entries.length === 0) return;
        await transaction
          .insertInto('audit')
          .values(entries.map(toRow))
          // A run's end that is recorded again after a crash.
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
    list: (query) => list(db, query),
    async callsOf(runId) {
      const rows = await db
        .selectFrom('calls')
        .selectAll()
        .where('run_id', '=', runId)
        .orderBy('started_at')
        .limit(1_000)
        .execute();
      return rows.map(readCall);
    },
    settleLost: (olderThanSeconds) => settleLost(db, olderThanSeconds),
  };
}

async function keepCalls(db: Database, calls: readonly CallEntry[]): Promise<void> {
  if (calls.length === 0) return;
  await db
    .insertInto('calls')
    .values(calls.map(toCallRow))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        status: row.ref('excluded.status'),
        effect: row.ref('excluded.effect'),
        ms: row.ref('excluded.ms'),
        error: row.ref('excluded.error'),
        body: row.ref('excluded.body'),
        ended_at: row.ref('excluded.ended_at'),
      })),
    )
    .execute();
}

async function list(db: Database, query: AuditQuery): Promise<readonly AuditRecord[]> {
  let rows = db.selectFrom('audit').selectAll().limit(query.limit);
  if (query.after !== undefined) rows = rows.where('id', '>', query.after);
  if (query.run !== undefined) rows = rows.where('run_id', '=', query.run);
  if (query.blueprint !== undefined) rows = rows.where('blueprint', '=', query.blueprint);
  if (query.since !== undefined) rows = rows.where('at', '>=', new Date(query.since));
  if (query.room !== undefined) {
    const { room } = query;
    // A run's end names its room: what the run did before it knew the number belongs to it too.
    rows = rows.where((row) =>
      row.or([
        row('room_id', '=', room),
        row(
          'run_id',
          'in',
          db.selectFrom('audit').select('run_id').where('room_id', '=', room).where('run_id', 'is not', null),
        ),
      ]),
    );
  }
  const found = await rows.orderBy('id', query.newest ? 'desc' : 'asc').execute();
  return (query.newest ? found.toReversed() : found).map(readRow);
}

async function settleLost(db: Database, olderThanSeconds: number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const lost = await transaction
      .updateTable('calls')
      .set({ effect: 'unknown', ended_at: sql`now()`, error: 'the process ended before the reply was recorded' })
      .where('ended_at', 'is', null)
      .where('is_write', '=', true)
      .where('started_at', '<=', sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`)
      .returning(['run_id', 'attempt', 'method', 'template', 'room_id'])
      .execute();
    for (const { run_id: runId, attempt, method, template, room_id: roomId } of lost) {
      const run = runId === null ? undefined : await findRun(transaction, runId);
      await transaction
        .insertInto('audit')
        .values({
          ...toRow({ kind: 'portal-write', what: `${method} ${template}`, effect: 'unknown' }),
          ...{ run_id: runId, attempt, room_id: roomId, detail: 'the process ended before the reply was recorded' },
          ...run,
        })
        .execute();
    }
    return lost.length;
  });
}

async function findRun(db: Database, runId: string) {
  const run = await db
    .selectFrom('runs')
    .select(['cause', 'blueprint', 'document_hash', 'subject'])
    .where('id', '=', runId)
    .executeTakeFirst();
  return run && { ...run, cause: JSON.stringify(run.cause) };
}

function toRow(entry: AuditEntry): Insertable<AuditTable> {
  const { kind, what, cause, runId, attempt, blueprint, documentHash, subject, roomId, status, effect, detail } = entry;
  return {
    ...{ kind, what },
    cause: cause ? JSON.stringify(cause) : null,
    run_id: orNull(runId),
    attempt: orNull(attempt),
    blueprint: orNull(blueprint),
    document_hash: orNull(documentHash),
    subject: orNull(subject),
    room_id: orNull(roomId),
    status: orNull(status),
    effect: orNull(effect),
    detail: orNull(detail),
  };
}

function readRow(row: Selectable<AuditTable>): AuditRecord {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    what: row.what,
    ...(row.cause === null ? {} : { cause: row.cause }),
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.attempt === null ? {} : { attempt: row.attempt }),
    ...(row.blueprint === null ? {} : { blueprint: row.blueprint }),
    ...(row.document_hash === null ? {} : { documentHash: row.document_hash }),
    ...readAbout(row),
  };
}

function readAbout(
  row: Selectable<AuditTable>,
): Pick<AuditRecord, 'subject' | 'roomId' | 'status' | 'effect' | 'detail'> {
  return {
    ...(row.subject === null ? {} : { subject: row.subject }),
    ...(row.room_id === null ? {} : { roomId: row.room_id }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.effect === null ? {} : { effect: row.effect }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  };
}

function toCallRow({
  id,
  runId,
  attempt,
  step,
  tryNumber,
  isWrite,
  method,
  template,
  roomId,
  startedAt,
  end,
}: CallEntry): Insertable<CallsTable> {
  return {
    ...{ id, method, template },
    is_write: isWrite,
    run_id: orNull(runId),
    attempt: orNull(attempt),
    step: orNull(step),
    try_number: orNull(tryNumber),
    room_id: orNull(roomId),
    started_at: startedAt,
    ...toEnd(startedAt, end),
  };
}

function toEnd(startedAt: Date, end: CallEntry['end']) {
  if (!end) return { status: null, effect: null, ms: null, error: null, body: null, ended_at: null };
  const { status, effect, ms, error, body } = end;
  return {
    ...{ effect, ms, status: orNull(status) },
    error: error === undefined ? null : makeStorable(error),
    body: body === undefined ? null : writeStorable(body),
    ended_at: new Date(startedAt.getTime() + ms),
  };
}

function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

function readCall(row: Selectable<CallsTable>): CallEntry {
  const {
    id,
    run_id: runId,
    attempt,
    step,
    try_number: tryNumber,
    is_write: isWrite,
    method,
    template,
    room_id: roomId,
    started_at: startedAt,
  } = row;
  const about = { id, isWrite, method, template, startedAt };
  return {
    ...about,
    ...(runId === null ? {} : { runId }),
    ...(attempt === null ? {} : { attempt }),
    ...(step === null ? {} : { step }),
    ...(tryNumber === null ? {} : { tryNumber }),
    ...(roomId === null ? {} : { roomId }),
    ...(row.ended_at === null ? {} : { end: readEnd(row) }),
  };
}

function readEnd(row: Selectable<CallsTable>): NonNullable<CallEntry['end']> {
  return {
    status: row.status ?? undefined,
    effect: row.effect ?? 'unknown',
    ms: row.ms ?? 0,
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.body === null ? {} : { body: row.body }),
  };
}
