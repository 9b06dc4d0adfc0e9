import { sql } from 'kysely';
import type { PolledRecords, Seen } from '../reconcile/records.ts';
import type { Database } from './open-store.ts';

/** The row that says that a round has seen all of its kind. Nobody and no room has this id. */
const begun = { id: '0', signature: 'begun' } as const;

/** What polls have seen of the portal. */
export function createPolledRecords(db: Database): PolledRecords {
  async function see(kind: string, round: string, seen: readonly Seen[]): Promise<void> {
    if (seen.length === 0) return;
    await db
      .insertInto('polled')
      .values(seen.map(({ id, signature }) => ({ kind, entity_id: id, signature, round })))
      .onConflict((conflict) =>
        conflict.columns(['kind', 'entity_id']).doUpdateSet((row) => ({
          signature: row.ref('excluded.signature'),
          round: row.ref('excluded.round'),
        })),
      )
      .execute();
  }

  return {
    async isBegun(kind) {
      const rows = db.selectFrom('polled').select('kind').where('kind', '=', kind).where('entity_id', '=', begun.id);
      return (await rows.executeTakeFirst()) !== undefined;
    },
    begin: (kind, round) => see(kind, round, [begun]),
    async signatures(kind, ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('polled')
        .select(['entity_id', 'signature'])
        .where('kind', '=', kind)
        .where('entity_id', 'in', [...ids])
        .execute();
      return new Map(rows.map((row) => [row.entity_id, row.signature]));
    },
    see,
    async forgetOthers(kind, round) {
      await db.deleteFrom('polled').where('kind', '=', kind).where('round', '<>', round).execute();
    },
    async keptFor(blueprint, subjects) {
      if (subjects.length === 0) return new Set();
      const rows = await db
        .selectFrom('kept_rooms')
        .select('subject')
        .where('blueprint', '=', blueprint)
        .where('subject', 'in', [...subjects])
        .where('state', '<>', sql.lit('making'))
        .execute();
      return new Set(rows.map(({ subject }) => subject));
    },
  };
}
