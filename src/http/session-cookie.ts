import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Session } from './access.ts';
import type { Site } from './site.ts';

/** The session that the browser holds, if it holds one. */
export function readSessionCookie(c: Context, site: Site): string | undefined {
  return getCookie(c, cookieName(site));
}

/** Hands the session to the browser: unreadable for scripts, never sent from another site's page. */
export function writeSessionCookie(c: Context, site: Site, session: Session): void {
  setCookie(c, cookieName(site), session.secret.reveal(), { ...cookieOptions(site), expires: session.expiresAt });
}

export function clearSessionCookie(c: Context, site: Site): void {
  deleteCookie(c, cookieName(site), cookieOptions(site));
}

function cookieOptions(site: Site): { path: string; httpOnly: true; sameSite: 'Strict'; secure: boolean } {
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure: site.publicUrl?.protocol === 'https:' };
}

/** Browsers keep cookies by name without the port: two installations on one machine must not end each other's sessions. */
function cookieName(site: Site): string {
  return `concierge_session_${String(site.port())}`;
}
