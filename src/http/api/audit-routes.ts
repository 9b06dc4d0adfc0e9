import { stream } from 'hono/streaming';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { ApiRoute } from './api-route.ts';
import { mayUse } from './who-asks.ts';

const Query = z.strictObject({
  format: z.enum(['json', 'jsonl', 'csv']).default('json'),
  limit: z.coerce.number().int().min(1).max(1_000_000).exactOptional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'Give the `id` of an entry.')
    .exactOptional(),
  run: z.string().min(1).exactOptional(),
  room: z.coerce.number().int().min(1).max(2_147_483_647).exactOptional(),
  blueprint: z.string().min(1).exactOptional(),
  since: z.iso.datetime({ offset: true, error: 'Give a time such as 2026-07-01T00:00:00Z.' }).exactOptional(),
});

const pageLimit = 1_000;
const contentTypes = { jsonl: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const;

/** The audit, and the calls that runs made. */
export function createAuditRoutes({ audit, runs }: HttpParts): readonly ApiRoute[] {
  return [
    {
      ...{ method: 'get', path: '/audit', role: 'admin', summary: 'Read or export the audit' },
      description:
        'Who or what caused which change, the oldest first. Query: `limit`, `after` (an entry’s `id`), `run`, `room`, `blueprint`, `since`, and `format`: `json` (a page of 1000 at most), or `jsonl` and `csv`, which hold all entries unless limited.',
      answer: { status: 200, holds: '`entries`, and `next` unless it is the last page; or lines.' },
      async handle(c) {
        const { format, ...query } = parseQuery(c);
        if (format !== 'json') {
          c.header('Content-Type', contentTypes[format]);
          c.header('Content-Disposition', `attachment; filename="audit.${format}"`);
          return stream(c, async (out) => {
            for await (const lines of audit.lines({ limit: Infinity, ...query }, format)) await out.write(lines);
          });
        }
        const limit = Math.min(query.limit ?? 100, pageLimit);
        const entries = await audit.list({ ...query, limit });
        const next = entries.length === limit ? entries.at(-1)?.id : undefined;
        return c.json({ entries, ...(next === undefined ? {} : { next }) });
      },
    },
    {
      ...{ method: 'get', path: '/runs/{id}/calls', role: 'viewer', summary: 'List the portal calls of a run' },
      description:
        'Method, path template, status and milliseconds of each, the oldest first. What was sent is kept of failed calls only, without secrets.',
      answer: { status: 200, holds: '`calls`.' },
      async handle(c) {
        const id = c.req.param('id') ?? '';
        const run = await runs.find(id);
        if (!run || !mayUse(c.get('identity'), run.blueprint)) {
          throw new AppError('not-found', `There is no run "${id}".`);
        }
        return c.json({ calls: await audit.callsOf(id) });
      },
    },
  ];
}

function parseQuery(c: AppContext): z.infer<typeof Query> {
  const { data, error } = Query.safeParse(c.req.query());
  if (data) return data;
  const [issue] = error.issues;
  throw new AppError('invalid-input', `The parameter "${issue?.path.join('.') ?? ''}" is wrong.`, {
    hint: issue?.message ?? 'See the API reference.',
  });
}
