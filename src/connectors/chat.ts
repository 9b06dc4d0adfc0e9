import type { Json } from '../base/json.ts';
import type { Secret } from '../base/secret.ts';
import type { Checked, Delivered } from './connector.ts';
import type { HttpConnector } from './http.ts';

type ChatFormat = 'slack' | 'teams';

export interface Chat {
  /** Posts a message. Without an address nothing is sent and the result says so. Throws as the HTTP connector does. */
  send(text: string, idempotencyKey: string): Promise<Delivered>;
  /** Whether a message could go to the address: it can be found and is allowed. Nothing is posted: a webhook can only be tried. */
  check(): Promise<Checked>;
}

interface ChatSettings {
  /** Address of an incoming webhook: a secret, since whoever has it may post. */
  readonly url: Secret | undefined;
  readonly format: ChatFormat;
  readonly http: HttpConnector;
}

const longestText = 4_000;

export function createChat({ url, format, http }: ChatSettings): Chat {
  if (!url) {
    const reason = 'CHAT_WEBHOOK_URL is not set';
    return {
      send: () => Promise.resolve({ sent: false, reason }),
      check: () => Promise.resolve({ isSet: false, text: reason }),
    };
  }
  return {
    async send(text, idempotencyKey) {
      const shown = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
      const body = writers[format](shown);
      const sent = await http.send({ method: 'POST', url: url.reveal(), headers: {}, body, idempotencyKey });
      return sent.sent ? { sent: true, summary: 'chat message posted' } : sent;
    },
    async check() {
      const { text } = await http.check(url.reveal());
      return { isSet: true, text: `${text}, in the form of ${format}` };
    },
  };
}

const writers: Readonly<Record<ChatFormat, (text: string) => Json>> = {
  // Slack reads <!everyone>, <@id> and links in angle brackets: escaped, names of strangers call nobody. Mattermost takes the same form.
  slack: (text) => ({
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u2060'),
  }),
  // The form that Workflows (Power Automate) take; plain text blocks hold no mentions.
  teams: (text) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'TextBlock', wrap: true, text: text.replaceAll(/[\\`*_[\]()#~>]/g, String.raw`\$&`) }],
        },
      },
    ],
  }),
};
