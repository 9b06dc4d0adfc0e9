import { AppError, type ErrorDetails, type ErrorKind } from '../base/errors.ts';
import { parseJson } from '../base/json.ts';
import { neverSent, networkReason } from './network-failure.ts';
import type { PortalCall } from './portal-call.ts';
import { portalMessage } from './portal-message.ts';
import { requiredScope } from './scopes.ts';

type Call = PortalCall<unknown>;

/** A reply as it came over the wire. */
export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const kinds: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'rate-limited',
};

/** The error for a reply that is no success. */
export function refusal(call: Call, reply: RawReply): AppError {
  const { status, headers } = reply;
  const said = portalMessage(reply.text);
  const retryAfterSeconds = readRetryAfter(headers);
  const details = {
    effect: refusalEffect(call, reply),
    ...(said === undefined ? {} : { portalMessage: said }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  if (status === 404 && isBrokenOff(reply)) return unreadable(call, reply, undefined);
  const kind = status >= 500 ? 'unavailable' : (kinds[status] ?? 'rejected');
  const reason = said === undefined ? reasonOf(status) : `${reasonOf(status)}: ${said}`;
  return failure(call, kind, { reason, hint: hintFor(call, reply, said), details: { status, ...details } });
}

/** The error for a call to which no reply came. `origin` is the portal's address, `timeoutMs` how long was waited. */
export function noReply(
  call: Call,
  cause: unknown,
  { origin, timeoutMs }: { origin: string; timeoutMs: number },
): AppError {
  const effect = call.effect === 'read' || neverSent(cause) ? 'none' : 'unknown';
  return failure(call, 'unavailable', {
    reason: networkReason(cause, { origin, timeoutMs }),
    hint: `Check that DOCSPACE_BASE_URL (${origin}) is right and that the portal runs and can be reached from this machine.`,
    details: { effect },
    cause,
  });
}

/** The error for a call that was given up before it was sent. */
export function notSent(call: Call, cause: unknown): AppError {
  return failure(call, 'unavailable', {
    reason: 'the call was given up before it was sent',
    hint: 'Nothing has happened; start it again.',
    details: { effect: 'none' },
    cause,
  });
}

/**
 * The error for a success that cannot be read: `field` is the path of what is missing or wrong, or undefined when the text is no JSON.
 * A text that breaks off is a lost reply and may be asked for again; anything else will be no different the next time.
 */
export function unreadable(call: Call, { status, headers }: RawReply, field: string | undefined): AppError {
  const effect = call.effect === 'read' ? 'none' : 'unknown';
  if (field !== undefined) {
    return failure(call, 'rejected', {
      reason: `the portal's reply is not as expected at "${field}"`,
      hint: 'The portal may be of a version that Concierge does not know; look for an update.',
      details: { status, effect, field },
    });
  }
  const brokenOff = headers.get('content-type')?.includes('json') === true;
  return failure(call, brokenOff ? 'unavailable' : 'rejected', {
    reason: brokenOff ? "the portal's reply broke off" : 'what answers is not the DocSpace API',
    hint: brokenOff
      ? 'Try again; if it stays, look at what stands between this machine and the portal.'
      : 'Check that DOCSPACE_BASE_URL is the address of the portal itself, and what a proxy before it answers.',
    details: { status, effect },
  });
}

/** A 404 means "not there" only by what it says: half of one may be a proxy's. */
function isBrokenOff({ headers, text }: RawReply): boolean {
  const isJson = headers.get('content-type')?.includes('json') === true;
  return isJson && text !== '' && parseJson(text) === undefined;
}

interface Failure {
  readonly reason: string;
  readonly hint: string;
  readonly details: ErrorDetails;
  readonly cause?: unknown;
}

function failure(call: Call, kind: ErrorKind, { reason, hint, details, cause }: Failure): AppError {
  const { method, template } = call;
  return new AppError(kind, `Could not ${call.intent}: ${reason}`, {
    hint,
    details: { method, template, ...details },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A refusal comes before the effect, but for calls whose entries are committed one by one (DocSpace server, FileSharing.cs). */
function refusalEffect(call: Call, { status, text }: RawReply): 'none' | 'unknown' {
  if (call.effect === 'read') return 'none';
  if (status >= 500) return 'unknown';
  // Validation, authentication, scope and rate limit are decided before the first entry; the last three answer with an empty body.
  const beforeTheFirst = status === 400 || status === 401 || status === 429 || text === '';
  return call.piecemeal === true && !beforeTheFirst ? 'unknown' : 'none';
}

const reasons: Readonly<Record<number, string>> = {
  401: 'the portal does not accept the API key',
  402: "the portal's tariff or quota does not allow it",
  403: 'the portal does not allow it',
  404: 'the portal does not know it',
  429: 'the portal asks for patience',
};

function reasonOf(status: number): string {
  if (status >= 500) return `the portal failed (${status})`;
  if (status < 400) return `the portal sends on to another address (${status})`;
  return reasons[status] ?? `the portal refused (${status})`;
}

function hintFor(call: Call, { status, headers, text }: RawReply, said: string | undefined): string {
  if (status >= 500) return "Try again later; if it stays, look at the portal's own log.";
  if (status < 400) return redirectHint(headers);
  if (status === 403) return text === '' ? scopeHint(call) : (call.refusalHint ?? rightsHint);
  if (status === 404 && said === undefined && text !== '') {
    return 'Check that DOCSPACE_BASE_URL is the address of the portal itself.';
  }
  return hints[status] ?? 'Change what the message names; asking again changes nothing.';
}

const rightsHint = 'The API key acts as the account that made it: give that account the right in the portal.';

const hints: Readonly<Record<number, string>> = {
  401: 'Check the API key: it may be mistyped, expired or switched off, or the account that made it is not active.',
  402: "Free or buy room, storage or seats: the portal's tariff or quota is used up, or not paid.",
  404: 'Check the id; what it stood for may have been deleted.',
  429: "It goes on by itself after a while; lower PORTAL_LIMITS if other work under the same account uses up the portal's limit.",
};

/** The scope policy answers with an empty body (DocSpace server, ApiKeyScopesFilter.cs). */
function scopeHint({ method, template }: Call): string {
  const scope = requiredScope(method, template);
  if (scope === undefined) return "Look at the portal's IP restrictions and whether it is suspended.";
  if (scope === '*') return 'No scope covers this call: use an API key without restrictions.';
  return `Give the API key the scope ${scope}, or use one without restrictions.`;
}

function redirectHint(headers: Headers): string {
  const origin = URL.parse(headers.get('location') ?? '')?.origin;
  return origin === undefined
    ? 'Check DOCSPACE_BASE_URL: it must be the address of the portal itself.'
    : `The API key is sent nowhere else; if ${origin} is the portal, set DOCSPACE_BASE_URL to it.`;
}

function readRetryAfter(headers: Headers): number | undefined {
  const header = headers.get('retry-after');
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
