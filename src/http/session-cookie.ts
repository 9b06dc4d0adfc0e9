import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AppContext } from './app-env.ts';
import type { Session } from './access.ts';
import type { Site } from './site.ts';

/** The session that the browser holds, if it holds one. */
export function readSessionCookie(c: AppContext, site: Site): string | undefined {
  return getCookie(c, cookieName(site));
}

/** Hands the session to the browser: unreadable for scripts, never sent from another site's page. */
export function writeSessionCookie(c: AppContext, site: Site, session: Session): void {
  setCookie(c, cookieName(site), session.secret.reveal(), { ...cookieOptions(c, site), expires: session.expiresAt });
}

export function clearSessionCookie(c: AppContext, site: Site): void {
  deleteCookie(c, cookieName(site), cookieOptions(c, site));
}

/** `secure` where people come by TLS, by the setting or as a trusted proxy says: such a cookie never leaves the browser in the clear. */
function cookieOptions(
  c: AppContext,
  site: Site,
): { path: string; httpOnly: true; sameSite: 'Strict'; secure: boolean } {
  const secure = site.publicUrl?.protocol === 'https:' || c.get('client').isSecure;
  return { path: site.basePath === '' ? '/' : site.basePath, httpOnly: true, sameSite: 'Strict', secure };
}

/** Browsers keep cookies by name without the port: two installations on one machine must not end each other's sessions. */
function cookieName(site: Site): string {
  return `concierge_session_${String(site.port())}`;
}
