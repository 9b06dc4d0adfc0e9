import * as z from 'zod';
import type { Secret } from '../base/secret.ts';
import { type DeliveryReading, parseDelivery } from './delivery.ts';
import { pageSize } from './paging.ts';
import type { Send } from './portal-call.ts';
import { triggersFromMask, triggersToMask, type WebhookTrigger } from './webhook-triggers.ts';

export interface Webhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** The events it tells; `all` is every event of today and tomorrow. */
  readonly triggers: 'all' | readonly string[];
  /** When the portal last delivered, and last failed to, with what it was told then. ISO 8601 in UTC. */
  readonly lastSuccessAt?: string;
  readonly lastFailureAt?: string;
  readonly lastFailure?: string;
}

/** A delivery as the portal remembers it. */
interface JournalEntry {
  /** The same as the id of the event that it told of. */
  readonly id: number;
  /** Of the last answer to it; 0 for none. */
  readonly status: number;
  /** What it told, or why that cannot be read. */
  readonly reading: DeliveryReading;
}

interface JournalPage {
  /** The newest first. */
  readonly entries: readonly JournalEntry[];
  /** Where the next page starts; undefined after the last. What comes meanwhile moves older entries to later pages: they repeat, none is left out. */
  readonly next: number | undefined;
}

interface NewWebhook {
  readonly name: string;
  readonly url: string;
  /** 8 to 30 printable characters without spaces: the portal's password policy (DocSpace server, PasswordSettings.cs). */
  readonly secret: Secret;
  readonly triggers: readonly WebhookTrigger[];
}

export interface WebhookReads {
  /** The webhooks of our account; of everybody for a DocSpace admin. Needs a key without restrictions: there is no scope for webhooks. */
  webhooks(): Promise<readonly Webhook[]>;
  /** A page of what one webhook has delivered, or tried to. Needs an unrestricted key too. */
  webhookJournal(query: { readonly webhookId: number; readonly startIndex: number }): Promise<JournalPage>;
}

export interface WebhookWrites {
  /**
   * Registers a webhook and enables it. The portal sends a HEAD request to the address first, which must answer with success. Throws
   * `rejected` for a private address, an unfit secret, and a name and address that are taken together (DocSpace server, WebhooksController.cs).
   */
  createWebhook(webhook: NewWebhook): Promise<Webhook>;
  /**
   * Makes a webhook as given, and enables it; without a secret it keeps the one it has. The portal sends a HEAD request to the address
   * first. Idempotent. Throws as `createWebhook` does, and `not-found`.
   */
  updateWebhook(id: number, webhook: Omit<NewWebhook, 'secret'> & { readonly secret?: Secret }): Promise<Webhook>;
  /** Removes a webhook. Throws `not-found` for one that is gone. */
  deleteWebhook(id: number): Promise<void>;
}

/** These dates are plain ones, unlike those of rooms and people; without an offset they are in UTC. */
const plainDate = z
  .string()
  .transform((text) => Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`))
  .transform((time) => (Number.isNaN(time) || time <= 0 ? undefined : new Date(time).toISOString()))
  .optional();

const WebhookReply = z
  .object({
    id: z.int(),
    name: z.string(),
    uri: z.string(),
    enabled: z.boolean(),
    triggers: z.int().default(0),
    lastSuccessOn: plainDate,
    lastFailureOn: plainDate,
    lastFailureContent: z.string().optional(),
  })
  .transform((reply): Webhook => {
    const { id, name, uri, enabled, triggers, lastSuccessOn, lastFailureOn, lastFailureContent } = reply;
    return {
      id,
      name,
      url: uri,
      enabled,
      triggers: triggersFromMask(triggers),
      ...(lastSuccessOn === undefined ? {} : { lastSuccessAt: lastSuccessOn }),
      ...(lastFailureOn === undefined ? {} : { lastFailureAt: lastFailureOn }),
      ...(lastFailureContent ? { lastFailure: lastFailureContent.slice(0, 300) } : {}),
    };
  });

const JournalReply = z
  .object({ id: z.int(), status: z.int().default(0), requestPayload: z.string().default('') })
  .transform(({ id, status, requestPayload }): JournalEntry => ({
    id,
    status,
    reading: parseDelivery(new TextEncoder().encode(requestPayload)),
  }));

export function createWebhookReads(send: Send): WebhookReads {
  return {
    async webhooks() {
      const { answer } = await send({
        method: 'GET',
        template: 'settings/webhook',
        effect: 'read',
        intent: 'list the webhooks',
        answer: z.array(z.object({ configs: WebhookReply })).default([]),
      });
      return answer.map(({ configs }) => configs);
    },
    async webhookJournal({ webhookId, startIndex }) {
      const { answer, total } = await send({
        method: 'GET',
        template: 'settings/webhooks/log',
        query: { configId: webhookId, startIndex, count: pageSize },
        effect: 'read',
        intent: `read the journal of webhook ${webhookId}`,
        answer: z.array(JournalReply).default([]),
      });
      const next = startIndex + pageSize;
      const isLast = answer.length === 0 || (total === undefined ? answer.length < pageSize : next >= total);
      return { entries: answer, next: isLast ? undefined : next };
    },
  };
}

export function createWebhookWrites(send: Send): WebhookWrites {
  return {
    async createWebhook(webhook) {
      const { answer } = await send({
        method: 'POST',
        template: 'settings/webhook',
        body: writeWebhook(webhook),
        effect: 'write',
        intent: `register webhook "${webhook.name}"`,
        answer: WebhookReply,
        refusalHint: webhookHint,
      });
      return answer;
    },
    async updateWebhook(id, webhook) {
      const { answer } = await send({
        method: 'PUT',
        template: 'settings/webhook',
        body: { id, ...writeWebhook(webhook) },
        effect: 'write',
        intent: `change webhook ${id}`,
        answer: WebhookReply,
        refusalHint: webhookHint,
      });
      return answer;
    },
    async deleteWebhook(id) {
      await send({
        method: 'DELETE',
        template: 'settings/webhook/{id}',
        ids: { id },
        effect: 'write',
        intent: `remove webhook ${id}`,
        answer: z.unknown(),
      });
    },
  };
}

const webhookHint = "The key must belong to a DocSpace admin, and the portal's developer tools be open to them.";

function writeWebhook({ name, url, secret, triggers }: Omit<NewWebhook, 'secret'> & { readonly secret?: Secret }) {
  return {
    name,
    uri: url,
    ...(secret ? { secretKey: secret.reveal() } : {}),
    enabled: true,
    // With `ssl` the portal checks certificates, and refuses plain http.
    ssl: url.startsWith('https:'),
    triggers: triggersToMask(triggers),
  };
}
