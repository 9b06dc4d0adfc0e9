import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMailServer } from '../../test/support/smtp.ts';
import { AppError } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import { createMailer } from './smtp.ts';
import type { Mailer, MailMessage } from './smtp.ts';

function aMessage(overrides: Partial<MailMessage> = {}): MailMessage {
  return {
    to: 'ada@example.com',
    subject: 'Welcome',
    text: 'Hello Ada',
    html: '<p>Hello Ada</p>',
    messageId: '<run-1.welcome@concierge.example>',
    ...overrides,
  };
}

async function aServer(options: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(options);
  onTestFinished(() => server.stop());
  return server;
}

function aMailer(url: string): Mailer {
  return createMailer({ url: new Secret(url), from: 'Concierge <concierge@example.com>' });
}

async function failureOf(sending: Promise<unknown>): Promise<AppError> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, not ${inspect(error)}`);
}

/** A port of loopback that nothing listens on. */
function aDeadPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

describe('createMailer', () => {
  it('delivers text, HTML, subject, sender and the message id that it was given', async () => {
    const server = await aServer();
    const result = await aMailer(server.url).send(aMessage({ subject: 'Grüße' }));
    expect(result).toEqual({ sent: true, id: '<run-1.welcome@concierge.example>' });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]?.envelope).toEqual({ from: 'concierge@example.com', to: ['ada@example.com'] });
    expect(server.mails[0]?.message).toMatchObject({
      subject: 'Grüße',
      messageId: '<run-1.welcome@concierge.example>',
      from: { name: 'Concierge', address: 'concierge@example.com' },
      to: [{ address: 'ada@example.com' }],
      text: 'Hello Ada\n',
      html: '<p>Hello Ada</p>\n',
    });
  });

  it.each([{}, { url: new Secret('smtp://127.0.0.1:1') }, { from: 'a@example.com' }])(
    'sends nothing and says so when a setting is missing: %o',
    async (settings) => {
      expect(await createMailer(settings).send(aMessage())).toEqual({ sent: false, reason: 'no mail server is set' });
    },
  );

  it('logs in with what the URL holds', async () => {
    const server = await aServer({ login: { user: 'robot', password: 'p@ss/word' } });
    await aMailer(server.url).send(aMessage());
    expect(server.mails).toHaveLength(1);
  });

  it('keeps line breaks of a subject out of the headers', async () => {
    const server = await aServer();
    await aMailer(server.url).send(aMessage({ subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nInjected' }));
    const mail = server.mails[0];
    expect(mail?.message.subject).toBe('Hello Bcc: eve@example.com Injected');
    expect(mail?.message.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(mail?.envelope.to).toEqual(['ada@example.com']);
  });

  it.each([
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'Ada <ada@example.com>',
    'ada@example.com> SIZE=1',
    'ada',
    '',
  ])('refuses the recipient %j before it is sent anywhere', async (to) => {
    const server = await aServer();
    const error = await failureOf(aMailer(server.url).send(aMessage({ to })));
    expect(error).toMatchObject({ kind: 'rejected', message: 'the recipient is not one e-mail address' });
    expect(server.mails).toHaveLength(0);
  });

  it('refuses a message id that would begin another header', async () => {
    const server = await aServer();
    const error = await failureOf(aMailer(server.url).send(aMessage({ messageId: '<a@b>\r\nBcc: eve@example.com' })));
    expect(error.kind).toBe('defect');
    expect(server.mails).toHaveLength(0);
  });
});

describe('a mail server that refuses', () => {
  it.each([
    { what: 'recipient for good', options: { refuseRecipient: () => 550 }, kind: 'rejected', words: 'recipient (550)' },
    { what: 'recipient for now', options: { refuseRecipient: () => 450 }, kind: 'unavailable', words: 'later (450)' },
    { what: 'sender', options: { refuseSender: () => 553 }, kind: 'invalid-config', words: 'the sender (553)' },
    {
      what: 'sender without a login',
      options: { login: { user: 'a', password: 'b' } },
      kind: 'invalid-config',
      words: 'does not accept our login',
    },
  ])('the $what', async ({ options, kind, words }) => {
    const server = await aServer(options);
    const url = server.url.replace(/\/\/.*@/, '//');
    const error = await failureOf(aMailer(url).send(aMessage()));
    expect(error).toMatchObject({ kind });
    expect(error.message).toContain(words);
    expect(server.mails).toHaveLength(0);
  });

  it('a wrong password, which no error shows', async () => {
    const server = await aServer({ login: { user: 'robot', password: 'right' } });
    const error = await failureOf(aMailer(server.url.replace('right', 'hunter2')).send(aMessage()));
    expect(error.kind).toBe('invalid-config');
    expect(error.hint).toContain('SMTP_URL');
    expect(inspect(error, { depth: 9 })).not.toMatch(/hunter2|smtp:\/\//);
  });

  it('to be there at all', async () => {
    const port = await aDeadPort();
    const error = await failureOf(aMailer(`smtp://robot:hunter2@127.0.0.1:${port}`).send(aMessage()));
    expect(error.kind).toBe('unavailable');
    expect(inspect(error, { depth: 9 })).not.toContain('hunter2');
  });

  it('to encrypt, when a password would go to another machine', async () => {
    const login = { user: 'robot', password: 'right' };
    const server = await aServer({ login });
    // Reaches this machine as well, under an address that does not say so.
    const elsewhere = server.url.replace('127.0.0.1', '0.0.0.0');
    const error = await failureOf(aMailer(elsewhere).send(aMessage()));
    expect(error.kind).toBe('unavailable');
    expect(error.hint).toContain('cannot be encrypted');
    expect(await aMailer(`${elsewhere}?requireTLS=false`).send(aMessage())).toMatchObject({ sent: true });
  });
});
