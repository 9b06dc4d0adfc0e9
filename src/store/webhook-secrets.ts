import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { Sealer } from '../base/seal.ts';
import { Secret } from '../base/secret.ts';
import type { WebhookSecretRecords } from '../reconcile/records.ts';
import type { Database } from './open-store.ts';

/** Secrets that Concierge made for its webhook. They are readable only with the key of the portal, as secret inputs are. */
export function createWebhookSecretRecords(db: Database, sealer: Sealer): WebhookSecretRecords {
  return {
    async list() {
      const rows = await db
        .selectFrom('webhook_secrets')
        .select(['sealed', 'ends_at'])
        .where((row) => row.or([row('ends_at', 'is', null), row('ends_at', '>', sql<Date>`now()`)]))
        .orderBy('id', 'desc')
        .execute();
      return rows.flatMap(({ sealed }) => openOrLeave(sealed, sealer));
    },
    async add(secret) {
      await db
        .insertInto('webhook_secrets')
        .values({ sealed: sealer.seal(secret.reveal()), ends_at: null })
        .execute();
    },
    async endOthers(secret, inSeconds) {
      const rows = await db
        .selectFrom('webhook_secrets')
        .select(['id', 'sealed'])
        .where('ends_at', 'is', null)
        .execute();
      const others = rows.filter(({ sealed }) => openOrLeave(sealed, sealer)[0]?.reveal() !== secret?.reveal());
      if (others.length === 0) return;
      await db
        .updateTable('webhook_secrets')
        .set({ ends_at: sql<Date>`now() + make_interval(secs => ${inSeconds})` })
        .where(
          'id',
          'in',
          others.map(({ id }) => id),
        )
        .execute();
    },
  };
}

/** One that was sealed with another key opens nothing any more: the portal's key was changed, and the webhook needs another secret. */
function openOrLeave(sealed: string, sealer: Sealer): readonly Secret[] {
  try {
    return [new Secret(sealer.open(sealed))];
  } catch (error) {
    if (error instanceof AppError && error.kind === 'invalid-input') return [];
    throw error;
  }
}
