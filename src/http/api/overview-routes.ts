import { z } from 'zod';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { createChangeEvents } from './change-events.ts';
import { readQuery } from './query.ts';

const hourMs = 3_600_000;

const ChartQuery = z.strictObject({
  piece: z.enum(['hour', 'day']).default('hour'),
  pieces: z.coerce.number('Give a number from 1 to 400.').int().min(1).max(400).default(24),
});

/** What the whole is like, who asks, and what has just changed. */
export function createOverviewRoutes(parts: HttpParts): readonly ApiRoute[] {
  const { overview, pages, work, now } = parts;
  return [
    {
      ...{ method: 'get', path: '/session', role: 'viewer', summary: 'Say who asks' },
      description: 'Name, role and limits of the token or session that asks, and what it is that answers.',
      answer: { status: 200, holds: '`name`, `role`, `blueprints` of a limited one, `version`, `portal`.' },
      handle: (c) => {
        const { name, role, blueprints } = c.get('identity');
        const limits = blueprints ? { blueprints } : {};
        return Promise.resolve(c.json({ name, role, ...limits, version: work.version, portal: pages.portal }));
      },
    },
    {
      ...{ method: 'get', path: '/overview', role: 'viewer', summary: 'See whether all is well' },
      description: 'Each thing that must work, with what to do; how many runs are in which state; the freeze switch.',
      answer: { status: 200, holds: '`checks`, `counts`, `portal`, and `freeze` while it is on.' },
      async handle(c) {
        const [state, freeze] = await Promise.all([overview(), pages.freeze.read().catch(() => undefined)]);
        return c.json({ ...state, ...(freeze ? { freeze } : {}) });
      },
    },
    {
      ...{ method: 'get', path: '/overview/chart', role: 'viewer', summary: 'Count runs over time' },
      description: 'By state, in each hour or day. Query: `piece` (`hour` or `day`), `pieces` (how many; 24).',
      answer: { status: 200, holds: '`pieces`, the oldest first; those without runs are left out.' },
      async handle(c) {
        const { piece, pieces } = readQuery(c, ChartQuery);
        const wide = piece === 'hour' ? hourMs : 24 * hourMs;
        const since = new Date((Math.floor(now().getTime() / wide) - pieces + 1) * wide);
        const { blueprints } = c.get('identity');
        return c.json({ since: since.toISOString(), pieces: await pages.chart({ since, piece, blueprints }) });
      },
    },
    {
      ...{ method: 'get', path: '/events', role: 'viewer', summary: 'Hear what changes' },
      description:
        'Server-sent events: `hello` once no change goes unheard (what was asked for before may be out of date), then `changed` with the kinds of things that have changed (`runs`, `rooms`, `deliveries`, `batches`, `settings`), so that they are asked for again.',
      answer: { status: 200, holds: 'text/event-stream' },
      handle: (c) => Promise.resolve(createChangeEvents(c, parts)),
    },
  ];
}
