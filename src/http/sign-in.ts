import { Hono } from 'hono';
import type { Session } from './access.ts';
import { addressOf } from './address-of.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { createAttempts } from './attempts.ts';
import { auditSignIn } from './audit-access.ts';
import { refuseForeignWrite } from './guards.ts';
import { renderSignedInPage, renderSignInPage } from './pages/sign-in-page.ts';
import type { HttpParts } from './parts.ts';
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './session-cookie.ts';

const failuresPerMinute = 20;

/** Ways in and out for browsers: the one-time address `/login?code=…`, the form for a token, and sign-out. */
export function createSignIn(parts: HttpParts): Hono<AppEnv> {
  const { access, site, now, log, audit } = parts;
  const attempts = createAttempts({ now, limit: failuresPerMinute });

  function showForm(
    c: AppContext,
    next: string,
    failure?: { text: string; status: 401 | 429 },
  ): Response | Promise<Response> {
    const nonce = c.get('secureHeadersNonce') ?? '';
    const page = renderSignInPage({ nonce, next, ...(failure ? { failure: failure.text } : {}) });
    return c.html(page, failure?.status ?? 200);
  }

  async function signIn(c: AppContext, next: string, attempt: Attempt): Promise<Response> {
    const address = addressOf(c);
    if (attempts.isExhausted(address)) {
      return showForm(c, next, { text: 'Too many failed attempts. Wait a minute and try again.', status: 429 });
    }
    const session = await attempt.open();
    if (!session) {
      attempts.countFailure(address);
      log.warn('sign-in refused', { address });
      audit.record(auditSignIn('sign-in refused'));
      return showForm(c, next, { text: attempt.failure, status: 401 });
    }
    audit.record(auditSignIn('signed in', session.identity.name));
    writeSessionCookie(c, site, session);
    return c.html(renderSignedInPage(c.get('secureHeadersNonce') ?? '', next));
  }

  const routes = new Hono<AppEnv>();
  routes.get('/login', (c) => {
    const next = readNext(c.req.query('next'));
    const code = c.req.query('code');
    // Whoever previews a link asks with HEAD, and must not spend its code.
    if (code === undefined || c.req.method === 'HEAD') return showForm(c, next);
    return signIn(c, next, {
      open: () => access.redeemLoginCode(code),
      failure: 'This one-time address is used or too old.',
    });
  });
  routes.post('/login', async (c) => {
    refuseForeignWrite(c, site);
    const { token, next } = await c.req.parseBody();
    const given = typeof token === 'string' ? token.trim() : '';
    return signIn(c, readNext(next), { open: () => access.signIn(given), failure: 'This token is not known.' });
  });
  routes.post('/logout', (c) => signOut(c, parts));
  return routes;
}

async function signOut(c: AppContext, { access, audit, site }: HttpParts): Promise<Response> {
  refuseForeignWrite(c, site);
  const session = readSessionCookie(c, site);
  const identity = session === undefined ? undefined : await access.identifySession(session);
  if (session !== undefined && identity) {
    await access.signOut(session);
    audit.record(auditSignIn('signed out', identity.name));
  }
  clearSessionCookie(c, site);
  return c.redirect('/login', 303);
}

interface Attempt {
  readonly open: () => Promise<Session | undefined>;
  /** What to say when it opens nothing. */
  readonly failure: string;
}

/** Only a path of our own: anything else would let a link send whoever signs in to another site. */
function readNext(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : '/';
}
