import { createTransport } from 'nodemailer';
import { AppError } from '../base/errors.ts';
import type { Secret } from '../base/secret.ts';
import type { Checked } from './connector.ts';
import { explainMailFailure } from './mail-failure.ts';

export interface MailMessage {
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `<something@host>`, the same for each attempt to send this mail, so that a receiver can drop a second copy. */
  readonly messageId: string;
}

type MailResult = { readonly sent: true; readonly id: string } | { readonly sent: false; readonly reason: string };

export interface Mailer {
  /** Whether there is a mail server to send with. */
  readonly isSet: boolean;
  /**
   * Sends one mail to one address. Without settings nothing is sent and the result says so. Throws `unavailable` when the server cannot
   * be reached or asks for a later attempt, `rejected` when it refuses the recipient or the mail, and `invalid-config` when it refuses
   * us. No error carries the server's URL or password. After a lost reply the mail may have gone out: a second attempt has the same
   * message id.
   */
  send(message: MailMessage): Promise<MailResult>;
  /** Whether the server takes our name and password; nothing is sent. Errors as for `send`. */
  check(): Promise<Checked>;
}

interface MailerSettings {
  readonly url?: Secret | undefined;
  readonly from?: string | undefined;
}

/** Milliseconds after which a silent mail server counts as unreachable. */
const timeouts = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

export function createMailer({ url, from }: MailerSettings): Mailer {
  if (!url || from === undefined) {
    const reason = 'no mail server is set';
    return {
      isSet: false,
      send: () => Promise.resolve({ sent: false, reason }),
      check: () => Promise.resolve({ isSet: false, text: reason }),
    };
  }
  const transport = createTransport({
    ...timeouts,
    // Content never names files or addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    // A password does not leave this machine in the clear. What the URL's query says comes later and wins.
    requireTLS: mustEncrypt(url),
    url: url.reveal(),
  });
  return {
    isSet: true,
    async send(message) {
      const mail = { ...checkMessage(message), from };
      const { messageId } = await transport.sendMail(mail).catch((error: unknown) => {
        throw explainMailFailure(error);
      });
      return { sent: true, id: messageId };
    },
    async check() {
      await transport.verify().catch((error: unknown) => {
        throw explainMailFailure(error);
      });
      return { isSet: true, text: `the mail server answers and takes mail from ${from}` };
    },
  };
}

function mustEncrypt(url: Secret): boolean {
  const parsed = URL.parse(url.reveal());
  const isThisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed?.hostname ?? '');
  return parsed?.username !== '' && !isThisMachine;
}

/** One address without anything that a mail header or an SMTP command gives a meaning to. */
const oneAddress = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;
const oneMessageId = /^<[\x21-\x3b=\x3f-\x7e]+@[\x21-\x3b=\x3f-\x7e]+>$/;

function checkMessage({ to, subject, text, html, messageId }: MailMessage) {
  if (!oneAddress.test(to)) throw new AppError('rejected', 'the recipient is not one e-mail address');
  if (!oneMessageId.test(messageId)) throw new AppError('defect', 'the message id of a mail has the wrong form');
  // As an object the address is taken as it is, not read as a list.
  return { to: { name: '', address: to }, subject: subject.replace(/\p{Cc}+/gu, ' ').trim(), text, html, messageId };
}
