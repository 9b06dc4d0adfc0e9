import { sql } from 'kysely';
import type { BudgetRecords, Taken } from '../docspace/shared-budget.ts';
import type { Database } from './open-store.ts';

/** Any number will do, as long as nothing else of ours takes it. */
const budgetLock = 7_203_115;

const slotSeconds = 1;
/**
 * How long a call counts: the minute, the slot that it falls in, the time that it may be held, and a second on its way. The portal's
 * window slides (DocSpace server, BaseStartup.cs).
 */
const minuteSeconds = 60 + 2 * slotSeconds + 1;
/**
 * How long a write counts. The portal's day begins with some first write and not at midnight (RedisRateLimiting, fixed window): what no
 * 24 hours may hold, no such day holds. Two hours more for the hour that it falls in, and for the time that it may be held.
 */
const dayHours = 26;
const hourMs = 3_600_000;

/** How the day's writes stand. */
export interface WritesUse {
  /** Taken in the last day, as far as they count. */
  readonly used: number;
}

export function createBudgetRecords(db: Database): BudgetRecords & { writesUse(): Promise<WritesUse> } {
  return {
    takeCalls: (wanted, limit) => inTurn(db, (transaction) => takeCalls(transaction, wanted, limit)),
    takeWrites: (wanted, limit) => inTurn(db, (transaction) => takeWrites(transaction, wanted, limit)),
    async writesUse() {
      const row = await db
        .selectFrom('portal_writes')
        .select(sql<number>`coalesce(sum(taken), 0)::int`.as('used'))
        .where('hour_at', '>', sql<Date>`now() - make_interval(hours => ${dayHours})`)
        .executeTakeFirstOrThrow();
      return row;
    },
  };
}

function inTurn<T>(db: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${budgetLock})`.execute(transaction);
    return work(transaction);
  });
}

async function takeCalls(db: Database, wanted: number, limit: number): Promise<Taken> {
  const { rows } = await sql<{ used: number; oldest_ms: number | null }>`
    select coalesce(sum(taken), 0)::int as used,
      (extract(epoch from min(slot_at) + make_interval(secs => ${minuteSeconds}) - clock_timestamp()) * 1000)::float8 as oldest_ms
    from portal_calls where slot_at > clock_timestamp() - make_interval(secs => ${minuteSeconds}) and taken > 0`.execute(
    db,
  );
  const used = rows[0]?.used ?? 0;
  const oldestMs = rows[0]?.oldest_ms;
  const granted = Math.max(0, Math.min(wanted, limit - used));
  if (granted === 0) return { granted, waitMs: Math.max(100, oldestMs ?? 1_000) };
  await sql`insert into portal_calls (slot_at, taken)
    values (to_timestamp(floor(extract(epoch from clock_timestamp()) / ${slotSeconds}) * ${slotSeconds}), ${granted})
    on conflict (slot_at) do update set taken = portal_calls.taken + excluded.taken`.execute(db);
  await sql`delete from portal_calls where slot_at < clock_timestamp() - make_interval(secs => ${4 * minuteSeconds})`.execute(
    db,
  );
  return { granted, waitMs: 0 };
}

async function takeWrites(db: Database, wanted: number, limit: number): Promise<Taken> {
  const { rows } = await sql<{ hour_at: Date; taken: number; now: Date }>`
    select hour_at, taken, clock_timestamp() as now from portal_writes
    where hour_at > clock_timestamp() - make_interval(hours => ${dayHours}) order by hour_at`.execute(db);
  const used = rows.reduce((sum, { taken }) => sum + taken, 0);
  const granted = Math.max(0, Math.min(wanted, limit - used));
  if (granted === 0) return { granted, waitMs: waitForMore(rows, used + 1 - limit) };
  await sql`insert into portal_writes (hour_at, taken) values (date_trunc('hour', clock_timestamp()), ${granted})
    on conflict (hour_at) do update set taken = portal_writes.taken + excluded.taken`.execute(db);
  await sql`delete from portal_writes where hour_at < clock_timestamp() - interval '7 days'`.execute(db);
  return { granted, waitMs: 0 };
}

/** Until enough of the oldest hours count no more. */
function waitForMore(rows: readonly { hour_at: Date; taken: number; now: Date }[], needed: number): number {
  let freed = 0;
  for (const { hour_at: hour, taken, now } of rows) {
    freed += taken;
    if (freed >= needed) return Math.max(1_000, hour.getTime() + dayHours * hourMs - now.getTime());
  }
  return hourMs;
}
