import { type RawBuilder, sql, type Selectable } from 'kysely';
import { AppError } from '../base/errors.ts';
import { makeStorable, writeStorable } from '../base/storable.ts';
import type { RunFilter, RunInput, RunOutcome, RunRecords, StoredRun } from '../runs/records.ts';
import { cancelledBy, isRunState, runStates, type RunState, type RunSummary } from '../runs/run.ts';
import type { Database } from './open-store.ts';
import { createRunLoad } from './run-load.ts';
import type { RunsTable } from './tables.ts';

type Given = Pick<Selectable<RunsTable>, 'inputs' | 'sealed'>;

/** Runs as rows; what their steps did stands in the engine's journal. */
export function createRunRecords(db: Database): RunRecords {
  return { ...createRunWrites(db), ...createWaits(db), ...createRunReads(db), ...createRunLoad(db) };
}

function createRunWrites(
  db: Database,
): Pick<RunRecords, 'insertQueued' | 'begin' | 'end' | 'requeue' | 'forgetAddress'> {
  return {
    async insertQueued(input) {
      await db
        .insertInto('runs')
        .values(rowOf(input, 'queued'))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async begin(input) {
      await db
        .insertInto('runs')
        .values(rowOf(input, 'running'))
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({
              state: 'running',
              attempt: input.attempt,
              reason: null,
              error: null,
              resume_at: null,
              ended_at: null,
              cancel_asked_by: sql`case when runs.state <> 'cancelled' then runs.cancel_asked_by end`,
            })
            .where('runs.attempt', '<=', input.attempt)
            .where(sql<boolean>`(runs.attempt < ${input.attempt} or runs.state <> 'cancelled')`),
        )
        .execute();
    },
    end: (input, outcome) => endRun(db, input, outcome),
    async forgetAddress(roomId) {
      await db.updateTable('runs').set({ room_url: null }).where('room_id', '=', roomId).execute();
    },
    async requeue(runId, attempt) {
      await db
        .updateTable('runs')
        .set({
          ...{ state: 'queued', attempt, resume_at: null, ended_at: null },
          cancel_asked_by: sql`case when state = 'waiting' then cancel_asked_by end`,
        })
        .where('id', '=', runId)
        .where('attempt', '<', attempt)
        .execute();
    },
  };
}

/** What ends a wait otherwise than its time. */
function createWaits(db: Database): Pick<RunRecords, 'cancel' | 'cancelAskedBy' | 'hasten'> {
  return {
    async cancel(runId, who) {
      const cancelled = await db
        .updateTable('runs')
        .set({ state: 'cancelled', reason: cancelledBy(who), resume_at: null, ended_at: sql`now()` })
        .where('id', '=', runId)
        .where('state', 'in', ['queued', 'waiting'])
        .executeTakeFirst();
      if (cancelled.numUpdatedRows > 0n) return true;
      const asked = await db
        .updateTable('runs')
        .set({ cancel_asked_by: who })
        .where('id', '=', runId)
        .where('state', '=', 'running')
        .executeTakeFirst();
      return asked.numUpdatedRows > 0n;
    },
    async cancelAskedBy(runId) {
      const row = await db.selectFrom('runs').select('cancel_asked_by').where('id', '=', runId).executeTakeFirst();
      return row?.cancel_asked_by ?? undefined;
    },
    async hasten(message) {
      await db
        .updateTable('runs')
        .set({ resume_at: sql`now()` })
        .where('state', '=', 'waiting')
        .where(sql<boolean>`position(${message} in error->>'message') > 0`)
        .execute();
    },
  };
}

/** The portal's words are among what is stored: an end that could not be for their sake would never come. */
async function endRun(db: Database, { runId, attempt }: RunInput, outcome: RunOutcome): Promise<void> {
  const { state, subjectName, reason, remarks, room, error, resumeInSeconds } = outcome;
  const url = room?.url === undefined ? {} : { room_url: room.url };
  await db
    .updateTable('runs')
    .set({
      state,
      ...(subjectName === undefined ? {} : { subject_name: makeStorable(subjectName) }),
      reason: reason === undefined ? null : makeStorable(reason),
      remarks: remarks.map(makeStorable),
      error: error ? writeStorable(error) : null,
      ...(room ? { room_id: room.id, room_title: makeStorable(room.title), ...url } : {}),
      resume_at: resumeInSeconds === undefined ? null : sql`now() + make_interval(secs => ${resumeInSeconds})`,
      ended_at: runStates[state].ended ? sql`now()` : null,
    })
    .where('id', '=', runId)
    .where('attempt', '=', attempt)
    .execute();
}

