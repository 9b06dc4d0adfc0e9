import { sql } from 'kysely';
import type { AccessEndRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** The access that runs for a person ended. */
export function createAccessEndRecords(db: Database): AccessEndRecords {
  return {
    async record({ runId, roomId, title, personId, level }) {
      await db
        .insertInto('access_ends')
        .values({ run_id: runId, room_id: roomId, room_title: title, person_id: personId, level })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async withdraw(runId, roomId) {
      await db.deleteFrom('access_ends').where('run_id', '=', runId).where('room_id', '=', roomId).execute();
    },
    async ofRun(runId) {
      const rows = await db
        .selectFrom('access_ends')
        .select(['room_id', 'room_title', 'person_id', 'level'])
        .where('run_id', '=', runId)
        .where('given_back_at', 'is', null)
        .orderBy('room_id')
        .execute();
      return rows.map((row) => ({
        ...{ runId, roomId: row.room_id, title: row.room_title },
        ...{ personId: row.person_id, level: row.level },
      }));
    },
    async giveBack(runId, roomId) {
      await db
        .updateTable('access_ends')
        .set({ given_back_at: sql`now()` })
        .where('run_id', '=', runId)
        .where('room_id', '=', roomId)
        .execute();
    },
  };
}
