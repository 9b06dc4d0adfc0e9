import { sql } from 'kysely';
import type { DailyRecords } from '../runs/daily-limits.ts';
import type { Database } from './open-store.ts';

const today = sql<string>`(now() at time zone 'utc')::date`;

/** Places of a day, taken one by one. */
export function createDailyRecords(db: Database): DailyRecords {
  return {
    take: (purpose, uses, limit) =>
      db.transaction().execute((transaction) => take(transaction, { purpose, uses, limit })),
    async markDone({ kind, blueprint }, use) {
      await db
        .updateTable('daily_uses')
        .set({ done_at: sql`now()` })
        .where('kind', '=', kind)
        .where('blueprint', '=', blueprint)
        .where('use_key', '=', use)
        .execute();
    },
    async raise({ kind, blueprint }, extra) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('daily_raises')
          .values({ kind, blueprint, day: today, extra })
          .onConflict((conflict) =>
            conflict
              .columns(['kind', 'blueprint', 'day'])
              .doUpdateSet({ extra: sql<number>`daily_raises.extra + excluded.extra` }),
          )
          .execute();
        await transaction
          .updateTable('runs')
          .set({ resume_at: sql`now()` })
          .where('state', '=', 'waiting')
          .where('blueprint', '=', blueprint)
          .where(sql<string>`error -> 'details' ->> 'dailyLimit'`, '=', kind)
          .execute();
      });
    },
    today: () => listToday(db),
    async secondsUntilTomorrow() {
      const { rows } = await sql<{ seconds: number }>`
        select ceil(extract(epoch from (now() at time zone 'utc')::date + 1 - (now() at time zone 'utc')))::int as seconds
      `.execute(db);
      return rows[0]?.seconds ?? 0;
    },
  };
}

type Purpose = Parameters<DailyRecords['take']>[0];

interface Taking {
  readonly purpose: Purpose;
  readonly uses: readonly string[];
  readonly limit: number;
}

async function take(db: Database, { purpose, uses, limit }: Taking): ReturnType<DailyRecords['take']> {
  const { kind, blueprint } = purpose;
  // One after another for one blueprint: else two could take the last place.
  await sql`select pg_advisory_xact_lock(hashtext(${`daily ${kind} ${blueprint}`}))`.execute(db);
  const known = await takenOf(db, purpose, uses);
  const fresh = [...new Set(uses)].filter((use) => !known.has(use));
  const left = fresh.length === 0 ? 0 : await countLeft(db, purpose, limit);
  const admitted = fresh.slice(0, Math.max(0, left));
  if (admitted.length > 0) {
    const rows = admitted.map((use) => ({ kind, blueprint, use_key: use, day: today }));
    await db.insertInto('daily_uses').values(rows).execute();
  }
  return new Map([...known, ...admitted.map((use) => [use, 'open'] as const)]);
}

async function takenOf(db: Database, { kind, blueprint }: Purpose, uses: readonly string[]) {
  if (uses.length === 0) return new Map<string, 'open' | 'done'>();
  const rows = await db
    .selectFrom('daily_uses')
    .select(['use_key', 'done_at'])
    .where('kind', '=', kind)
    .where('blueprint', '=', blueprint)
    .where('use_key', 'in', [...uses])
    .execute();
  return new Map(rows.map((row) => [row.use_key, row.done_at === null ? ('open' as const) : ('done' as const)]));
}

async function countLeft(db: Database, { kind, blueprint }: Purpose, limit: number): Promise<number> {
  const { used } = await db
    .selectFrom('daily_uses')
    .select((count) => count.fn.countAll<string>().as('used'))
    .where('kind', '=', kind)
    .where('blueprint', '=', blueprint)
    .where('day', '=', today)
    .executeTakeFirstOrThrow();
  const raised = await db
    .selectFrom('daily_raises')
    .select('extra')
    .where('kind', '=', kind)
    .where('blueprint', '=', blueprint)
    .where('day', '=', today)
    .executeTakeFirst();
  return limit + (raised?.extra ?? 0) - Number(used);
}

async function listToday(db: Database): ReturnType<DailyRecords['today']> {
  const { rows } = await sql<{
    kind: Purpose['kind'];
    blueprint: string;
    used: number;
    extra: number;
    waiting: number;
  }>`
    with uses as (select kind, blueprint, count(*)::int as used from daily_uses where day = ${today} group by 1, 2),
    raises as (select kind, blueprint, extra from daily_raises where day = ${today}),
    waits as (
      select error -> 'details' ->> 'dailyLimit' as kind, blueprint, count(*)::int as waiting from runs
      where state = 'waiting' and error -> 'details' ->> 'dailyLimit' is not null group by 1, 2
    )
    select kind, blueprint, coalesce(used, 0) as used, coalesce(extra, 0) as extra, coalesce(waiting, 0) as waiting
    from uses full join raises using (kind, blueprint) full join waits using (kind, blueprint)
    order by blueprint, kind
  `.execute(db);
  return rows;
}
