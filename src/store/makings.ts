import type { KeptRoomRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** Kept rooms by the room, for what is not asked by blueprint and key. */
export function createMakings(db: Database): Pick<KeptRoomRecords, 'findByRoom'> {
  return {
    async findByRoom(roomId) {
      const row = await db
        .selectFrom('kept_rooms')
        .select(['blueprint', 'key', 'run_id'])
        .where('room_id', '=', roomId)
        .executeTakeFirst();
      return row && { blueprint: row.blueprint, key: row.key, runId: row.run_id };
    },
  };
}
