import { sql } from 'kysely';
import type { AlertRecords, DueAlert } from '../reconcile/alerts/alert-records.ts';
import type { Troubles } from '../reconcile/alerts/find-alerts.ts';
import type { Database } from './open-store.ts';

/** Any number will do, as long as nothing else of ours takes it. */
const alertLock = 7_203_116;
/** How long an alert that was taken is left to whoever took it. */
const takenForSeconds = 120;

export function createAlertRecords(db: Database): AlertRecords {
  return {
    raise: ({ topic, subject, text }, { channels, quietSeconds }) =>
      db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${alertLock})`.execute(transaction);
        const lately = await transaction
          .selectFrom('alerts')
          .select('id')
          .where('topic', '=', topic)
          .where('raised_at', '>', sql<Date>`now() - make_interval(secs => ${quietSeconds})`)
          .executeTakeFirst();
        if (lately || channels.length === 0) return false;
        await transaction
          .insertInto('alerts')
          .values(channels.map((channel) => ({ topic, subject, text, channel })))
          .execute();
        return true;
      }),
    async takeDue(limit) {
      const { rows } = await sql<DueAlert>`
        update alerts set due_at = now() + make_interval(secs => ${takenForSeconds}), tries = tries + 1
        where id in (select id from alerts where due_at <= now() order by id limit ${limit} for update skip locked)
        returning id::text, topic, channel, subject, text, tries - 1 as tries`.execute(db);
      return rows;
    },
    async markSent(id) {
      await db
        .updateTable('alerts')
        .set({ due_at: null, sent_at: sql<Date>`now()`, failure: null })
        .where('id', '=', id)
        .execute();
    },
    async markFailed(id, failure, againInSeconds) {
      const due = againInSeconds === undefined ? null : sql<Date>`now() + make_interval(secs => ${againInSeconds})`;
      await db.updateTable('alerts').set({ due_at: due, failure }).where('id', '=', id).execute();
    },
  };
}

interface Row {
  readonly away: number;
  readonly days: number;
  readonly open: number;
}

/** What the database knows of what a person must be told of. */
export async function readTroubles(db: Database, sinceSeconds: number): Promise<Troubles> {
  const [runs, { rows }] = await Promise.all([
    sql<Troubles['runs'][number]>`select blueprint, state, count(*)::int as count,
        (array_agg(id order by ended_at desc))[1:5] as ids
      from runs where state in ('failed', 'needs-owner') and ended_at > now() - make_interval(secs => ${sinceSeconds})
      group by blueprint, state order by blueprint, state`.execute(db),
    sql<Row>`select
      (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from runs
        where state = 'waiting' and error->>'kind' = 'unavailable' and error->'details'->>'template' is not null) as away,
      (select count(*)::int from runs where state = 'waiting' and error->'details'->>'limit' = 'day') as days,
      (select coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 from close_outs) as open`.execute(db),
  ]);
  const [row] = rows;
  return {
    runs: runs.rows,
    portalAwaySeconds: row?.away ?? 0,
    waitForDay: row?.days ?? 0,
    longestOpenSeconds: row?.open ?? 0,
  };
}
