import { createSealer } from '../../src/base/seal.ts';
import { Secret } from '../../src/base/secret.ts';
import { createDeliveryRecords } from '../../src/store/deliveries.ts';
import { createPolledRecords } from '../../src/store/polled.ts';
import { createFindingRecords } from '../../src/store/portal-findings.ts';
import { createWebhookSecretRecords } from '../../src/store/webhook-secrets.ts';
import type { TestStore } from './open-test-store.ts';

/** What reconcilers keep, in a test's own database. */
export function watchRecords({ store: { db } }: TestStore) {
  return {
    findings: createFindingRecords(db),
    secrets: createWebhookSecretRecords(db, createSealer(new Secret('sk-of-tests'))),
    polled: createPolledRecords(db),
    deliveries: createDeliveryRecords(db),
  };
}
