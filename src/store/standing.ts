import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { Standing } from '../telemetry/standing.ts';
import type { Database } from './open-store.ts';

/** What the database knows of how the installation stands; limits are the caller's to add. */
export type StoredStanding = Omit<Standing, 'budget'> & { readonly calls: number; readonly writes: number };

interface Ages {
  readonly queued: number;
  readonly delivery: number;
  readonly open_rooms: number;
  readonly longest_open: number;
  readonly processes: number;
  readonly calls: number;
  readonly writes: number;
  readonly alerts: number;
}

/** For how long counts of runs are told again: whatever asks, and however often, the runs are counted at most four times a minute. */
const countsKeptMs = 15_000;

/**
 * Answers a reader of how things stand. Each part is read by an index or from a table that stays small, but for the runs, which are
 * counted: their counts may be 15 seconds old. Those who ask while they are being counted wait for the same count; one that failed is
 * not kept. `now` is a clock in milliseconds that does not go back.
 */
export function createStandingReader(db: Database, now = () => performance.now()): () => Promise<StoredStanding> {
  let kept: { readonly counts: Promise<StoredStanding['runs']>; readonly at: number } | undefined;

  function countRunsAtTimes(): Promise<StoredStanding['runs']> {
    if (kept && now() - kept.at < countsKeptMs) return kept.counts;
    const counting = { counts: countRuns(db), at: now() };
    kept = counting;
    counting.counts.catch(() => {
      if (kept === counting) kept = undefined;
    });
    return counting.counts;
  }

  return async () => {
    const [runs, ages] = await Promise.all([countRunsAtTimes(), readAges(db)]);
    return { runs, ...ages };
  };
}

async function countRuns(db: Database): Promise<StoredStanding['runs']> {
  const counts = await db
    .selectFrom('runs')
    .select(['blueprint', 'state', (count) => count.fn.countAll<string>().as('count')])
    .groupBy(['blueprint', 'state'])
    .execute();
  return counts.map(({ blueprint, state, count }) => ({ blueprint, state, count: Number(count) }));
}

async function readAges(db: Database): Promise<Omit<StoredStanding, 'runs'>> {
  const { rows } = await sql<Ages>`select
      (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from runs where ended_at is null and state = 'queued') as queued,
      (select coalesce(extract(epoch from now() - min(received_at)), 0)::float8 from deliveries where state = 'stored') as delivery,
      (select count(*)::int from close_outs where opened_at is not null) as open_rooms,
      (select coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 from close_outs) as longest_open,
      (select count(*)::int from processes where taken_over_at is null and beat_at > now() - interval '10 s') as processes,
      (select coalesce(sum(taken), 0)::int from portal_calls where slot_at > now() - interval '60 s') as calls,
      (select coalesce(sum(taken), 0)::int from portal_writes where hour_at > now() - interval '24 h') as writes,
      (select count(*)::int from alerts where due_at is not null) as alerts`.execute(db);
  const [ages] = rows;
  if (!ages) throw new AppError('defect', 'The database told nothing of how things stand.');
  return {
    oldestQueuedSeconds: ages.queued,
    oldestDeliverySeconds: ages.delivery,
    openRooms: ages.open_rooms,
    longestOpenSeconds: ages.longest_open,
    processes: ages.processes,
    calls: ages.calls,
    writes: ages.writes,
    unsentAlerts: ages.alerts,
  };
}
