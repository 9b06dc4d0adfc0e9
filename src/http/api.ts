import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import type { AppEnv } from './app-env.ts';
import { requireRole } from './guards.ts';
import type { RunState } from '../runs/run.ts';
import type { HttpParts, RunQuery } from './parts.ts';

/** The JSON API. Everything under `/api` that is not here answers 404 as a problem. */
export function createApi({ runs, runStates }: HttpParts): Hono<AppEnv> {
  const parseQuery = createQueryParser(runStates);
  const viewer: MiddlewareHandler<AppEnv> = requireRole('viewer');

  const api = new Hono<AppEnv>();
  api.get('/runs', viewer, async (c) => c.json(await runs.list(parseQuery(c.req.query()))));
  api.get('/runs/:id', viewer, async (c) => c.json(requireRun(await runs.find(c.req.param('id')), c.req.param('id'))));
  api.post('/runs/:id/retry', requireRole('operator'), async (c) =>
    c.json(await runs.retry(c.req.param('id'), c.get('identity').name), 202),
  );
  return api;
}

/** The run, or a `not-found` error where there is none of that id. */
export function requireRun<Run>(run: Run | undefined, id: string): Run {
  if (run === undefined) throw new AppError('not-found', `There is no run "${id}".`);
  return run;
}

/** Parses the query of a list of runs; throws `invalid-input` that names the parameter and what would work. */
export function createQueryParser(runStates: HttpParts['runStates']): (query: Record<string, string>) => RunQuery {
  const states = Object.keys(runStates);
  const isState = (value: unknown): boolean => typeof value === 'string' && states.includes(value);
  const schema = z.strictObject({
    limit: z.coerce.number('Give a number from 1 to 200.').int().min(1).max(200).default(50),
    state: z.custom<RunState>(isState, `Give one of: ${states.join(', ')}.`).exactOptional(),
    blueprint: z.string().min(1).exactOptional(),
    before: z.string().min(1).exactOptional(),
  });

  return function parseQuery(query) {
    const { data, error } = schema.safeParse(query);
    if (error) throw toInputError(error);
    return data;
  };
}

function toInputError(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const name = issue?.path.join('.') ?? '';
  return new AppError('invalid-input', name ? `The parameter "${name}" is wrong.` : 'The query is wrong.', {
    hint: issue?.message ?? 'See the API reference.',
  });
}
