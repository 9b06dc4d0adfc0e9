import { randomUUID } from 'node:crypto';
import { AppError } from '../base/errors.ts';
import { isRecord, parseJson } from '../base/json.ts';
import type { Secret } from '../base/secret.ts';
import { createDeadline } from './create-deadline.ts';
import { noReply, notSent, type RawReply, refusal, unreadable } from './call-failure.ts';
import type { Governor } from './governor.ts';
import type { CallRecord, PortalCall, PortalReply, Send, SentCall } from './portal-call.ts';
import { createPortalClock } from './portal-clock.ts';
import type { SharedBudget } from './shared-budget.ts';
import { writeUrl } from './portal-url.ts';
import { redactBody } from './redact-body.ts';

export interface HttpClientOptions {
  /** The portal's address, with or without a path and a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: Secret;
  /** How long a reply may take once the call is sent: 30 s for reads and 60 s for writes, by effect, unless set. */
  readonly timeouts?: { readonly readMs: number; readonly writeMs: number };
  readonly governor: Governor;
  /** What all processes of the installation may do together; each call waits for its share, or is refused. */
  readonly budget?: SharedBudget;
  /** Awaited before each call that may change something: it may hold the call back, or refuse it by throwing. */
  readonly beforeWrite?: () => Promise<void>;
  /** Told of each call right before it is sent. Must not throw. */
  readonly onSend?: (call: SentCall) => void;
  /** Told once of each call that was sent, after its end. Must not throw. */
  readonly onCall?: (record: CallRecord) => void;
  /** Ends every call, under way or waiting, and refuses all later ones. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

export interface HttpClient {
  readonly send: Send;
  readonly portalTime: () => Date | undefined;
}

const defaultTimeouts = { readMs: 30_000, writeMs: 60_000 };

/**
 * Sends calls to the portal, each exactly once: whether to try again is decided elsewhere, by the error's kind. Every failure is an
 * `AppError` whose details name the method, the path template, the status and the `effect`: `none` when the call cannot have done
 * anything, `unknown` when it may have.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { governor, signal, onCall, timeouts = defaultTimeouts, fetch: request = fetch } = options;
  const clock = createPortalClock();

  async function exchange(call: PortalCall<unknown>, url: URL): Promise<RawReply> {
    const timeoutMs = call.effect === 'read' ? timeouts.readMs : timeouts.writeMs;
    const deadline = createDeadline(timeoutMs, signal);
    try {
      const response = await request(url, {
        ...writeRequest(call, options.apiKey),
        signal: deadline.signal,
      });
      clock.learn(response.headers.get('date'));
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw noReply(call, error, { origin: url.origin, timeoutMs });
    } finally {
      deadline.end();
    }
  }

  async function sendNow<Answer>(call: PortalCall<Answer>): Promise<PortalReply<Answer>> {
    const url = writeUrl(options.baseUrl, call);
    const sent = describeCall(call);
    await options.budget?.admit({ method: call.method, isUrgent: call.urgent === true });
    // Last of all: after it nothing may hold the call back.
    if (call.effect === 'write') await options.beforeWrite?.();
    const started = performance.now();
    const record = (end: Omit<CallRecord, 'ms' | keyof SentCall>) =>
      onCall?.({ ...sent, ms: Math.round(performance.now() - started), ...end });
    options.onSend?.(sent);
    try {
      const raw = await exchange(call, url);
      const reply = readReply(call, raw);
      record({ status: raw.status, effect: call.effect === 'read' ? 'none' : 'done' });
      return reply;
    } catch (error) {
      if (error instanceof AppError) record(endOf(error, call));
      throw error;
    }
  }

  return {
    portalTime: () => clock.now(),
    async send(call) {
      const lane = call.method === 'GET' ? 'reads' : 'writes';
      try {
        return await governor.run(lane, () => sendNow(call), signal);
      } catch (error) {
        throw signal?.aborted === true && !(error instanceof AppError) ? notSent(call, error) : error;
      }
    },
  };
}

function describeCall({ method, template, effect, ids = {} }: PortalCall<unknown>): SentCall {
  const sent = { id: randomUUID(), method, template, isWrite: effect === 'write' };
  const roomId = template.startsWith('files/rooms/{id}') ? Number(ids['id']) : NaN;
  return Number.isSafeInteger(roomId) ? { ...sent, roomId } : sent;
}

function endOf(error: AppError, { body }: PortalCall<unknown>): Omit<CallRecord, 'ms' | keyof SentCall> {
  const { status, effect } = error.details;
  return {
    status: typeof status === 'number' ? status : undefined,
    effect: effect === 'unknown' ? 'unknown' : 'none',
    error,
    ...(body === undefined ? {} : { body: redactBody(body) }),
  };
}

function writeRequest(call: PortalCall<unknown>, apiKey: Secret): RequestInit {
  // Any other form of the header is taken for a portal token, and refused (DocSpace server, CookieAuthHandler.cs).
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey.reveal()}` };
  // A redirect that is followed would take the key to wherever it points.
  const request: RequestInit = { method: call.method, headers, redirect: 'manual' };
  if (call.method === 'GET') return request;
  const body = JSON.stringify(call.body ?? {});
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function readReply<Answer>(call: PortalCall<Answer>, reply: RawReply): PortalReply<Answer> {
  if (reply.status < 200 || reply.status > 299) throw refusal(call, reply);
  const envelope = reply.text === '' ? {} : parseJson(reply.text);
  if (!isRecord(envelope)) throw unreadable(call, reply, undefined);
  const answer = call.answer.safeParse(envelope['response']);
  if (!answer.success) throw unreadable(call, reply, ['response', ...(answer.error.issues[0]?.path ?? [])].join('.'));
  return { answer: answer.data, total: typeof envelope['total'] === 'number' ? envelope['total'] : undefined };
}
