import type { Config } from '../config/config.ts';
import { createChat } from '../connectors/chat.ts';
import { createHttpConnector } from '../connectors/http.ts';
import { createHubspot } from '../connectors/hubspot.ts';
import { createMailer } from '../connectors/smtp.ts';
import type { Connectors } from '../runs/deliver.ts';

/** Where follow-ups leave, by the settings. One that is not set up keeps what it is given. */
export function createConnectors({ mail, connectors }: Pick<Config, 'mail' | 'connectors'>): Connectors {
  const http = createHttpConnector({ allowPrivateHosts: connectors.httpAllowHosts });
  return {
    mailer: createMailer({ url: mail.smtpUrl, from: mail.from }),
    crm: createHubspot({ token: connectors.hubspotToken, baseUrl: connectors.hubspotUrl }),
    http,
    chat: createChat({ url: connectors.chatWebhookUrl, format: connectors.chatFormat, http }),
  };
}
