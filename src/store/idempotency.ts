import { sql } from 'kysely';
import type { IdempotencyRecords } from '../http/api/idempotency.ts';
import type { Database } from './open-store.ts';

/** Keys of requests that may come again. One that is older than a day counts no more. */
export function createIdempotencyRecords(db: Database): IdempotencyRecords {
  return {
    async keep({ scope, key, bodyHash }) {
      const row = await db
        .insertInto('idempotency_keys')
        .values({ scope, key, body_hash: bodyHash })
        .onConflict((conflict) =>
          conflict.columns(['scope', 'key']).doUpdateSet({
            body_hash: sql<string>`case when idempotency_keys.created_at < now() - interval '1 day' then excluded.body_hash else idempotency_keys.body_hash end`,
            created_at: sql<Date>`case when idempotency_keys.created_at < now() - interval '1 day' then now() else idempotency_keys.created_at end`,
          }),
        )
        .returning('body_hash')
        .executeTakeFirstOrThrow();
      return row.body_hash;
    },
  };
}
