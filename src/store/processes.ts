import { sql } from 'kysely';
import type { ProcessRecord, ProcessRecords } from '../engine/heartbeat.ts';
import type { Database } from './open-store.ts';

/** Any number will do, as long as nothing else of ours takes it. */
const takeOverLock = 7_203_114;

/** Signs of life of all processes on this database. */
export function createProcessRecords(db: Database): ProcessRecords {
  return {
    async insert({ id, host, pid, pidStarted }) {
      await db.insertInto('processes').values({ id, host, pid, pid_started: pidStarted }).execute();
    },
    async beat(id) {
      const beaten = await db
        .updateTable('processes')
        .set({ beat_at: sql`now()` })
        .where('id', '=', id)
        .where('taken_over_at', 'is', null)
        .executeTakeFirst();
      return beaten.numUpdatedRows > 0n;
    },
    async list(): Promise<readonly ProcessRecord[]> {
      const rows = await db
        .selectFrom('processes')
        .select(['id', 'host', 'pid', 'pid_started as pidStarted'])
        .select(sql<number>`extract(epoch from now() - beat_at)::float8`.as('secondsSinceBeat'))
        .execute();
      return rows;
    },
    async declareDead(id, olderThanSeconds) {
      const declared = await db
        .updateTable('processes')
        .set({ taken_over_at: sql`coalesce(taken_over_at, now())` })
        .where('id', '=', id)
        .where(
          sql<boolean>`(taken_over_at is not null or beat_at <= now() - make_interval(secs => ${olderThanSeconds}))`,
        )
        .executeTakeFirst();
      return declared.numUpdatedRows > 0n;
    },
    async remove(id) {
      await db.deleteFrom('processes').where('id', '=', id).execute();
    },
    async exclusively(work) {
      await db.transaction().execute(async (transaction) => {
        const { rows } = await sql<{
          locked: boolean;
        }>`select pg_try_advisory_xact_lock(${takeOverLock}) as locked`.execute(transaction);
        if (rows[0]?.locked) await work();
      });
    },
  };
}
