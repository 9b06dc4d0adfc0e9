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
        await (strike ? strikeCall(strike, context, next) : next());
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

async function strikeCall(strike: Strike, context: Context<Environment>, next: Next): Promise<void> {
  const { fault } = strike;
  if ('status' in fault) {
    strike.hit();
    context.res =
      fault.body === undefined
        ? new Response(null, { status: fault.status })
        : Response.json(fault.body, { status: fault.status });
    return;
  }
  if ('delayMs' in fault) {
    strike.hit();
    await sleep(fault.delayMs);
    return next();
  }
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
