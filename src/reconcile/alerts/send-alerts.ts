import { reportError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { AlertChannel, AlertRecords, DueAlert } from './alert-records.ts';

/** Sends an alert by one way. Throws when it did not leave. */
export type SendAlert = (alert: DueAlert) => Promise<void>;

interface SendParts {
  readonly records: AlertRecords;
  readonly channels: Partial<Readonly<Record<AlertChannel, SendAlert>>>;
  readonly log: Log;
}

/** Pauses between the tries of an alert: about a day of them, after which it is given up and stays in the log and the table. */
const pausesSeconds = [30, 60, 300, 900, 3_600, 3_600, 3_600, 3_600, 14_400, 14_400, 14_400, 14_400] as const;

/** Sends what is due. Answers how many left. An alert leaves at least once: a crash between sending and noting it sends it again. */
export async function sendAlerts({ records, channels, log }: SendParts): Promise<number> {
  let sent = 0;
  for (const alert of await records.takeDue(20)) {
    try {
      const send = channels[alert.channel];
      if (!send) throw new Error(`${alert.channel} is not set up any more`);
      await send(alert);
      await records.markSent(alert.id);
      sent += 1;
    } catch (error) {
      const { message } = reportError(error);
      const again = pausesSeconds[alert.tries];
      log.error('an alert could not be sent', { topic: alert.topic, channel: alert.channel, reason: message, again });
      await records.markFailed(alert.id, message, again);
    }
  }
  return sent;
}
