import { Hono } from 'hono';
import type { ApiRoute } from './api/api-route.ts';
import { createQueryParser } from './api/run-query.ts';
import { mayUse } from './api/who-asks.ts';
import { AppError } from '../base/errors.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { requireRole } from './guards.ts';
import { renderApiPage } from './pages/api-page.ts';
import { renderOverviewPage } from './pages/overview-page.ts';
import { renderRunPage } from './pages/run-page.ts';
import type { RunDetail } from '../runs/run.ts';
import type { HttpParts } from './parts.ts';

/** The pages for people who are signed in. */
export function createPages(parts: HttpParts, routes: readonly ApiRoute[]): Hono<AppEnv> {
  const { overview, runs, runStates } = parts;
  const parseQuery = createQueryParser(runStates);
  const viewer = requireRole('viewer');

  const pages = new Hono<AppEnv>();
  pages.get('/', viewer, async (c) => {
    const query = parseQuery(c.req.query());
    const [state, page] = await Promise.all([overview(), runs.list(query)]);
    const shown = page.runs.filter(({ blueprint }) => mayUse(c.get('identity'), blueprint));
    return c.html(
      renderOverviewPage(parts, { ...readView(c), overview: state, page: { ...page, runs: shown }, query }),
    );
  });
  pages.get('/runs/:id', viewer, async (c) => {
    const run = await findRun(c, parts);
    return c.html(renderRunPage(parts, { ...readView(c), run }));
  });
  pages.get('/api-reference', viewer, (c) => c.html(renderApiPage(routes, readView(c))));
  pages.post('/runs/:id/retry', requireRole('operator'), async (c) => {
    const { id } = await findRun(c, parts);
    await runs.retry(id, c.get('identity').name);
    return c.redirect(`/runs/${encodeURIComponent(id)}`, 303);
  });
  return pages;
}

/** The run, as far as the one who asks may see it. */
async function findRun(c: AppContext, { runs }: HttpParts): Promise<RunDetail> {
  const id = c.req.param('id') ?? '';
  const run = await runs.find(id);
  if (run && mayUse(c.get('identity'), run.blueprint)) return run;
  throw new AppError('not-found', `There is no run "${id}".`);
}

function readView(c: AppContext): { nonce: string; identity: AppEnv['Variables']['identity'] } {
  return { nonce: c.get('secureHeadersNonce') ?? '', identity: c.get('identity') };
}
