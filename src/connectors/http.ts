import { request as requestPlain } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { LookupFunction } from 'node:net';
import { AppError } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { Checked, Delivered } from './connector.ts';
import { type CheckedAddress, guardAddress, resolveHost, type ResolveHost } from './guard-address.ts';
import { explainNoAnswer, explainStatus } from './http-failure.ts';

interface HttpMessage {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** The same for each attempt, so that the other side can drop a second one. */
  readonly idempotencyKey: string;
}

export interface HttpConnector {
  /**
   * Sends one request with a JSON body. Private and loopback addresses are refused unless allowed by name; the connection goes to the
   * address that was checked; an answer that points elsewhere is not followed. Any 2xx is a success. Throws `rejected`, `rate-limited`,
   * `unavailable` or `invalid-config`; no error carries the path, a header or the body. After a lost reply the request may have arrived.
   */
  send(message: HttpMessage): Promise<Delivered>;
  /**
   * Whether a request could go to an address: it can be read, found, and is allowed. Nothing is sent. Without one it says where requests
   * may go. Errors: `rejected`, `unavailable`.
   */
  check(url?: string): Promise<Checked>;
}

interface HttpSettings {
  /** Names, `host` or `host:port`, whose addresses may be inside. */
  readonly allowPrivateHosts: readonly string[];
  /** What a refusal of credentials has to do with; shown in hints. */
  readonly setting?: string;
  readonly resolve?: ResolveHost;
}

const timeoutMs = 15_000;
const longestBody = 1_000_000;

export function createHttpConnector({ allowPrivateHosts, setting, resolve }: HttpSettings): HttpConnector {
  const allowed = allowPrivateHosts.map((host) => host.toLowerCase());
  const guard = ({ hostname, port, protocol }: URL): Promise<CheckedAddress> => {
    const where = { hostname, port: port || (protocol === 'https:' ? '443' : '80') };
    return guardAddress(where, { allowed, resolve: resolve ?? resolveHost });
  };
  return {
    async check(text) {
      if (text === undefined) {
        const inside = allowed.length === 0 ? 'to no address inside' : `inside to ${allowed.join(', ')} alone`;
        return { isSet: true, text: `requests may go to public addresses, and ${inside}` };
      }
      const url = readUrl(text);
      await guard(url);
      return { isSet: true, text: `requests may go to ${url.host}` };
    },
    async send(message) {
      const url = readUrl(message.url);
      const headers = readHeaders(message);
      const body = readBody(message);
      const address = await guard(url);
      const reply = await exchange({ url, method: message.method, headers, body, address });
      const summary = `${message.method} request to ${url.host} answered with ${reply.status}`;
      if (reply.status >= 200 && reply.status < 300) return { sent: true, summary };
      throw explainStatus({
        status: reply.status,
        who: url.host,
        retryAfter: reply.retryAfter,
        setting: setting ?? 'the headers of the request',
      });
    },
  };
}

function readBody({ body }: HttpMessage): string | undefined {
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  if (text.length <= longestBody) return text;
  throw new AppError('rejected', 'the body has more than 1 MB', { hint: 'Send less of it.' });
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new AppError('rejected', 'the address of the request is no http or https address', {
    hint: 'Write it whole, such as https://example.com/notes, without a name and a password in it.',
  });
}

/** What decides where a request ends and where it goes is ours alone. */
const ours = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect']);

function readHeaders({ headers, idempotencyKey, body }: HttpMessage): Record<string, string> {
  const read: Record<string, string> = {
    'user-agent': 'docspace-concierge',
    'idempotency-key': idempotencyKey,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  for (const [name, value] of Object.entries(headers)) {
    const isName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && !ours.has(name.toLowerCase());
    if (!isName || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new AppError('rejected', `the header ${isName ? name : 'of this name'} cannot be sent`, {
        hint: 'A header has one line of plain characters; Host, Content-Length and the like are not set by blueprints.',
      });
    }
    read[name.toLowerCase()] = value;
  }
  return read;
}

interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly address: CheckedAddress;
}

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

function exchange({ url, method, headers, body, address }: Exchange): Promise<Reply> {
  // Whatever the name stands for by now, the connection goes where it was looked.
  const lookup: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ ...address }]) : done(null, address.address, address.family);
  const request = url.protocol === 'https:' ? requestEncrypted : requestPlain;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const call = request(url, { method, headers, lookup, signal, agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      // What the answer says is of no use here: it is neither read nor waited for.
      response.destroy();
    });
    call.on('error', (error) => reject(explainNoAnswer(url.host, error)));
    call.end(body);
  });
}
