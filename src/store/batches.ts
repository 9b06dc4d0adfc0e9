import { sql } from 'kysely';
import type { BatchRowView, BatchView } from '../http/page-parts.ts';
import { isRunState } from '../runs/run.ts';
import type { Database } from './open-store.ts';

export interface NewBatch {
  readonly id: string;
  readonly blueprint: string;
  readonly documentHash: string;
  readonly file: string;
  readonly who: string;
  readonly headings: readonly string[];
  readonly delimiter: string;
  readonly rows: readonly NewBatchRow[];
}

interface NewBatchRow {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  /** Sealed; undefined for a row that is wrong. */
  readonly target?: string;
  readonly error?: string;
}

/** A row whose run is still to be queued. */
export interface LeftRow {
  readonly batchId: string;
  readonly row: number;
  readonly target: string;
  readonly documentHash: string;
  readonly who: string;
}

/** CSV files that were handed in, row by row. */
export interface BatchRecords {
  /** Keeps all rows at once, or none. Keeping the same id again does nothing. */
  insert(batch: NewBatch): Promise<void>;
  /** The first rows without a run. */
  listLeft(limit: number): Promise<readonly LeftRow[]>;
  settle(row: Pick<LeftRow, 'batchId' | 'row'>, outcome: { runId: string } | { error: string }): Promise<void>;
  list(limit: number): Promise<readonly BatchView[]>;
  find(
    id: string,
  ): Promise<(BatchView & { readonly headings: readonly string[]; readonly delimiter: string }) | undefined>;
  rows(id: string): Promise<readonly BatchRowView[]>;
}

/** So many rows are written with one statement. */
const piece = 500;

export function createBatchRecords(db: Database): BatchRecords {
  return { ...createWrites(db), ...createReads(db) };
}

function createWrites(db: Database): Pick<BatchRecords, 'insert' | 'listLeft' | 'settle'> {
  return {
    async insert({ id, blueprint, documentHash, file, who, headings, delimiter, rows }) {
      await db.transaction().execute(async (transaction) => {
        const head = { id, blueprint, document_hash: documentHash, file, who, headings: [...headings], delimiter };
        const inserted = await transaction
          .insertInto('batches')
          .values(head)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 0n) return;
        for (let from = 0; from < rows.length; from += piece) {
          const values = rows.slice(from, from + piece).map(({ row, line, cells, target, error }) => ({
            ...{ batch_id: id, row, line, cells: [...cells], target: target ?? null, error: error ?? null },
          }));
          await transaction.insertInto('batch_rows').values(values).execute();
        }
      });
    },
    async listLeft(limit) {
      const rows = await db
        .selectFrom('batch_rows')
        .innerJoin('batches', 'batches.id', 'batch_rows.batch_id')
        .select(['batch_id', 'row', 'target', 'document_hash', 'who'])
        .where('run_id', 'is', null)
        .where('error', 'is', null)
        .orderBy('batches.created_at')
        .orderBy('row')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        ...{ batchId: row.batch_id, row: row.row, target: row.target ?? '', documentHash: row.document_hash },
        who: row.who,
      }));
    },
    async settle({ batchId, row }, outcome) {
      await db
        .updateTable('batch_rows')
        .set('runId' in outcome ? { run_id: outcome.runId, target: null } : { error: outcome.error, target: null })
        .where('batch_id', '=', batchId)
        .where('row', '=', row)
        .execute();
    },
  };
}

const stateOfRow = sql<string>`case when batch_rows.run_id is null
  then case when batch_rows.error is null then 'not-started' else 'refused' end
  else coalesce(runs.state, 'queued') end`;

function createReads(db: Database): Pick<BatchRecords, 'list' | 'find' | 'rows'> {
  const summaries = (limit: number, id?: string) =>
    db
      .selectFrom('batches')
      .selectAll()
      .where((row) => (id === undefined ? sql<boolean>`true` : row('id', '=', id)))
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();

  async function count(ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
    const counts = new Map<string, Record<string, number>>();
    if (ids.length === 0) return counts;
    const rows = await db
      .selectFrom('batch_rows')
      .leftJoin('runs', 'runs.id', 'batch_rows.run_id')
      .select(['batch_id', stateOfRow.as('state'), sql<string>`count(*)`.as('rows')])
      .where('batch_id', 'in', ids)
      .groupBy(['batch_id', stateOfRow])
      .execute();
    for (const { batch_id: id, state, rows: number } of rows)
      counts.set(id, { ...counts.get(id), [state]: Number(number) });
    return counts;
  }

  return {
    async list(limit) {
      const found = await summaries(limit);
      const counts = await count(found.map(({ id }) => id));
      return found.map((row) => describe(row, counts.get(row.id) ?? {}));
    },
    async find(id) {
      const [found] = await summaries(1, id);
      if (!found) return undefined;
      const { headings, delimiter } = found;
      return { ...describe(found, (await count([id])).get(id) ?? {}), headings, delimiter };
    },
    async rows(id) {
      const rows = await db
        .selectFrom('batch_rows')
        .leftJoin('runs', 'runs.id', 'batch_rows.run_id')
        .select(['row', 'line', 'cells', 'run_id', 'batch_rows.error', stateOfRow.as('state')])
        .select(['runs.reason', 'runs.error as failure', 'room_id', 'room_title', 'room_url'])
        .where('batch_id', '=', id)
        .orderBy('row')
        .execute();
      return rows.map(({ failure, ...row }) => readRow({ ...row, failure: failure?.message ?? null }));
    },
  };
}

interface HeadRow {
  readonly id: string;
  readonly blueprint: string;
  readonly file: string;
  readonly who: string;
  readonly created_at: Date;
}

function describe(
  { id, blueprint, file, who, created_at: createdAt }: HeadRow,
  { refused = 0, ...states }: Readonly<Record<string, number>>,
): BatchView {
  const total = Object.values(states).reduce((sum, rows) => sum + rows, refused);
  return { id, blueprint, file, who, createdAt: createdAt.toISOString(), total, refused, states };
}

interface RowRow {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly run_id: string | null;
  readonly error: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly failure: string | null;
  readonly room_id: number | null;
  readonly room_title: string | null;
  readonly room_url: string | null;
}

function readRow(found: RowRow): BatchRowView {
  const { row, line, cells, run_id: runId, state, room_id: roomId, room_title: title, room_url: url } = found;
  const reason = found.error ?? found.failure ?? found.reason;
  return {
    ...{ row, line, cells },
    state: isRunState(state) || state === 'refused' ? state : 'not-started',
    ...(runId === null ? {} : { runId }),
    ...(reason === null ? {} : { reason }),
    ...(roomId === null ? {} : { room: { id: roomId, title: title ?? '', ...(url === null ? {} : { url }) } }),
  };
}
