import type { AcceptedDelivery } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** A delivery with the runs that it started. */
export interface StoredDelivery extends AcceptedDelivery {
  readonly id: string;
  readonly receivedAt: string;
  readonly state: 'stored' | 'dispatched';
  readonly runIds: readonly string[];
}

/** Deliveries as people look at them, the newest first. */
export interface DeliveryViews {
  list(query: { readonly limit: number; readonly before?: string }): Promise<readonly StoredDelivery[]>;
  find(id: string): Promise<StoredDelivery | undefined>;
  addRuns(id: string, runIds: readonly string[]): Promise<void>;
}

export function createDeliveryViews(db: Database): DeliveryViews {
  const find = async (id: string): Promise<StoredDelivery | undefined> => {
    const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
    return row && readDelivery(row);
  };
  return {
    find,
    async list({ limit, before }) {
      let query = db.selectFrom('deliveries').selectAll().orderBy('id', 'desc').limit(limit);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.execute()).map(readDelivery);
    },
    async addRuns(id, runIds) {
      const delivery = await find(id);
      if (!delivery) return;
      await db
        .updateTable('deliveries')
        .set({ run_ids: [...new Set([...delivery.runIds, ...runIds])] })
        .where('id', '=', id)
        .execute();
    },
  };
}

interface Row {
  readonly id: string;
  readonly event_id: number;
  readonly trigger: string;
  readonly entity_id: string;
  readonly event_created_at: string;
  readonly actor_id: string | null;
  readonly state: 'stored' | 'dispatched';
  readonly run_ids: readonly string[];
  readonly received_at: Date;
}

function readDelivery(row: Row): StoredDelivery {
  return {
    ...{ id: row.id, eventId: row.event_id, trigger: row.trigger, entityId: row.entity_id, state: row.state },
    ...{ eventCreatedAt: row.event_created_at, runIds: row.run_ids, receivedAt: row.received_at.toISOString() },
    ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
  };
}
