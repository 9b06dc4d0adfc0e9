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

/** Each part is read by an index or from a table that stays small, but for the runs, which are counted. */
export async function readStanding(db: Database): Promise<StoredStanding> {
  const [runs, { rows }] = await Promise.all([
    db
      .selectFrom('runs')
      .select(['blueprint', 'state', (count) => count.fn.countAll<string>().as('count')])
      .groupBy(['blueprint', 'state'])
      .execute(),
    sql<Ages>`select
      (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from runs where state = 'queued') as queued,
      (select coalesce(extract(epoch from now() - min(received_at)), 0)::float8 from deliveries where state = 'stored') as delivery,
      (select count(*)::int from close_outs where opened_at is not null) as open_rooms,
      (select coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 from close_outs) as longest_open,
      (select count(*)::int from processes where taken_over_at is null and beat_at > now() - interval '10 s') as processes,
      (select coalesce(sum(taken), 0)::int from portal_calls where slot_at > now() - interval '60 s') as calls,
      (select coalesce(sum(taken), 0)::int from portal_writes where hour_at > now() - interval '24 h') as writes,
      (select count(*)::int from alerts where due_at is not null) as alerts`.execute(db),
  ]);
  const [ages] = rows;
  if (!ages) throw new AppError('defect', 'The database told nothing of how things stand.');
  return {
    runs: runs.map(({ blueprint, state, count }) => ({ blueprint, state, count: Number(count) })),
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
