import { sql } from 'kysely';
import type { CloseOutRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

export function createCloseOutRecords(db: Database): CloseOutRecords {
  return {
    ...createEndings(db),
    ...createRenewals(db),
    async isKept(roomId) {
      const row = await db.selectFrom('kept_rooms').select('id').where('room_id', '=', roomId).executeTakeFirst();
      return row !== undefined;
    },
    async open(runId, roomId, ownerId) {
      await db
        .insertInto('close_outs')
        .values({ run_id: runId, room_id: roomId, owner_id: ownerId, opened_at: sql`now()` })
        // Still open from before: it has been open since then.
        .onConflict((conflict) =>
          conflict.column('run_id').doUpdateSet({ opened_at: sql`coalesce(close_outs.opened_at, now())` }),
        )
        .execute();
    },
    async isOpen(runId) {
      const row = await db.selectFrom('close_outs').select('opened_at').where('run_id', '=', runId).executeTakeFirst();
      return row?.opened_at !== undefined && row.opened_at !== null;
    },
    async close(runId) {
      const sinceMs = sql<string>`coalesce(extract(epoch from now() - opened_at) * 1000, 0)::bigint`;
      const row = await db
        .updateTable('close_outs')
        .set({ open_ms: sql<string>`open_ms + ${sinceMs}`, opened_at: null })
        .where('run_id', '=', runId)
        .returning('open_ms')
        .executeTakeFirst();
      return Number(row?.open_ms ?? 0);
    },
    async leftOpen(olderThanSeconds) {
      const rows = await db
        .selectFrom('close_outs')
        .select(['run_id', 'room_id'])
        .where('opened_at', '<=', sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`)
        .execute();
      return rows.map((row) => ({ runId: row.run_id, roomId: row.room_id }));
    },
  };
}

function createEndings(db: Database): Pick<CloseOutRecords, 'keepEnding' | 'ending'> {
  return {
    async keepEnding(runId, ending) {
      await db
        .insertInto('close_out_endings')
        .values({ run_id: runId, ending: JSON.stringify(ending) })
        .onConflict((conflict) => conflict.column('run_id').doNothing())
        .execute();
    },
    async ending(runId) {
      const found = db.selectFrom('close_out_endings').select('ending').where('run_id', '=', runId);
      return (await found.executeTakeFirst())?.ending;
    },
  };
}

function createRenewals(db: Database): Pick<CloseOutRecords, 'renewedLinks' | 'recordRenewed'> {
  return {
    async renewedLinks(roomId) {
      const rows = await db.selectFrom('renewed_links').select('link_id').where('room_id', '=', roomId).execute();
      return new Set(rows.map((row) => row.link_id));
    },
    async recordRenewed(roomId, linkId) {
      await db
        .insertInto('renewed_links')
        .values({ room_id: roomId, link_id: linkId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
