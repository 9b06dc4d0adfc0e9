import { sql } from 'kysely';
import type { BegunCloseOut, CloseOutRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

type BegunRecords = Pick<
  CloseOutRecords,
  'begin' | 'findBegun' | 'isSettled' | 'beganBeside' | 'linksOf' | 'recordLinks' | 'recordLeft' | 'leftAs' | 'settle'
>;

/** What close-outs wrote down before their first write, until they have told of their end. */
export function createBegunRecords(db: Database): BegunRecords {
  return {
    ...createLeftRecords(db),
    async begin({ runId, roomId, blueprint, time, work }) {
      const row = { run_id: runId, room_id: roomId, owner_id: work.stored.ownerId, blueprint };
      await db
        .insertInto('close_outs')
        .values({ ...row, opened_at: null, work: JSON.stringify(work), began_at: time })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async findBegun(roomId, blueprint): Promise<BegunCloseOut | undefined> {
      const row = await db
        .selectFrom('close_outs')
        .select(['run_id', 'began_at', 'work', 'opened_at'])
        .where('room_id', '=', roomId)
        .where('blueprint', '=', blueprint)
        .where('settled_at', 'is', null)
        .orderBy('began_at')
        .limit(1)
        .executeTakeFirst();
      if (!row?.work) return undefined;
      return { runId: row.run_id, time: row.began_at.toISOString(), work: row.work, isOpen: row.opened_at !== null };
    },
    async isSettled(runId) {
      const row = await db.selectFrom('close_outs').select('settled_at').where('run_id', '=', runId).executeTakeFirst();
      return row !== undefined && row.settled_at !== null;
    },
    beganBeside: (runId) => beganBeside(db, runId),
    async linksOf(runId) {
      const row = await db.selectFrom('close_outs').select('work').where('run_id', '=', runId).executeTakeFirst();
      return row?.work?.links ?? [];
    },
    async recordLinks(runId, links) {
      await db
        .updateTable('close_outs')
        .set({ work: sql`jsonb_set(work, '{links}', ${JSON.stringify(links)}::jsonb)` })
        .where('run_id', '=', runId)
        .execute();
    },
    async settle(runId) {
      await db
        .updateTable('close_outs')
        // Who was removed stands in the report; it is kept here only as long as it is needed to go on.
        .set({ settled_at: sql`now()`, work: null })
        .where('run_id', '=', runId)
        .execute();
    },
  };
}

async function beganBeside(db: Database, runId: string): Promise<boolean> {
  const isSameSecond = sql<boolean>`date_trunc('second', other.began_at) = date_trunc('second', own.began_at)`;
  const row = await db
    .selectFrom('close_outs as own')
    .innerJoin('close_outs as other', (join) => join.on(isSameSecond))
    .select('other.run_id')
    .where('own.run_id', '=', runId)
    .where('other.run_id', '<>', runId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function createLeftRecords(db: Database): Pick<BegunRecords, 'recordLeft' | 'leftAs'> {
  return {
    async recordLeft(runId, changedAt) {
      await db.updateTable('close_outs').set({ left_as: changedAt }).where('run_id', '=', runId).execute();
    },
    async leftAs(roomId) {
      const row = await db
        .selectFrom('close_outs')
        .select('left_as')
        .where('room_id', '=', roomId)
        .where('left_as', 'is not', null)
        .orderBy('began_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.left_as ?? undefined;
    },
  };
}
