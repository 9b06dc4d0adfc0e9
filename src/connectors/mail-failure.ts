import { z } from 'zod';
import { AppError } from '../base/errors.ts';

/** What nodemailer tells of a failure, as far as it is read here. The server's own words may quote anything, so only codes are kept. */
const Failure = z.object({
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
});
type Failure = z.infer<typeof Failure>;

interface Explained {
  readonly cause: unknown;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Turns a failed attempt to send into the error that says who must act. Neither the URL nor the password is in it. */
export function explainMailFailure(error: unknown): AppError {
  const failure = Failure.safeParse(error).data ?? {};
  const { code, responseCode } = failure;
  const explained = {
    cause: error,
    details: { ...(responseCode ? { reply: responseCode } : {}), ...(code ? { code } : {}) },
  };
  // Some refusals to encrypt come with a reply code, which says nothing about the mail.
  if (responseCode === undefined || code === 'ETLS') return explainSilence(failure, explained);
  return responseCode < 500 ? explainDelay(failure, explained) : explainRefusal(failure, explained);
}

function explainDelay({ responseCode }: Failure, explained: Explained): AppError {
  return new AppError('unavailable', `the mail server asks to try again later (${responseCode ?? ''})`, explained);
}

/** Replies by which a server refuses us, not the mail (RFC 4954): log in first, use a stronger way, encryption needed, wrong password. */
const refusesUs = new Set([530, 534, 535, 538]);

function explainRefusal(failure: Failure, explained: Explained): AppError {
  const { code, command, responseCode = 0 } = failure;
  if (code === 'EAUTH' || refusesUs.has(responseCode)) return explainLogin(explained);
  if (command === 'MAIL FROM') {
    return new AppError('invalid-config', `the mail server refuses the sender (${responseCode})`, {
      ...explained,
      hint: 'Set MAIL_FROM to an address that the mail server may send for.',
    });
  }
  const what = command === 'RCPT TO' ? 'the recipient' : 'the mail';
  return new AppError('rejected', `the mail server refuses ${what} (${responseCode})`, explained);
}

function explainLogin(explained: Explained): AppError {
  return new AppError('invalid-config', 'the mail server does not accept our login', {
    ...explained,
    hint: 'Check user name and password in SMTP_URL; special characters must be percent-encoded.',
  });
}

function explainSilence({ code }: Failure, explained: Explained): AppError {
  if (code === 'EAUTH' || code === 'ENOAUTH') return explainLogin(explained);
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    return new AppError('rejected', 'the mail cannot be sent to this address', explained);
  }
  const hint =
    code === 'ETLS'
      ? 'The connection cannot be encrypted: use smtps:// in SMTP_URL, or check the certificate of the mail server.'
      : 'Check host and port in SMTP_URL, and that the mail server can be reached from here.';
  return new AppError('unavailable', 'the mail server cannot be reached', { ...explained, hint });
}
