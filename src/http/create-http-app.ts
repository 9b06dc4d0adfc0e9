import { Hono } from 'hono';
import { isDatabaseTrouble } from '../base/database-trouble.ts';
import { AppError, errorKindOf, errorPolicies } from '../base/errors.ts';
import { createApi, createApiRoutes } from './api.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { addBasePath, pathBelow } from './base-path.ts';
import { readClient } from './client-of.ts';
import { requireIdentity, requireOwnSite, requireRole } from './guards.ts';
import { createHealth } from './health.ts';
import { limitBody } from './limit-body.ts';
import { answerMetrics } from './metrics-port.ts';
import { createPages } from './pages.ts';
import { renderProblemPage } from './pages/problem-page.ts';
import type { HttpParts } from './parts.ts';
import { answerProblem, describeProblem } from './problem.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { createSignIn } from './sign-in.ts';
import { createWebhookDoor } from './webhook-door.ts';

/** Enough for a token; what strangers send is read up to here. */
const signInLimit = 8 * 1024;

/** Enough for every form and every run's inputs; the webhook door has a limit of its own. */
const formLimit = 256 * 1024;
/** For CSV files, as JSON writes them. */
const sheetLimit = 10 * 1024 * 1024;

function isSheet(c: AppContext): boolean {
  return /^\/api\/blueprints\/[^/]+\/csv(\/check)?$/.test(c.req.path);
}

const forForms = limitBody(formLimit);
const forSheets = limitBody(sheetLimit);

/**
 * The whole HTTP side. Closed by default: what stands above `requireIdentity` answers anybody (the webhook door, health, sign-in);
 * all else, unknown paths too, needs a token or a session.
 */
export function createHttpApp(parts: HttpParts): Hono<AppEnv> {
  const { site, door, log } = parts;
  const app = new Hono<AppEnv>({ getPath: pathBelow(site.basePath) });
  app.use(readClient(site.trustedProxies));
  app.use(addBasePath(site.basePath));
  app.use(setSecurityHeaders(site));
  app.use(requireOwnSite(site));
  app.route('/docspace/webhook', createWebhookDoor(door, log));
  app.route('/', createHealth(parts));
  app.use('/login', limitBody(signInLimit));
  app.use('/logout', limitBody(signInLimit));
  app.route('/', createSignIn(parts));
  // Nothing of a stranger's body is read: who asks is found out first.
  app.use(requireIdentity(parts));
  app.use((c, next) => (isSheet(c) ? forSheets : forForms)(c, next));
  const routes = createApiRoutes(parts);
  app.route('/api', createApi(routes));
  app.get('/metrics', requireRole('viewer'), async (c) => answerMetrics(c, parts));
  app.route('/', createPages(parts, routes));
  app.notFound((c) => answerError(c, new AppError('not-found', `There is nothing at ${c.req.path}.`)));
  app.onError((error, c) => {
    const request = { error, method: c.req.method, path: c.req.path };
    if (isDatabaseTrouble(error)) {
      log.warn('request failed, the database is away', request);
      return answerError(c, new AppError('unavailable', 'The database does not answer.', { hint: 'Ask again soon.' }));
    }
    if (errorKindOf(error) === 'defect') log.error('request failed', request);
    return answerError(c, error);
  });
  return app;
}

/** People get a page, or the sign-in page where that is what they need; programs get problem+json. */
function answerError(c: AppContext, error: unknown): Response | Promise<Response> {
  const isPage = !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html');
  const problem = describeProblem(error);
  if (isPage && problem.kind === 'unauthenticated') return c.redirect(`/login${describeReturn(c)}`, 303);
  if (isPage)
    return c.html(renderProblemPage(c.get('secureHeadersNonce') ?? '', problem), errorPolicies[problem.kind].status);
  if (problem.kind === 'unauthenticated') c.header('WWW-Authenticate', 'Bearer');
  return answerProblem(c, error);
}

function describeReturn(c: AppContext): string {
  return c.req.method === 'GET' && c.req.path !== '/' ? `?next=${encodeURIComponent(c.req.path)}` : '';
}
