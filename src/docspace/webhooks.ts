import * as z from 'zod';
import type { Secret } from '../base/secret.ts';
import type { Send } from './portal-call.ts';
import { triggersFromMask, triggersToMask, type WebhookTrigger } from './webhook-triggers.ts';

interface Webhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** The events it tells; `all` is every event of today and tomorrow. */
  readonly triggers: 'all' | readonly string[];
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
}

export interface WebhookWrites {
  /**
   * Registers a webhook and enables it. The portal sends a HEAD request to the address first, which must answer with success. Throws
   * `rejected` for a private address, an unfit secret, and a name and address that are taken together (DocSpace server, WebhooksController.cs).
   */
  createWebhook(webhook: NewWebhook): Promise<Webhook>;
}

const WebhookReply = z
  .object({ id: z.int(), name: z.string(), uri: z.string(), enabled: z.boolean(), triggers: z.int().default(0) })
  .transform(({ id, name, uri, enabled, triggers }): Webhook => ({
    id,
    name,
    url: uri,
    enabled,
    triggers: triggersFromMask(triggers),
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
  };
}

export function createWebhookWrites(send: Send): WebhookWrites {
  return {
    async createWebhook({ name, url, secret, triggers }) {
      const { answer } = await send({
        method: 'POST',
        template: 'settings/webhook',
        body: {
          name,
          uri: url,
          secretKey: secret.reveal(),
          enabled: true,
          // With `ssl` the portal checks certificates, and refuses plain http.
          ssl: url.startsWith('https:'),
          triggers: triggersToMask(triggers),
        },
        effect: 'write',
        intent: `register webhook "${name}"`,
        answer: WebhookReply,
      });
      return answer;
    },
  };
}
