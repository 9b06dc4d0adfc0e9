import { sql } from 'kysely';
import type { SweepRecords } from '../reconcile/sweep/sweep-records.ts';
import type { Database } from './open-store.ts';

export function createSweepRecords(db: Database): SweepRecords {
  return {
    ...createEndRecords(db),
    async claimDue(blueprint, everySeconds) {
      const interval = sql<Date>`make_interval(secs => ${everySeconds})`;
      await db
        .insertInto('sweeps')
        .values({ blueprint, next_at: sql<Date>`now() + ${interval}` })
        // Another interval than before counts from the last sweep.
        .onConflict((conflict) =>
          conflict.column('blueprint').doUpdateSet({
            next_at: sql<Date>`least(sweeps.next_at, coalesce(sweeps.started_at, sweeps.first_seen_at) + ${interval})`,
          }),
        )
        .execute();
      const row = await db
        .updateTable('sweeps')
        .set({ started_at: sql<Date>`now()`, next_at: sql<Date>`now() + make_interval(secs => ${retrySeconds})` })
        .where('blueprint', '=', blueprint)
        .where('next_at', '<=', sql<Date>`now()`)
        .returning('started_at')
        .executeTakeFirst();
      return row?.started_at?.toISOString();
    },
  };
}

function createEndRecords(db: Database): Pick<SweepRecords, 'end' | 'fail' | 'list'> {
  return {
    async end(blueprint, everySeconds, report) {
      await db
        .updateTable('sweeps')
        .set({
          ...{ report: JSON.stringify(report), failure: null, ended_at: sql<Date>`now()` },
          next_at: sql<Date>`started_at + make_interval(secs => ${everySeconds})`,
        })
        .where('blueprint', '=', blueprint)
        .execute();
    },
    async fail(blueprint, failure) {
      await db
        .updateTable('sweeps')
        .set({ failure, ended_at: sql<Date>`now()` })
        .where('blueprint', '=', blueprint)
        .execute();
    },
    async list() {
      const rows = await db
        .selectFrom('sweeps')
        .select(['blueprint', 'report', 'failure', 'ended_at'])
        .where('ended_at', 'is not', null)
        .orderBy('blueprint')
        .execute();
      return rows.map(({ blueprint, report, failure, ended_at: endedAt }) => ({
        ...{ blueprint, endedAt: endedAt?.toISOString() ?? '' },
        ...(report ? { report } : {}),
        ...(failure === null ? {} : { failure }),
      }));
    },
  };
}

/** One that failed, or whose process died, is made up for soon. */
const retrySeconds = 600;
