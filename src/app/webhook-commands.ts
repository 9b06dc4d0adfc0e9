import type { WebhookView } from '../http/parts.ts';
import { catchUp, type CatchUpOutcome } from '../reconcile/catch-up.ts';
import {
  readWebhook,
  registerWebhook,
  removeWebhook,
  rotateSecret,
  webhookTriggers,
} from '../reconcile/webhook-keeper.ts';
import { AppError } from '../base/errors.ts';
import { createWebhookSecretRecords } from '../store/webhook-secrets.ts';
import { keeperByHand } from './admin-portal.ts';
import { decideHearing, type Hearing } from './hearing.ts';
import type { Core } from './open-core.ts';

/** How Concierge learns of what happens, and what the portal says of our webhook. */
export async function showWebhook(core: Core): Promise<WebhookView> {
  const made = await createWebhookSecretRecords(core.store.db, core.sealer).list();
  const hasSecrets = made.length + core.config.portal.webhookSecrets.length > 0;
  const heard = describeHeard(await decideHearing(core, hasSecrets));
  if (!core.config.portal.adminKey) return heard;
  const { webhook, url, faults } = await readWebhook(keeperByHand(core).keeper);
  const { enabled, lastSuccessAt, lastFailureAt, lastFailure } = webhook ?? {};
  return {
    ...heard,
    portal: {
      ...{ isRegistered: webhook !== undefined, url: webhook?.url ?? url, faults },
      ...(enabled === undefined ? {} : { enabled }),
      ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
      ...(lastFailureAt === undefined ? {} : { lastFailureAt }),
      ...(lastFailure === undefined ? {} : { lastFailure }),
    },
  };
}

function describeHeard({ by, why, lastAt, isAwaited }: Hearing): WebhookView {
  return {
    ...{ by, why },
    ...(lastAt ? { lastHeardAt: lastAt.toISOString() } : {}),
    ...(isAwaited ? { isAwaited } : {}),
  };
}

export async function changeWebhook(
  how: 'register' | 'rotate' | 'remove',
  core: Core,
): Promise<{ readonly url: string }> {
  const { keeper } = keeperByHand(core);
  const change = { register: registerWebhook, rotate: rotateSecret, remove: removeWebhook }[how];
  return { url: (await change(keeper)).url };
}

/** Takes in what the portal's journal says and the door never got. A process that serves turns it into runs within seconds. */
export async function catchUpByHand(core: Core): Promise<CatchUpOutcome> {
  const { keeper, portal } = keeperByHand(core);
  const { webhook } = await readWebhook(keeper);
  if (!webhook) {
    throw new AppError('not-found', 'The portal has no webhook of Concierge, and so no journal of one.', {
      hint: 'Register one: concierge webhook register',
    });
  }
  return catchUp(webhook.id, {
    portal,
    findings: core.findings,
    async accept({ eventId, trigger, subject, createdAt, actorId }) {
      if (!webhookTriggers.some((one) => one === trigger)) return 'ignored';
      const delivery = { eventId, trigger, entityId: String(subject.id), eventCreatedAt: createdAt ?? '' };
      const id = await core.deliveries.insert({ ...delivery, ...(actorId === undefined ? {} : { actorId }) });
      return id === undefined ? 'known' : 'accepted';
    },
  });
}
