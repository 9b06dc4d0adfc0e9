import { randomUUID } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import type { Config } from '../../config/config.ts';
import type { ConnectorView, PageParts } from '../../http/page-parts.ts';
import type { Connectors } from '../../runs/deliver.ts';

/** Where follow-ups leave, by the settings, each with a harmless test. */
export function createConnectorParts(config: Config, connectors: Connectors): PageParts['connectors'] {
  const tests: Readonly<Record<string, () => Promise<{ readonly text: string }>>> = {
    mail: () => testMail(config, connectors),
    chat: () => testChat(connectors),
  };
  return {
    list: () => describeConnectors(config),
    test(name) {
      const test = tests[name];
      if (test) return test();
      return Promise.reject(new AppError('not-found', `There is no test of a connector "${name}".`));
    },
  };
}

function describeConnectors({ mail, connectors }: Config): readonly ConnectorView[] {
  const to = testRecipient(mail);
  const hosts = connectors.httpAllowHosts;
  return [
    {
      ...{ name: 'mail', title: 'Mail', isSet: mail.smtpUrl !== undefined },
      text: mail.smtpUrl
        ? `Sent as ${mail.from ?? ''}`
        : 'Set SMTP_URL and MAIL_FROM. Until then mails are kept and shown.',
      ...(mail.smtpUrl && to !== undefined ? { test: `Sends a short mail to ${to}.` } : {}),
    },
    {
      ...{ name: 'chat', title: 'Chat', isSet: connectors.chatWebhookUrl !== undefined },
      text: connectors.chatWebhookUrl ? `As ${connectors.chatFormat} takes it` : 'Set CHAT_WEBHOOK_URL.',
      ...(connectors.chatWebhookUrl ? { test: 'Posts a short message.' } : {}),
    },
    {
      ...{ name: 'crm', title: 'HubSpot', isSet: connectors.hubspotToken !== undefined },
      text: connectors.hubspotToken ? 'Notes are written on contacts.' : 'Set HUBSPOT_TOKEN.',
    },
    {
      ...{ name: 'http', title: 'HTTP', isSet: true },
      text: `Public addresses by https${hosts.length > 0 ? `, and ${hosts.join(', ')}` : ''}`,
    },
  ];
}

function testRecipient({ alertTo, from }: Config['mail']): string | undefined {
  return alertTo ?? /<([^<>]+)>\s*$/.exec(from ?? '')?.[1] ?? from;
}

async function testMail({ mail }: Config, { mailer }: Connectors): Promise<{ readonly text: string }> {
  const to = testRecipient(mail) ?? '';
  const text = 'Concierge can send mail: this one was asked for on its settings page.';
  const messageId = `<${randomUUID()}@docspace-concierge.invalid>`;
  const sent = await mailer.send({ to, subject: 'Concierge: a test', text, html: `<p>${text}</p>`, messageId });
  if (sent.sent) return { text: `The mail server took a mail to ${to}.` };
  throw new AppError('conflict', `No mail was sent: ${sent.reason}.`, { hint: 'Set SMTP_URL and MAIL_FROM.' });
}

async function testChat({ chat }: Connectors): Promise<{ readonly text: string }> {
  const sent = await chat.send(
    'Concierge can post here: this message was asked for on its settings page.',
    randomUUID(),
  );
  if (sent.sent) return { text: 'The chat took a message.' };
  throw new AppError('conflict', `No message was posted: ${sent.reason}.`, { hint: 'Set CHAT_WEBHOOK_URL.' });
}
