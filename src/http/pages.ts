import { Hono } from 'hono';
import type { ApiRoute } from './api/api-route.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import type { DashboardFile } from './dashboard-files.ts';
import { requireRole } from './guards.ts';
import { renderApiPage } from './pages/api-page.ts';
import { renderUnbuiltPage } from './pages/unbuilt-page.ts';
import type { HttpParts } from './parts.ts';

/** The addresses that the dashboard shows something at: whoever opens one gets the application, which looks at the address itself. */
const places = ['/', '/runs', '/blueprints', '/batches', '/rooms', '/guests', '/deliveries', '/settings'];

/** What people who are signed in look at: the dashboard's files, and the API as people read it. */
export function createPages({ dashboard }: HttpParts, routes: readonly ApiRoute[]): Hono<AppEnv> {
  const pages = new Hono<AppEnv>();
  pages.use(requireRole('viewer'));
  pages.get('/api-reference', (c) => c.html(renderApiPage(routes, readView(c))));
  pages.get('/assets/:name', (c, next) => {
    const file = dashboard.get(c.req.path);
    // Its name holds a hash of what is in it.
    return file ? Promise.resolve(send(c, file, 'private, max-age=31536000, immutable')) : next();
  });
  const start = startPageOf(dashboard);
  const open = (c: AppContext): Response | Promise<Response> => {
    return start ? send(c, start, 'no-store') : c.html(renderUnbuiltPage(c.get('secureHeadersNonce') ?? ''), 503);
  };
  for (const place of places) {
    pages.get(place, open);
    if (place !== '/') pages.get(`${place}/*`, open);
  }
  return pages;
}

/** It is built with addresses beside its own, and is opened at many: so they begin at the root here, and below a path where there is one. */
function startPageOf(dashboard: HttpParts['dashboard']): DashboardFile | undefined {
  const built = dashboard.get('/index.html');
  if (!built) return undefined;
  const page = new TextDecoder().decode(built.bytes).replaceAll('="./', '="/');
  return { type: built.type, bytes: new TextEncoder().encode(page) };
}

function send(c: AppContext, { type, bytes }: DashboardFile, caching: string): Response {
  return c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': caching });
}

function readView(c: AppContext): { nonce: string; identity: AppEnv['Variables']['identity'] } {
  return { nonce: c.get('secureHeadersNonce') ?? '', identity: c.get('identity') };
}
