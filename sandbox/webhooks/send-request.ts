import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';

/** One request of the portal to a receiver. */
export interface OutgoingRequest {
  method: 'HEAD' | 'POST';
  url: URL;
  /** The address that passed the URL rules: the connection goes there, whatever the name resolves to by now. */
  address: string;
  verifyTls: boolean;
  timeoutMs: number;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** What came back: an answer of any status, or no answer. */
export type Outcome =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'timeout'; message: string }
  | { kind: 'failed'; message: string };

const bodyLimit = 64 * 1024;

/** Sends one request on a connection of its own. Redirects are not followed. Never throws. */
export function sendRequest(outgoing: OutgoingRequest): Promise<Outcome> {
  const timeout = AbortSignal.timeout(outgoing.timeoutMs);
  return new Promise((done) => {
    const fail = (error: Error): void => {
      if (timeout.aborted) done({ kind: 'timeout', message: `No answer within ${String(outgoing.timeoutMs)} ms` });
      else done({ kind: 'failed', message: error.message });
    };
    const send = outgoing.url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(outgoing.url, {
      method: outgoing.method,
      headers: { ...outgoing.headers, ...lengthOf(outgoing.body) },
      agent: false,
      rejectUnauthorized: outgoing.verifyTls,
      signal: AbortSignal.any([timeout, outgoing.signal]),
      lookup: (_name, _options, answer) => {
        answer(null, [{ address: outgoing.address, family: isIP(outgoing.address) }]);
      },
    });
    request.on('error', fail);
    request.on('response', (response) => {
      readBody(response).then((body) => {
        done({ kind: 'answer', status: response.statusCode ?? 0, headers: headersOf(response), body });
      }, fail);
    });
    request.end(outgoing.body);
  });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

async function readBody(response: IncomingMessage): Promise<string> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) if (body.length < bodyLimit) body += String(chunk);
  return body.slice(0, bodyLimit);
}

function headersOf(response: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return Object.fromEntries(pairs);
}
