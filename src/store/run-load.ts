import { sql } from 'kysely';
import type { RunRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** Waits since the portal did not answer, or answered that it cannot now; what names no call of the portal waits for something else. */
const isAway = sql<boolean>`state = 'waiting' and error->>'kind' = 'unavailable' and error->'details'->>'template' is not null`;

/** Runs in bulk: how much there is to do, and what waits for the portal. */
export function createRunLoad(db: Database): Pick<RunRecords, 'countLoad' | 'countAway' | 'hastenAway'> {
  return {
    async countLoad() {
      const { rows } = await sql<{ waiting: number; open: number; ended: number }>`
        select count(*) filter (where state = 'waiting' and error->'details'->>'limit' = 'day')::int as waiting,
          count(*) filter (where ended_at is null)::int as open,
          count(*) filter (where ended_at > now() - interval '1 day' and state in ('done', 'done-with-remains'))::int as ended
        from runs where ended_at is null or ended_at > now() - interval '1 day'`.execute(db);
      const [load] = rows;
      return { waiting: load?.waiting ?? 0, open: load?.open ?? 0, endedInADay: load?.ended ?? 0 };
    },
    async countAway() {
      const row = await db
        .selectFrom('runs')
        .select((count) => count.fn.countAll<string>().as('runs'))
        .where(isAway)
        .executeTakeFirstOrThrow();
      return Number(row.runs);
    },
    async hastenAway() {
      const hastened = await db
        .updateTable('runs')
        .set({ resume_at: sql<Date>`now()` })
        .where(isAway)
        .executeTakeFirst();
      return Number(hastened.numUpdatedRows);
    },
  };
}
