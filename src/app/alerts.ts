import { statfs } from 'node:fs/promises';
import { AppError, errorPolicies, type ErrorReport, reportError } from '../base/errors.ts';
import { renderWords } from '../connectors/mail-templates.ts';
import type { Delivered } from '../connectors/connector.ts';
import type { Alert, AlertChannel, DueAlert } from '../reconcile/alerts/alert-records.ts';
import { findAlerts } from '../reconcile/alerts/find-alerts.ts';
import { sendAlerts, type SendAlert } from '../reconcile/alerts/send-alerts.ts';
import type { ScheduledWork } from '../reconcile/schedule.ts';
import { createAlertRecords, readTroubles } from '../store/alerts.ts';
import { createConnectors } from './create-connectors.ts';
import type { Core } from './open-core.ts';

const sendEveryMs = 10_000;
const lookEverySeconds = 60;
/** The same topic is not told again for so long. */
const quietSeconds = 6 * 3_600;

type AlertCore = Pick<Core, 'config' | 'log' | 'store' | 'findings'>;

/** Looks for what a person must be told, and sends what is to be told: by one process at a time, with tries that a restart does not end. */
export function alertSchedule(core: AlertCore): readonly ScheduledWork[] {
  return [
    {
      name: 'new alerts',
      everyMs: lookEverySeconds * 500,
      work: async () => ((await core.findings.claimDuty('alerts', lookEverySeconds)) ? lookForAlerts(core) : 0),
    },
    { name: 'sent alerts', everyMs: sendEveryMs, work: () => sendNow(core) },
  ];
}

/** Keeps an alert for each way that is set up. Answers whether it is new. */
export function raiseAlert(core: AlertCore, alert: Alert, quiet = quietSeconds): Promise<boolean> {
  const channels = channelNames(core);
  return createAlertRecords(core.store.db).raise(alert, { channels, quietSeconds: quiet });
}

/**
 * Sends a test by every way that is set up, at once and without further tries, and answers by which. One that fails keeps no other from
 * it. Throws `invalid-config` when none is set up; when one failed, with the kind of its error, naming what failed and what left.
 */
export async function testAlerts(core: AlertCore): Promise<{ readonly sentBy: readonly AlertChannel[] }> {
  const senders = sendersOf(core);
  const channels = channelNames(core);
  if (channels.length === 0) {
    throw new AppError('invalid-config', 'No alert can be sent.', {
      hint: 'Set SMTP_URL, MAIL_FROM and ALERT_TO for mails, or CHAT_WEBHOOK_URL for the chat.',
    });
  }
  const test = { topic: 'test', subject: 'A test alert of Concierge', text: 'Somebody asked for it. All is well.' };
  const id = `test-${String(Date.now())}`;
  const tried = await Promise.all(
    channels.map((channel) =>
      senders[channel]({ ...test, channel, id, tries: 0 }).then(
        () => ({ channel, failure: undefined }),
        (error: unknown) => ({ channel, failure: reportError(error) }),
      ),
    ),
  );
  const sentBy = tried.filter(({ failure }) => failure === undefined).map(({ channel }) => channel);
  throwFailures(tried, sentBy);
  return { sentBy };
}

interface Tried {
  readonly channel: AlertChannel;
  readonly failure: ErrorReport | undefined;
}

function throwFailures(tried: readonly Tried[], sentBy: readonly AlertChannel[]): void {
  const failed = tried.flatMap(({ channel, failure }) => (failure ? [{ channel, ...failure }] : []));
  const [first] = failed;
  if (!first) return;
  const said = failed.map(({ channel, message }) => `by ${channel}: ${message}`).join('; ');
  const isPassing = errorPolicies[first.kind].retry;
  throw new AppError(first.kind, `The test alert could not be sent ${said}`, {
    hint: `${sentBy.length > 0 ? `It was sent by ${sentBy.join(' and ')}. ` : ''}${isPassing ? 'A test is not tried again by itself: send another one. Alerts are.' : (first.hint ?? 'Look at the settings of that way.')}`,
    details: { failed: failed.map(({ channel }) => channel), sentBy },
  });
}

async function lookForAlerts(core: AlertCore): Promise<number> {
  const troubles = await readTroubles(core.store.db, quietSeconds);
  const alerts = findAlerts({ ...troubles, diskFreeBytes: await freeBytes(core) });
  let raised = 0;
  for (const alert of alerts) raised += (await raiseAlert(core, alert)) ? 1 : 0;
  return raised;
}

/** Undefined for a database of one's own, whose disk is elsewhere. */
async function freeBytes({ config }: AlertCore): Promise<number | undefined> {
  if (config.databaseUrl) return undefined;
  const disk = await statfs(config.dataDir).catch(() => undefined);
  return disk && disk.bavail * disk.bsize;
}

function sendNow(core: AlertCore): Promise<number> {
  return sendAlerts({ records: createAlertRecords(core.store.db), channels: sendersOf(core), log: core.log });
}

function channelNames({ config }: AlertCore): readonly AlertChannel[] {
  const hasMail = config.mail.smtpUrl !== undefined && config.mail.alertTo !== undefined;
  return [...(hasMail ? ['mail' as const] : []), ...(config.connectors.chatWebhookUrl ? ['chat' as const] : [])];
}

function sendersOf({ config }: AlertCore): Readonly<Record<AlertChannel, SendAlert>> {
  const { mailer, chat } = createConnectors(config);
  return {
    async mail({ id, subject, text }: DueAlert) {
      const to = config.mail.alertTo;
      if (to === undefined) throw new AppError('invalid-config', 'ALERT_TO is not set.');
      // The same id at each try: who keeps mails apart by it sees one.
      const messageId = `<alert.${id}@docspace-concierge.invalid>`;
      requireSent(await mailer.send({ to, messageId, ...renderWords({ subject, text }) }));
    },
    async chat({ id, subject, text }: DueAlert) {
      requireSent(await chat.send(`${subject}\n${text}`, `alert-${id}`));
    },
  };
}

function requireSent(delivered: Pick<Delivered, 'sent'> & { readonly reason?: string }): void {
  if (!delivered.sent) throw new AppError('invalid-config', delivered.reason ?? 'It was not sent.');
}
