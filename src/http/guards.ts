import type { MiddlewareHandler } from 'hono';
import { AppError } from '../base/errors.ts';
import { includesRole, type Identity, type Role } from './access-records.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import type { HttpParts } from './parts.ts';
import { readSessionCookie } from './session-cookie.ts';
import { isOwnHost, isOwnOrigin, isSameOrigin, type Site } from './site.ts';

/** Refuses requests that name another host, or come from another site's page. */
export function requireOwnSite(site: Site): MiddlewareHandler<AppEnv> {
  return async function requireOwnSite(c, next) {
    const origin = c.req.header('origin');
    if (c.req.url.includes('%00'))
      throw new AppError('invalid-input', 'The address holds a character that no address has.');
    if (!isOwnHost(site, c.get('client').host)) {
      throw new AppError('forbidden', 'Concierge does not answer to this host name.', {
        hint: 'Open it by the address it printed at start, or set PUBLIC_URL to the address that people and the portal use.',
      });
    }
    if (origin !== undefined && !isOwnOrigin(site, origin)) {
      throw new AppError('forbidden', 'Concierge does not take requests from pages of other sites.');
    }
    await next();
  };
}

/** Finds out who asks, by bearer token or session cookie; nobody gets further unknown. */
export function requireIdentity({ access, site }: HttpParts): MiddlewareHandler<AppEnv> {
  async function identifyCookie(c: AppContext): Promise<Identity | undefined> {
    const session = readSessionCookie(c, site);
    const identity = session === undefined ? undefined : await access.identifySession(session);
    if (identity) refuseForeignWrite(c, site);
    return identity;
  }

  return async function requireIdentity(c, next) {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const identity = token === undefined ? await identifyCookie(c) : await access.identifyToken(token);
    if (!identity) {
      throw new AppError('unauthenticated', token === undefined ? 'This needs a token.' : 'This token is not known.', {
        hint: 'Send the header "Authorization: Bearer ct_…", or sign in at /login.',
      });
    }
    c.set('identity', identity);
    await next();
  };
}

/**
 * Refuses those whose role does not include `needed`. What only an admin may do is about the whole installation: whoever is limited to
 * blueprints may not, or could make a token without that limit. Stands behind `requireIdentity`.
 */
export function requireRole(needed: Role): MiddlewareHandler<AppEnv> {
  return async function requireRole(c, next) {
    const { name, role, blueprints } = c.get('identity');
    if (!includesRole(role, needed)) {
      throw new AppError('forbidden', `"${name}" has the role ${role}; this needs ${needed}.`);
    }
    if (needed === 'admin' && blueprints) {
      throw new AppError('forbidden', `"${name}" is for some blueprints only; this is about the whole installation.`);
    }
    await next();
  };
}

/** A browser sends cookies by itself, so a write that relies on one must also show that it comes from our own page. */
export function refuseForeignWrite(c: AppContext, site: Site): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  if (!isSameOrigin(site, c.req.header('origin'), c.get('client').host)) {
    throw new AppError('forbidden', 'A change by a signed-in browser must come from a page of this service.');
  }
}
