import type { FollowUpOrder } from '../blueprint/render-room.ts';
import type { Chat } from '../connectors/chat.ts';
import type { Delivered } from '../connectors/connector.ts';
import type { HttpConnector } from '../connectors/http.ts';
import type { Hubspot } from '../connectors/hubspot.ts';
import { type RenderedMail, renderMail, renderWords } from '../connectors/mail-templates.ts';
import type { MailMessage, Mailer } from '../connectors/smtp.ts';
import type { DailyLimits } from './daily-limits.ts';

/** Where follow-ups leave. One that is not set up keeps what it is given. */
export interface Connectors {
  readonly mailer: Mailer;
  readonly crm: Hubspot;
  readonly http: HttpConnector;
  readonly chat: Chat;
}

interface Circumstances {
  readonly blueprint: string;
  readonly runId: string;
  /** Which of the run's follow-ups it is: with the run's id it tells the same one sent twice. */
  readonly index: number;
  /** Whether it may have been sent before without our knowing. */
  readonly isDoubtful: boolean;
  /** Texts that must not stand in what is kept. */
  readonly secrets: readonly string[];
  readonly parts: {
    readonly connectors: Connectors;
    readonly daily: DailyLimits;
    readonly alertTo?: string | undefined;
  };
}

/** What became of a follow-up, as the journal keeps it: sent, or kept with the reason. No secret stands in it. */
export type FollowedUp =
  | { readonly sent: true; readonly summary: string }
  | {
      readonly sent: false;
      readonly summary: string;
      readonly reason: string;
      /** What was kept: a mail, a note or a message. */
      readonly mail?: { readonly to: string; readonly subject: string; readonly text: string };
    };

/** Sends what follows a room or a close-out. Errors as the connectors raise them. */
export async function deliver(order: FollowUpOrder, circumstances: Circumstances): Promise<FollowedUp> {
  const { runId, index, isDoubtful, parts } = circumstances;
  const marker = `${runId}.${index}`;
  const { connectors } = parts;
  switch (order.kind) {
    case 'mail':
      return sendMail(order, circumstances);
    case 'crm': {
      const sent = await connectors.crm.note({ ...order, email: order.contact, isDoubtful });
      return outcome(sent, { to: order.contact, subject: 'CRM note', text: order.note }, circumstances);
    }
    case 'http': {
      const sent = await connectors.http.send({ ...order, idempotencyKey: marker });
      return outcome(
        sent,
        { to: new URL(order.url).host, subject: `${order.method} request`, text: '' },
        circumstances,
      );
    }
    case 'chat': {
      const sent = await connectors.chat.send(order.text, marker);
      return outcome(sent, { to: 'the chat', subject: 'Message', text: order.text }, circumstances);
    }
  }
}

type Letter = NonNullable<Extract<FollowedUp, { sent: false }>['mail']>;

function outcome(delivered: Delivered, letter: Letter, circumstances: Circumstances): FollowedUp {
  if (delivered.sent) return { sent: true, summary: delivered.summary };
  const mail = { ...letter, text: hideSecrets(letter.text, circumstances) };
  return { sent: false, summary: `${letter.subject} to ${letter.to} was not sent`, reason: delivered.reason, mail };
}

/** What is kept is shown to viewers, and stored: the address of a link is not among it. */
function hideSecrets(text: string, { secrets }: Pick<Circumstances, 'secrets'>): string {
  return secrets.reduce(
    (hidden, secret) => hidden.replaceAll(secret, '(the address of the link, which is not kept)'),
    text,
  );
}

type MailOrder = Extract<FollowUpOrder, { kind: 'mail' }>;

async function sendMail(order: MailOrder, circumstances: Circumstances): Promise<FollowedUp> {
  const { runId, index, parts } = circumstances;
  const { subject, text, html } = writeMail(order);
  const addresses = (order.to.length > 0 ? order.to : [parts.alertTo ?? '']).filter((address) => address !== '');
  const to = addresses.join(', ');
  const kept = { to, subject: hideSecrets(subject, circumstances), text: hideSecrets(text, circumstances) };
  const summary = `mail "${kept.subject}" to ${to || 'nobody'} was not sent`;
  if (to === '') return { sent: false, summary, reason: 'nobody is left to be told; set ALERT_TO' };
  const messageId = `<${runId}.${index}@docspace-concierge.invalid>`;
  const left = await sendToEach(addresses, { subject, text, html, messageId }, circumstances);
  if (left !== undefined) return { sent: false, summary, reason: left, mail: kept };
  return { sent: true, summary: `mail "${kept.subject}" sent to ${to}` };
}

/**
 * Each by itself: whoever is written to does not learn of the others. Who got the mail by an earlier try gets no second one; whom the
 * limit of the day leaves out gets it tomorrow. Answers why nothing was sent.
 */
async function sendToEach(
  addresses: readonly string[],
  mail: Omit<MailMessage, 'to'>,
  { runId, index, blueprint, parts: { connectors, daily } }: Circumstances,
): Promise<string | undefined> {
  if (!connectors.mailer.isSet) {
    const sent = await connectors.mailer.send({ to: addresses[0] ?? '', ...mail });
    return sent.sent ? undefined : sent.reason;
  }
  const use = { kind: 'mails', blueprint, runId, occasion: `mail ${String(index)}` } as const;
  const admitted = await daily.admit({ ...use, names: addresses });
  for (const [address, state] of admitted) {
    if (state === 'done') continue;
    await connectors.mailer.send({ to: address, ...mail });
    await daily.done({ ...use, name: address });
  }
  const waiting = addresses.filter((address) => !admitted.has(address)).length;
  if (waiting > 0) throw await daily.waitForTomorrow({ ...use, count: waiting });
  return undefined;
}

function writeMail({ template, subject, text, data }: MailOrder): RenderedMail {
  if (template !== undefined) return renderMail(template, data);
  return renderWords({ subject: subject ?? '', text: text ?? '' });
}
