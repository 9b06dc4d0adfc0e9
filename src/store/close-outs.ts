import { type RawBuilder, sql } from 'kysely';
import type { CloseOutRecords } from '../runs/records.ts';
import { createBegunRecords } from './begun-close-outs.ts';
import type { Database } from './open-store.ts';

/**
 * Whether the room of a run is out of the Archive for a close-out: for its own, or for one that another run has written down and that it
 * goes on with.
 */
export function isRoomOpen(runId: string): RawBuilder<boolean> {
  const subject = sql`select subject from runs where id = ${runId}`;
  return sql`exists (select from close_outs where opened_at is not null
    and (run_id = ${runId} or 'room:' || room_id = (${subject})))`;
}

export function createCloseOutRecords(db: Database): CloseOutRecords {
  return {
    async isKept(roomId) {
      const row = await db.selectFrom('kept_rooms').select('id').where('room_id', '=', roomId).executeTakeFirst();
      return row !== undefined;
    },
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
    ...createBegunRecords(db),
    async open(runId) {
      await db
        .updateTable('close_outs')
        // Still open from before: it has been open since then.
        .set({ opened_at: sql`coalesce(opened_at, now())` })
        .where('run_id', '=', runId)
        .execute();
    },
    async isOpen(runId) {
      const { isOpen } = await db.selectNoFrom(isRoomOpen(runId).as('isOpen')).executeTakeFirstOrThrow();
      return isOpen;
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