function createRunReads(db: Database): Pick<RunRecords, 'find' | 'list' | 'countByState' | 'listDue' | 'listOpen'> {
  return {
    async find(runId) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst();
      return row && readRow(row);
    },
    async list(filter) {
      const newest = db.selectFrom('runs').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc');
      const rows = await newest
        .where((row) => row.and(conditionsOf(db, filter)))
        .limit(filter.limit)
        .execute();
      return rows.map(readSummary);
    },
    async countByState() {
      const rows = await db
        .selectFrom('runs')
        .select(['state', (count) => count.fn.countAll<string>().as('runs')])
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map((row) => [readState(row.state), Number(row.runs)]));
    },
    async listDue(limit) {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('resume_at', '<=', sql<Date>`now()`)
        .orderBy('resume_at')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
    async listOpen(limit) {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('state', 'in', ['queued', 'running'])
        .where('ended_at', 'is', null)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(readRow);
    },
  };
}

function conditionsOf(
  db: Database,
  { states, blueprint, subject, roomId, since, until, before }: RunFilter,
): readonly RawBuilder<boolean>[] {
  // A backslash keeps the signs of LIKE from meaning anything.
  const part = `%${(subject ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const last = db
    .selectFrom('runs')
    .select(['created_at', 'id'])
    .where('id', '=', before ?? '');
  return [
    ...(states === undefined ? [] : [sql<boolean>`state = any(${[...states]})`]),
    ...(blueprint === undefined ? [] : [sql<boolean>`blueprint = ${blueprint}`]),
    ...(roomId === undefined ? [] : [sql<boolean>`(room_id = ${roomId} or subject = ${`room:${roomId}`})`]),
    ...(since === undefined ? [] : [sql<boolean>`created_at >= ${since}`]),
    ...(until === undefined ? [] : [sql<boolean>`created_at < ${until}`]),
    ...(before === undefined ? [] : [sql<boolean>`(created_at, id) < (${last})`]),
    ...(subject === undefined ? [] : [sql<boolean>`concat_ws(' ', subject, subject_name, room_title) ilike ${part}`]),
  ];
}

function rowOf(input: RunInput, state: RunState) {
  return {
    id: input.runId,
    blueprint: input.blueprint,
    document_hash: input.documentHash,
    subject: input.subject,
    state,
    cause: JSON.stringify(input.cause),
    options: JSON.stringify(input.options),
    inputs: input.inputs === undefined ? null : JSON.stringify(input.inputs),
    sealed: input.sealed === undefined ? null : JSON.stringify(input.sealed),
    attempt: input.attempt,
  };
}

function readRow(row: Selectable<RunsTable>): StoredRun {
  const { id, blueprint, subject, attempt, document_hash: documentHash, cause, options, error, remarks } = row;
  const given = readGiven(row);
  return {
    ...readSummary(row),
    input: { runId: id, attempt, blueprint, documentHash, subject, cause, ...given, options },
    ...(error === null ? {} : { error }),
    remarks,
  };
}

/** What a blueprint was given, as it stands in a row. */
export function readGiven({ inputs, sealed }: Given): Pick<RunInput, 'inputs' | 'sealed'> {
  return { ...(inputs === null ? {} : { inputs }), ...(sealed === null ? {} : { sealed }) };
}

function readSummary(row: Selectable<RunsTable>): RunSummary {
  const { id, blueprint, subject, state, cause, room_id: roomId, room_title: title, room_url: url } = row;
  const room = { id: roomId ?? 0, title: title ?? '', ...(url === null ? {} : { url }) };
  return {
    id,
    blueprint,
    subject,
    ...(row.subject_name === null ? {} : { subjectName: row.subject_name }),
    state: readState(state),
    ...reasonOf(row),
    cause,
    createdAt: row.created_at.toISOString(),
    ...(row.ended_at ? { endedAt: row.ended_at.toISOString() } : {}),
    ...(roomId === null ? {} : { room }),
  };
}

function reasonOf({ state, reason, cancel_asked_by: who }: Selectable<RunsTable>): Pick<RunSummary, 'reason'> {
  if (state === 'running' && who !== null) return { reason: `${cancelledBy(who)}: it ends before its next change` };
  return reason === null ? {} : { reason };
}

function readState(state: string): RunState {
  if (isRunState(state)) return state;
  throw new AppError('defect', `The database holds a run in the unknown state "${state}".`);
}
