import { sql } from 'kysely';
import type { DeliveryRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** From how many pauses it is told what is usual. */
const fewestPauses = 20;

/** Deliveries of the portal's webhook: each event once, however often it is sent. */
export function createDeliveryRecords(db: Database): DeliveryRecords {
  return {
    async insert({ eventId, trigger, entityId, eventCreatedAt, actorId }) {
      const inserted = await db
        .insertInto('deliveries')
        .values({
          event_id: eventId,
          trigger,
          entity_id: entityId,
          event_created_at: eventCreatedAt,
          actor_id: actorId ?? null,
          state: 'stored',
        })
        .onConflict((conflict) =>
          conflict.columns(['event_id', 'trigger', 'entity_id', 'event_created_at']).doNothing(),
        )
        .returning('id')
        .executeTakeFirst();
      return inserted?.id;
    },
    async lastReceived() {
      const newest = await db
        .selectFrom('deliveries')
        .select('received_at')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return newest?.received_at;
    },
    async longestSilenceMs() {
      const { rows } = await sql<{ pauses: number; longest_ms: number | null }>`
        select count(pause)::int as pauses, (extract(epoch from max(pause)) * 1000)::float8 as longest_ms
        from (select received_at - lag(received_at) over (order by received_at) as pause from deliveries
          where received_at > now() - interval '30 days') as pauses`.execute(db);
      const [found] = rows;
      return found && found.pauses >= fewestPauses ? (found.longest_ms ?? undefined) : undefined;
    },
    async markDispatched(id, runIds) {
      await db
        .updateTable('deliveries')
        .set({ state: 'dispatched', run_ids: [...runIds] })
        .where('id', '=', id)
        .execute();
    },
    listLeft: (olderThanSeconds, limit) => listLeft(db, olderThanSeconds, limit),
  };
}

async function listLeft(
  db: Database,
  olderThanSeconds: number,
  limit: number,
): ReturnType<DeliveryRecords['listLeft']> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('state', '=', 'stored')
    .where('received_at', '<=', sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    eventId: row.event_id,
    trigger: row.trigger,
    entityId: row.entity_id,
    eventCreatedAt: row.event_created_at,
    ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
  }));
}
