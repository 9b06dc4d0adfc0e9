import type { FollowUpRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** What followed rooms and close-outs. */
export function createFollowUpRecords(db: Database): FollowUpRecords {
  return {
    async done(owner) {
      const rows = await db.selectFrom('follow_ups').select('follow_up').where('owner', '=', owner).execute();
      return new Set(rows.map((row) => row.follow_up));
    },
    async settle(owner, { id, runId, summary }) {
      await db
        .insertInto('follow_ups')
        .values({ owner, follow_up: id, run_id: runId, summary })
        .onConflict((conflict) => conflict.columns(['owner', 'follow_up']).doNothing())
        .execute();
    },
    async ofRun(runId) {
      const rows = await db
        .selectFrom('follow_ups')
        .select('summary')
        .where('run_id', '=', runId)
        .orderBy('done_at')
        .execute();
      return rows.map((row) => row.summary);
    },
  };
}
