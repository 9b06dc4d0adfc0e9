import { sql } from 'kysely';
import type { KeptRoomRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';
import { readGiven } from './runs.ts';

/** Items that are access of people: what runs gave, and what people gave in the portal, of which only the end is ours. */
export const isAccess = sql<boolean>`kept_items.item ~ '^(member|guest):'`;

/** Access that ends: rows that a schedule turns into runs. */
export function createExpiryRecords(db: Database): Pick<KeptRoomRecords, 'listDue' | 'settleItems' | 'reviveItems'> {
  return {
    async listDue(limit) {
      const rows = await db
        .selectFrom('kept_rooms')
        .innerJoin('kept_items', 'kept_items.kept_room_id', 'kept_rooms.id')
        .select(['kept_rooms.id', 'blueprint', 'subject', 'document_hash', 'inputs', 'sealed'])
        .select(sql<Date>`min(kept_items.expires_at)`.as('due_since'))
        .where('expires_at', '<=', sql<Date>`now()`)
        .where('settled_at', 'is', null)
        // Links end by themselves.
        .where(isAccess)
        .where('room_id', 'is not', null)
        .groupBy('kept_rooms.id')
        .orderBy('due_since')
        .limit(limit)
        .execute();
      return rows.flatMap(({ id, blueprint, subject, document_hash: documentHash, due_since: dueSince, ...given }) =>
        documentHash === null
          ? []
          : [{ id, blueprint, subject, documentHash, dueSince: dueSince.toISOString(), ...readGiven(given) }],
      );
    },
    async settleItems(id, items) {
      if (items.length === 0) return;
      await db
        .updateTable('kept_items')
        .set({ settled_at: sql`now()` })
        .where('kept_room_id', '=', id)
        .where('item', 'in', [...items])
        .execute();
    },
    async reviveItems(id, items) {
      if (items.length === 0) return;
      await db
        .updateTable('kept_items')
        .set({ settled_at: null })
        .where('kept_room_id', '=', id)
        .where('item', 'in', [...items])
        .execute();
    },
  };
}
