import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { RunDetail } from '../../runs/run.ts';
import type { ApiRoute } from './api-route.ts';
import { createEvents } from './run-events.ts';
import { createQueryParser } from './run-query.ts';
import { showRun } from './show-run.ts';
import { mayUse, requestOf } from './who-asks.ts';

const Undo = z.strictObject({
  delete: z.boolean().default(false).describe('Delete a room whose contents are all ours, instead of archiving it.'),
});

/** Runs: listed, read, followed, tried again, taken back. */
export function createRunRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createReads(parts), ...createActions(parts)];
}

/** The run, as far as the one who asks may see it. */
async function find(c: AppContext, { runs }: HttpParts): Promise<RunDetail> {
  const id = c.req.param('id') ?? '';
  const attempt = c.req.query('attempt') ?? '';
  const run = await runs.find(id, /^[1-9]\d{0,5}$/.test(attempt) ? Number(attempt) : undefined);
  if (run && mayUse(c.get('identity'), run.blueprint)) return run;
  throw new AppError('not-found', `There is no run "${id}".`);
}

function pageQuery({ runStates }: HttpParts): NonNullable<ApiRoute['query']> {
  const states = Object.keys(runStates);
  return [
    { name: 'limit', about: 'How many: 50 unless told.', schema: { type: 'integer', minimum: 1, maximum: 200 } },
    {
      name: 'state',
      about: `Only those in this state, or in one of several with commas: ${states.join(', ')}.`,
      schema: { type: 'string' },
    },
    { name: 'blueprint', about: 'Only those of this blueprint.', schema: { type: 'string' } },
    {
      name: 'subject',
      about: 'A part of the subject, of its name or of the room’s title.',
      schema: { type: 'string' },
    },
    { name: 'roomId', about: 'Only those of this room.', schema: { type: 'integer' } },
    { name: 'since', about: 'Only those created then or later.', schema: { type: 'string', format: 'date-time' } },
    { name: 'until', about: 'Only those created before.', schema: { type: 'string', format: 'date-time' } },
    { name: 'before', about: 'The `next` of the page before.', schema: { type: 'string' } },
  ];
}

function createReads(parts: HttpParts): readonly ApiRoute[] {
  const { runs, pages } = parts;
  const parseQuery = createQueryParser(parts.runStates);
  return [
    {
      ...{ method: 'get', path: '/runs', role: 'viewer', summary: 'List runs' },
      description: 'The newest first.',
      query: pageQuery(parts),
      answer: { status: 200, holds: 'A page: `runs`, and `next` unless it is the last.', schema: 'RunPage' },
      async handle(c) {
        const page = await runs.list(parseQuery(c.req.query()));
        const shown = page.runs.filter(({ blueprint }) => mayUse(c.get('identity'), blueprint));
        return c.json({ ...page, runs: shown });
      },
    },
    {
      ...{ method: 'get', path: '/runs/{id}', role: 'viewer', summary: 'Read a run' },
      description:
        'With its plan (`lines` is how people read it), each action with its calls to the portal, and what it kept back. Never the address of a link. Query: `attempt`, for what an earlier one did.',
      answer: { status: 200, holds: 'The run.', schema: 'RunDetail' },
      handle: async (c) => c.json(showRun(await find(c, parts), parts.describe)),
    },
    {
      ...{ method: 'get', path: '/runs/{id}/events', role: 'viewer', summary: 'Follow a run' },
      description: 'Server-sent events: `run` with the whole run whenever it changed, until it has ended.',
      answer: { status: 200, holds: 'text/event-stream' },
      handle: async (c) => createEvents(c, await find(c, parts), parts),
    },
    {
      ...{ method: 'get', path: '/runs/{id}/undo', role: 'operator', summary: 'See what taking a run back would do' },
      description: 'Reads the portal and changes nothing. Query: `delete=true`, for deleting instead of archiving.',
      answer: { status: 200, holds: 'What is done (`lines`), what forbids it (`refusals`), what stays (`cannot`).' },
      async handle(c) {
        const { id } = await find(c, parts);
        return c.json(await pages.planUndo(id, c.req.query('delete') === 'true'));
      },
    },
  ];
}

function createActions(parts: HttpParts): readonly ApiRoute[] {
  const { runs, work, pages } = parts;
  return [
    {
      ...{ method: 'post', path: '/runs/{id}/retry', role: 'operator', summary: 'Try a run again' },
      description: 'A run that failed, was cancelled or waits goes on at once from what is there.',
      answer: { status: 202, holds: 'The run, queued.', schema: 'Run' },
      async handle(c) {
        const { id } = await find(c, parts);
        return c.json(await runs.retry(id, c.get('identity').name), 202);
      },
    },
    {
      ...{ method: 'post', path: '/runs/{id}/cancel', role: 'operator', summary: 'Cancel a run' },
      description:
        'One that stands in the queue or waits ends at once, one that is under way before its next change. What it did so far stays.',
      answer: {
        status: 200,
        holds: 'The run: cancelled, or still running with the reason that says who cancelled it.',
      },
      async handle(c) {
        const { id } = await find(c, parts);
        return c.json(await pages.cancel(id, c.get('identity').name));
      },
    },
    {
      ...{ method: 'post', path: '/runs/{id}/undo', role: 'operator', summary: 'Take back what a run made' },
      description: 'By a run of its own, which refuses when somebody added something since, and says what stays done.',
      body: Undo,
      answer: { status: 202, holds: 'The run that takes it back, queued.', schema: 'Run' },
      async handle(c, body) {
        const { id } = await find(c, parts);
        const request = await requestOf(c, body, parts);
        const run = await work.undo(id, { ...request, deletes: Undo.parse(body).delete });
        return c.json(run, 202, { Location: `/api/runs/${run.id}` });
      },
    },
  ];
}
