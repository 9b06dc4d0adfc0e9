import { AppError } from '../../base/errors.ts';
import type { Config } from '../../config/config.ts';
import type { ConnectorView, PageParts } from '../../http/page-parts.ts';
import type { Connectors } from '../../runs/deliver.ts';

/** Where follow-ups leave, by the settings, each with a test that sends nothing. */
export function createConnectorParts(config: Config, { mailer, crm, chat }: Connectors): PageParts['connectors'] {
  const tests = new Map<string, Pick<typeof mailer, 'check'>>([
    ['mail', mailer],
    ['crm', crm],
    ['chat', chat],
  ]);
  return {
    list: () => describeConnectors(config),
    async test(name) {
      const connector = tests.get(name);
      if (!connector) throw new AppError('not-found', `There is no test of a connector "${name}".`);
      const { text } = await connector.check();
      return { text };
    },
  };
}

const test = 'Asks whether it could do its work; nothing is sent.';

function describeConnectors({ mail, connectors }: Config): readonly ConnectorView[] {
  const { hubspotToken, chatWebhookUrl, chatFormat, httpAllowHosts } = connectors;
  const [hasMail, hasChat, hasCrm] = [mail.smtpUrl, chatWebhookUrl, hubspotToken].map((one) => one !== undefined);
  return [
    {
      ...{ name: 'mail', title: 'Mail', isSet: hasMail === true },
      text: hasMail ? `Sent as ${mail.from ?? ''}` : 'Set SMTP_URL and MAIL_FROM. Until then mails are kept and shown.',
      ...(hasMail ? { test } : {}),
    },
    {
      ...{ name: 'chat', title: 'Chat', isSet: hasChat === true },
      text: hasChat ? `As ${chatFormat} takes it` : 'Set CHAT_WEBHOOK_URL.',
      ...(hasChat ? { test } : {}),
    },
    {
      ...{ name: 'crm', title: 'HubSpot', isSet: hasCrm === true },
      text: hasCrm ? 'Notes are written on contacts.' : 'Set HUBSPOT_TOKEN.',
      ...(hasCrm ? { test } : {}),
    },
    {
      ...{ name: 'http', title: 'HTTP', isSet: true },
      text: `Public addresses by https${httpAllowHosts.length > 0 ? `, and ${httpAllowHosts.join(', ')}` : ''}`,
    },
  ];
}
