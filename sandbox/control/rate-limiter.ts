import * as z from 'zod';
import type { Clock } from '../portal.ts';
import { createFixedWindow, createSlidingWindow, createSlots, type Refusal } from './rate-windows.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const sensitive = { limit: 5, spanMs: 15 * minuteMs };

/** What may come how often. */
export interface RateRules {
  enforce: boolean;
  requestsPerMinute: number;
  concurrentReads: number;
  concurrentWrites: number;
  writesPerDay: number;
  /** Of the whole portal; null means any number. */
  emailInvitationsPerDay: number | null;
}

/** The vendor's cloud as it documents itself; a server of one's own has no limits unless they are switched on. */
export const cloudRules: RateRules = {
  enforce: false,
  requestsPerMinute: 1500,
  concurrentReads: 50,
  concurrentWrites: 15,
  writesPerDay: 10_000,
  emailInvitationsPerDay: null,
};

/** A call as the limiter sees it. */
export interface LimitedCall {
  method: string;
  /** Without `/api/2.0/`. */
  path: string;
  /** The caller's account, else their address. All keys and sessions of one account count together. */
  caller: () => string;
  body: () => Promise<string>;
}

/** A call that was let in: to be released when it is over. */
export interface Permit {
  release(): void;
}

/** Refuses what is too much, with 429 and no body. */
export interface RateLimiter {
  rules(): RateRules;
  /** Changes rules and forgets what was counted. */
  set(change: Partial<RateRules>): void;
  /** Back to the first rules, with nothing counted. */
  reset(): void;
  admit(call: LimitedCall): Promise<Permit | Response> | Permit;
}

const free: Permit = { release: () => undefined };

/** A limiter of the server's kind (DocSpace server, BaseStartup.cs): three limits for all, two more for some operations. */
export function createRateLimiter(clock: Clock, start: RateRules): RateLimiter {
  let rules = start;
  let counters = createCounters();

  async function check(call: LimitedCall): Promise<Permit | Response> {
    const counted = counters;
    const at = clock.now().getTime();
    const caller = call.caller();
    const flood = counted.requests.take(caller, { limit: rules.requestsPerMinute, at });
    if (flood) return refuse(flood, at);
    const isRead = call.method === 'GET';
    const slot = `${isRead ? 'read' : 'write'} ${caller}`;
    const crowd = counted.slots.enter(slot, isRead ? rules.concurrentReads : rules.concurrentWrites);
    if (crowd) return refuse(crowd, at);
    const release = (): void => counted.slots.leave(slot);
    const refusal =
      takeWrite(call, { caller, at }) ?? takeSensitive(call, { caller, at }) ?? (await takeEmails(call, at));
    if (!refusal) return { release };
    release();
    return refuse(refusal, at);
  }

  function takeWrite({ method }: LimitedCall, { caller, at }: { caller: string; at: number }): Refusal | undefined {
    if (method !== 'POST' && method !== 'PUT') return undefined;
    return counters.writes.take(caller, { limit: rules.writesPerDay, at, permits: 1 });
  }

  function takeSensitive(call: LimitedCall, { caller, at }: { caller: string; at: number }): Refusal | undefined {
    if (!isSensitive(call)) return undefined;
    return counters.sensitive.take(`${caller} ${call.path}`, { limit: sensitive.limit, at });
  }

  async function takeEmails(call: LimitedCall, at: number): Promise<Refusal | undefined> {
    const limit = rules.emailInvitationsPerDay;
    if (limit === null || !invites(call)) return undefined;
    return counters.emails.take('portal', { limit, at, permits: countEmails(await call.body()) });
  }

  return {
    rules: () => rules,
    set(change) {
      rules = { ...rules, ...change };
      counters = createCounters();
    },
    reset() {
      rules = start;
      counters = createCounters();
    },
    admit: (call) => (rules.enforce ? check(call) : free),
  };
}

function createCounters() {
  return {
    requests: createSlidingWindow(minuteMs),
    sensitive: createSlidingWindow(sensitive.spanMs),
    writes: createFixedWindow(dayMs),
    emails: createFixedWindow(dayMs),
    slots: createSlots(),
  };
}

// Retry-After and the time of the reset are said by fixed windows only; a client must find its own pace otherwise.
function refuse({ limit, remaining, resetAt }: Refusal, at: number): Response {
  const headers = new Headers({
    Date: new Date(at).toUTCString(),
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
  });
  if (resetAt !== undefined) {
    headers.set('Retry-After', String(Math.ceil((resetAt - at) / 1000)));
    headers.set('X-RateLimit-Reset', String(Math.ceil(resetAt / 1000)));
  }
  return new Response(null, { status: 429, headers });
}

const sensitiveCalls =
  /^(?:POST keys|PUT settings\/webhook\/(?:\d+\/)?retry|POST files\/rooms\/\d+\/resend|PUT people\/invite|POST people\/(?:email|password)|PUT people\/[^/]+\/(?:password|email)|POST files\/file\/\d+\/sendeditornotify)$/i;
const invitingCalls = /^(?:PUT files\/rooms\/\d+\/share|POST people\/invite)$/i;

function isSensitive({ method, path }: LimitedCall): boolean {
  return sensitiveCalls.test(`${method} ${path}`);
}

function invites({ method, path }: LimitedCall): boolean {
  return invitingCalls.test(`${method} ${path}`);
}

const Invitations = z.object({
  invitations: z.array(z.object({ email: z.string().min(1).optional().catch(undefined) })),
});

/** Each e-mail of a body takes a permit; sharing by ids takes none. */
function countEmails(body: string): number {
  const parsed = Invitations.safeParse(parseJson(body));
  return parsed.success ? parsed.data.invitations.filter(({ email }) => email !== undefined).length : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
