import type { Secret } from '../base/secret.ts';
import type { WebhookSecretRecords } from '../reconcile/records.ts';

/** A wrong signature must not cost a query each time. */
const freshMs = 1_000;

/**
 * The secrets that deliveries may be signed with: those of the settings and those that Concierge made. With `isFresh` they are read anew,
 * so that one that was made a moment ago in another process opens the door before the portal uses it.
 */
export function createDoorSecrets(configured: readonly Secret[], records: Pick<WebhookSecretRecords, 'list'>) {
  let made: readonly Secret[] | undefined;
  let readAt = -Infinity;
  return async (isFresh: boolean): Promise<readonly Secret[]> => {
    if (made === undefined || (isFresh && performance.now() - readAt > freshMs)) {
      readAt = performance.now();
      made = await records.list();
    }
    return [...configured, ...made];
  };
}
