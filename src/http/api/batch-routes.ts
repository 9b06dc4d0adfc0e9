import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { SheetRequest } from '../page-parts.ts';
import type { ApiRoute } from './api-route.ts';
import { mayUse, requestOf, requireUse } from './who-asks.ts';

const Sheet = z.strictObject({
  file: z.string().min(1).max(200).describe('The name of the file.'),
  text: z.string().min(1).describe('The file: CSV with a heading that names the inputs, 8 MB at most.'),
});

/** CSV files: checked, started, followed, and handed back with what came of each row. */
export function createBatchRoutes(parts: HttpParts): readonly ApiRoute[] {
  return [...createStarts(parts), ...createReads(parts)];
}

function createStarts(parts: HttpParts): readonly ApiRoute[] {
  const { batches } = parts.pages;
  const read = (c: AppContext, body: unknown): SheetRequest => {
    const blueprint = c.req.param('name') ?? '';
    requireUse(c.get('identity'), blueprint);
    const found = parts.work.blueprints().find(({ name }) => name === blueprint);
    if (!found) throw new AppError('not-found', `There is no blueprint "${blueprint}".`);
    if (!found.startsByHttp && !found.isForPerson) {
      throw new AppError('forbidden', `The blueprint ${blueprint} is not started by the API.`, {
        hint: 'Its author may say so: on: { http: true }.',
      });
    }
    return { ...Sheet.parse(body), blueprint };
  };
  const example = { file: 'clients.csv', text: 'client.id\n1\n' };
  return [
    {
      ...{ method: 'post', path: '/blueprints/{name}/csv/check', role: 'operator', summary: 'Check a CSV file' },
      description: 'Reads every row and says what is wrong; starts nothing and asks nothing of the portal.',
      body: Sheet,
      example,
      answer: { status: 200, holds: '`total`, `good`, `issues` by line and column, `columns`, a `sample`.' },
      handle: async (c, body) => c.json(await batches.check(read(c, body))),
    },
    {
      ...{
        method: 'post',
        path: '/blueprints/{name}/csv',
        role: 'operator',
        summary: 'Apply a blueprint to a CSV file',
      },
      description: 'Keeps the file durably and queues a run for each good row. Wrong rows are kept with what is wrong.',
      body: Sheet,
      example,
      headers: [{ name: 'Idempotency-Key', about: '1 to 255 visible ASCII characters. Another body with it: 422.' }],
      answer: { status: 202, holds: 'The batch.' },
      async handle(c, body) {
        const sheet = read(c, body);
        const batch = await batches.start(sheet, await requestOf(c, body, parts));
        return c.json(batch, 202, { Location: `/api/batches/${batch.id}` });
      },
    },
  ];
}

function createReads({ pages: { batches } }: HttpParts): readonly ApiRoute[] {
  const find = async (c: AppContext) => {
    const id = c.req.param('id') ?? '';
    const batch = await batches.find(id);
    if (batch && mayUse(c.get('identity'), batch.blueprint)) return batch;
    throw new AppError('not-found', `There is no file "${id}".`);
  };
  return [
    {
      ...{ method: 'get', path: '/batches', role: 'viewer', summary: 'List CSV files' },
      description: 'The newest 50, with how many rows are in which state.',
      answer: { status: 200, holds: '`batches`.' },
      async handle(c) {
        const all = await batches.list();
        return c.json({ batches: all.filter(({ blueprint }) => mayUse(c.get('identity'), blueprint)) });
      },
    },
    {
      ...{ method: 'get', path: '/batches/{id}', role: 'viewer', summary: 'Follow a CSV file' },
      description: 'With each row, its run, and why it failed or was refused.',
      answer: { status: 200, holds: 'The batch, `headings` and `rows`.' },
      handle: async (c) => c.json(await find(c)),
    },
    {
      ...{ method: 'get', path: '/batches/{id}/result', role: 'viewer', summary: 'Download the results of a CSV file' },
      description:
        'The file as it came, with columns for state, room, run and error. Cells of secret inputs are left out.',
      answer: { status: 200, holds: 'text/csv' },
      async handle(c) {
        const { id, file } = await find(c);
        const name = file.replace(/\.csv$/i, '').replaceAll(/[^\w.-]+/g, '-');
        c.header('Content-Type', 'text/csv; charset=utf-8');
        c.header('Content-Disposition', `attachment; filename="${name}-results.csv"`);
        return c.body(await batches.result(id));
      },
    },
  ];
}
