import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface ReceivedMail {
  /** The addresses of the SMTP commands, which decide where a mail goes; the headers are only what it says. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly message: Email;
  readonly raw: string;
}

export interface TestMailServer extends AsyncDisposable {
  /** For SMTP_URL; with user name and password when a login is wanted. */
  readonly url: string;
  /** Every mail so far, oldest first. */
  readonly mails: readonly ReceivedMail[];
  stop(): Promise<void>;
}

interface TestMailServerOptions {
  /** A login that the server insists on. */
  readonly login?: { readonly user: string; readonly password: string };
  /** The reply to an address, as sender or recipient: a code such as 550 refuses it, undefined accepts it. */
  readonly refuseSender?: (address: string) => number | undefined;
  readonly refuseRecipient?: (address: string) => number | undefined;
}

/** Starts a mail server on a free port of loopback that keeps what it receives. */
export async function startMailServer(options: TestMailServerOptions = {}): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      const isKnown = username === options.login?.user && password === options.login?.password;
      done(isKnown ? null : new Error('Invalid login'), isKnown ? { user: username } : undefined);
    },
    onMailFrom: ({ address }, _session, done) => done(refusal(options.refuseSender?.(address))),
    onRcptTo: ({ address }, _session, done) => done(refusal(options.refuseRecipient?.(address))),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        PostalMime.parse(raw).then((message) => {
          mails.push({ envelope, message, raw: raw.toString('utf8') });
          done();
        }, done);
      });
    },
  });
  const port = await listen(server);
  const login = options.login ? `${options.login.user}:${encodeURIComponent(options.login.password)}@` : '';
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://${login}127.0.0.1:${port}`, mails, stop, [Symbol.asyncDispose]: stop };
}

function refusal(responseCode: number | undefined): Error | null {
  return responseCode === undefined ? null : Object.assign(new Error('refused by the test'), { responseCode });
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string') reject(new Error('the mail server has no port'));
      else resolve(address.port);
    });
  });
}
