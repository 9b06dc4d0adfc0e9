import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler, Next } from 'hono';
import type { ApiRoute } from '../api/api-types.ts';
import type { Portal } from '../portal.ts';
import { authenticate } from '../wire/authenticate.ts';
import type { CallLog } from './call-log.ts';
import type { Faults, Strike } from './faults.ts';
import { matchPath } from './match-path.ts';
import type { LimitedCall, Permit, RateLimiter } from './rate-limiter.ts';

interface Environment {
  Bindings: HttpBindings;
}

/** What stands between the caller and the API. */
export interface Interception {
  routes: readonly ApiRoute[];
  calls: CallLog;
  faults: Faults;
  limits: RateLimiter;
  portal: Portal;
  latencyMs: () => number;
  /** Told after each call that reached the API. */
  called: () => void;
}

/** Records every call, refuses what is too much, slows it down by the set latency and makes the faults happen that were asked for. */
export function intercept(interception: Interception): MiddlewareHandler<Environment> {
  const operations = interception.routes.map((route) => ({ route, fits: matchPath(route.path) }));
  return async function interceptCall(context, next) {
    const { method, path } = context.req;
    const route = operations.find((known) => known.route.method === method && known.fits(path))?.route;
    const query = new URL(context.req.url).search;
    const call = interception.calls.begin({ method, path, query, operation: route?.operation, effect: route?.effect });
    try {
      const permit = await interception.limits.admit(limitedCall(interception.portal, context));
      if (permit instanceof Response) context.res = permit;
      else await serve(permit);
    } finally {
      interception.calls.end(call, isGone(context) ? undefined : context.res.status);
      interception.called();
    }
    return undefined;

    async function serve(permit: Permit): Promise<void> {
      const strike = interception.faults.take({ method, path, operation: route?.operation });
      try {
        if (interception.latencyMs() > 0) await sleep(interception.latencyMs());
        await (strike ? strikeCall(strike, { context, next, portal: interception.portal }) : next());
      } finally {
        permit.release();
      }
    }
  };
}

function limitedCall(portal: Portal, { req, env }: Context<Environment>): LimitedCall {
  const credentials = { authorization: req.header('authorization'), cookie: req.header('cookie') };
  return {
    method: req.method,
    path: req.path.replace(/^\/api\/2\.0\//, ''),
    caller: () => authenticate(portal, credentials)?.account.id ?? env.incoming.socket.remoteAddress ?? '',
    // The API reads the same body once more.
    body: () => req.raw.clone().text(),
  };
}

interface StruckCall {
  context: Context<Environment>;
  next: Next;
  portal: Portal;
}

async function strikeCall(strike: Strike, call: StruckCall): Promise<void> {
  const { fault } = strike;
  const { context, next } = call;
  if ('drop' in fault || 'hold' in fault) return interrupt(strike, fault, call);
  strike.hit();
  if ('status' in fault) {
    if (fault.moment === 'after') await next();
    context.res = replyOf(fault);
  } else if ('delayMs' in fault) {
    await sleep(fault.delayMs);
    await next();
  } else if ('lateMs' in fault) {
    drop(context);
    await sleep(fault.lateMs);
    await next();
    context.res = RESPONSE_ALREADY_SENT;
  } else if ('truncate' in fault) {
    await next();
    const text = await context.res.text();
    context.res = new Response(text.slice(0, text.length / 2), context.res);
  } else {
    await withOperationMs(call, fault.operationMs);
  }
}

function replyOf({ status, body, headers }: Extract<Strike['fault'], { status: number }>): Response {
  return body === undefined ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}

/** What a call starts reads how long it takes when it is started. */
async function withOperationMs({ portal, next }: StruckCall, operationMs: number): Promise<void> {
  const usual = portal.operationMs;
  portal.operationMs = operationMs;
  try {
    await next();
  } finally {
    portal.operationMs = usual;
  }
}

async function interrupt(
  strike: Strike,
  fault: Extract<Strike['fault'], { drop: unknown } | { hold: unknown }>,
  { context, next }: StruckCall,
): Promise<void> {
  const moment = 'drop' in fault ? fault.drop : fault.hold;
  if (moment === 'after') await next();
  strike.hit();
  if ('drop' in fault) drop(context);
  else await strike.cleared;
  if (moment === 'before') await proceed(context, next);
}

/** A caller that went away while its call was held before the effect never made the call. */
async function proceed(context: Context<Environment>, next: Next): Promise<void> {
  if (isGone(context)) context.res = RESPONSE_ALREADY_SENT;
  else await next();
}

function drop(context: Context<Environment>): void {
  context.env.incoming.socket.destroy();
  context.res = RESPONSE_ALREADY_SENT;
}

function isGone(context: Context<Environment>): boolean {
  return context.env.incoming.socket.destroyed;
}
