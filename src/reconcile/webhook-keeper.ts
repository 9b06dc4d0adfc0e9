import { AppError } from '../base/errors.ts';
import type { Secret } from '../base/secret.ts';
import type { WebhookTrigger } from '../docspace/webhook-triggers.ts';
import { makeWebhookSecret } from '../docspace/webhook-secret.ts';
import type { Portal } from '../docspace/portal.ts';
import type { Webhook } from '../docspace/webhooks.ts';
import type { FindingRecords, WebhookSecretRecords } from './records.ts';

/** What Concierge calls its webhook in the portal. */
const webhookName = 'Concierge';

/** Every event that a blueprint can be started by, so that a new blueprint needs no new webhook. */
export const webhookTriggers = [
  'user.created',
  'user.invited',
  'user.updated',
  'room.created',
  'room.archived',
] as const satisfies readonly WebhookTrigger[];

export const registeredFinding = 'webhook registered';
export const removedFinding = 'webhook removed';

/** For how long an old secret is accepted: the portal tries a delivery for half a minute, and a person may have it sent again. */
const oldSecretSeconds = 3_600;

export interface KeeperParts {
  /** With an unrestricted key. */
  readonly portal: Pick<Portal, 'webhooks' | 'createWebhook' | 'updateWebhook' | 'deleteWebhook'>;
  readonly findings: FindingRecords;
  readonly secrets: WebhookSecretRecords;
  /** Secrets of the settings, which are accepted too. */
  readonly configured: readonly Secret[];
  /** Where the portal reaches the door. */
  readonly url: string;
}

/** How our webhook stands at the portal. */
export interface WebhookState {
  /** Undefined when there is none. */
  readonly webhook?: Webhook;
  readonly url: string;
  /** What is not as it should be, in words; empty when all is well. */
  readonly faults: readonly string[];
  /** Whether a person took it away by `concierge webhook remove`: then it is left so. */
  readonly isRemoved: boolean;
}

/** Reads how our webhook stands: the one that we registered, else one at our address. Others of the portal are no business of ours. */
export async function readWebhook({ portal, findings, url }: KeeperParts): Promise<WebhookState> {
  const [all, known, removed] = await Promise.all([
    portal.webhooks(),
    findings.find(registeredFinding),
    findings.find(removedFinding),
  ]);
  const webhook = all.find(({ id }) => id === known?.value['id']) ?? all.find((one) => one.url === url);
  const isRemoved = removed !== undefined;
  if (!webhook) return { url, isRemoved, faults: ['no webhook of the portal tells Concierge anything'] };
  return { webhook, url, isRemoved, faults: faultsOf(webhook, url) };
}

function faultsOf({ enabled, triggers, url: registered }: Webhook, url: string): readonly string[] {
  const missing = triggers === 'all' ? [] : webhookTriggers.filter((trigger) => !triggers.includes(trigger));
  return [
    ...(enabled ? [] : ['it is switched off']),
    ...(registered === url ? [] : [`it goes to ${registered} and not to ${url}`]),
    ...(missing.length === 0 ? [] : [`it does not tell ${missing.join(', ')}`]),
  ];
}

/**
 * Registers our webhook, or sets right the one that is there, with a secret that the door accepts already. Errors: `rejected` when the portal
 * refuses the address (it must be one that the portal can reach, and no private one) or finds nobody there.
 */
export async function registerWebhook(parts: KeeperParts): Promise<Webhook> {
  const { portal, findings } = parts;
  await findings.forget(removedFinding);
  const { webhook } = await readWebhook(parts);
  const wanted = { name: webhookName, url: parts.url, triggers: webhookTriggers, secret: await settleSecret(parts) };
  const registered = webhook ? await portal.updateWebhook(webhook.id, wanted) : await createOnce(parts, wanted);
  await findings.keep(registeredFinding, { id: registered.id, url: parts.url });
  return registered;
}

/** The newest that was made, else the first of the settings, else a new one. It is kept, and so accepted, before the portal knows it. */
async function settleSecret({ secrets, configured }: KeeperParts): Promise<Secret> {
  const [made] = await secrets.list();
  const known = made ?? configured[0];
  if (known) return known;
  const fresh = makeWebhookSecret();
  await secrets.add(fresh);
  return fresh;
}

/** A lost reply leaves a webhook that is there: it is looked for before a second one is made. */
async function createOnce(parts: KeeperParts, wanted: Parameters<Portal['createWebhook']>[0]): Promise<Webhook> {
  try {
    return await parts.portal.createWebhook(wanted);
  } catch (error) {
    if (!(error instanceof AppError) || error.details['effect'] !== 'unknown') throw error;
    const { webhook } = await readWebhook(parts);
    if (!webhook) throw error;
    return webhook;
  }
}

/** Gives our webhook a new secret. The old one is accepted for an hour more. Errors: `not-found` without a webhook. */
export async function rotateSecret(parts: KeeperParts): Promise<Webhook> {
  const { webhook } = await readWebhook(parts);
  if (!webhook) throw noWebhook();
  const secret = makeWebhookSecret();
  await parts.secrets.add(secret);
  const wanted = { name: webhook.name, url: parts.url, triggers: webhookTriggers, secret };
  const changed = await parts.portal.updateWebhook(webhook.id, wanted);
  await parts.secrets.endOthers(secret, oldSecretSeconds);
  await parts.findings.keep(registeredFinding, { id: changed.id, url: parts.url });
  return changed;
}

/** Takes our webhook away and leaves it so: the watchdog registers none until a person does. Errors: `not-found`. */
export async function removeWebhook(parts: KeeperParts): Promise<Webhook> {
  const { webhook } = await readWebhook(parts);
  if (!webhook) throw noWebhook();
  await parts.findings.keep(removedFinding, {});
  await parts.portal.deleteWebhook(webhook.id);
  await parts.findings.forget(registeredFinding);
  await parts.secrets.endOthers(undefined, oldSecretSeconds);
  return webhook;
}

/** Sets right what is wrong with a webhook, and keeps its secret. */
export async function repairWebhook({ webhook, url }: WebhookState, parts: KeeperParts): Promise<Webhook> {
  if (!webhook) return registerWebhook(parts);
  const repaired = await parts.portal.updateWebhook(webhook.id, { name: webhook.name, url, triggers: webhookTriggers });
  await parts.findings.keep(registeredFinding, { id: repaired.id, url });
  return repaired;
}

function noWebhook(): AppError {
  return new AppError('not-found', 'The portal has no webhook of Concierge.', {
    hint: 'Register one: concierge webhook register',
  });
}
