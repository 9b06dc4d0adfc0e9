import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';

/** The query of a request. Errors: `invalid-input` that names the parameter and what would work. */
export function readQuery<T>(c: AppContext, schema: z.ZodType<T>): T {
  const { data, error } = schema.safeParse(c.req.query());
  if (!error) return data;
  const [issue] = error.issues;
  const name = issue?.path.join('.') ?? '';
  throw new AppError('invalid-input', name ? `The parameter "${name}" is wrong.` : 'The query is wrong.', {
    hint: issue?.message ?? 'See the API reference.',
  });
}

/** The number that a path holds as `{id}`. Errors: `invalid-input`. */
export function readId(c: AppContext, what: string): number {
  const text = c.req.param('id') ?? '';
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new AppError('invalid-input', `"${text}" is no ${what}.`, { hint: `A ${what} is named by its number.` });
}

/** How many things a page of a list holds. */
export const Limit = z.coerce.number('Give a number from 1 to 200.').int().min(1).max(200).default(50);
