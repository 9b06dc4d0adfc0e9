import type { Config } from '../../config/config.ts';
import type { Check } from '../../http/parts.ts';
import { createConnectors } from '../create-connectors.ts';
import { failedCheck } from './failed-check.ts';

type Asked = () => Promise<{ readonly isSet: boolean; readonly text: string }>;

/** Asks each connector whether it could do its work. Nothing is sent. One that is not set up is said so, as what it does without. */
export async function checkConnectors(config: Pick<Config, 'mail' | 'connectors'>): Promise<readonly Check[]> {
  const { mailer, crm, chat } = createConnectors(config);
  return Promise.all([
    ask('Mail', 'Set SMTP_URL and MAIL_FROM, or leave it: mails are kept and shown.', () => mailer.check()),
    ask('CRM', undefined, () => crm.check()),
    ask('Chat', undefined, () => chat.check()),
  ]);
}

async function ask(name: string, hint: string | undefined, check: Asked): Promise<Check> {
  try {
    const { isSet, text } = await check();
    if (isSet || hint === undefined) return { name, state: 'good', text };
    return { name, state: 'attention', text, hint };
  } catch (error) {
    return failedCheck(name, error);
  }
}
