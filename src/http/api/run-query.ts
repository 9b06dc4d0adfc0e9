import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { RunState } from '../../runs/run.ts';
import type { HttpParts, RunQuery } from '../parts.ts';

/** Parses the query of a list of runs; throws `invalid-input` that names the parameter and what would work. */
export function createQueryParser(runStates: HttpParts['runStates']): (query: Record<string, string>) => RunQuery {
  const states = Object.keys(runStates);
  const isState = (value: unknown): boolean => typeof value === 'string' && states.includes(value);
  const schema = z.strictObject({
    limit: z.coerce.number('Give a number from 1 to 200.').int().min(1).max(200).default(50),
    state: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.custom<RunState>(isState, `Give one of: ${states.join(', ')}; or several, with commas.`)))
      .exactOptional(),
    blueprint: z.string().min(1).exactOptional(),
    subject: z.string().min(1).max(200).exactOptional(),
    roomId: z.coerce.number('Give the number of a room.').int().min(1).exactOptional(),
    since: z.iso.datetime({ offset: true, error: 'Give a time such as 2027-01-31T12:00:00Z.' }).exactOptional(),
    until: z.iso.datetime({ offset: true, error: 'Give a time such as 2027-01-31T12:00:00Z.' }).exactOptional(),
    before: z.string().min(1).exactOptional(),
  });

  return function parseQuery(query) {
    const { data, error } = schema.safeParse(query);
    if (error) throw toInputError(error);
    const { state, ...filters } = data;
    return { ...filters, ...(state === undefined ? {} : { states: state }) };
  };
}

function toInputError(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const name = issue?.path.join('.') ?? '';
  return new AppError('invalid-input', name ? `The parameter "${name}" is wrong.` : 'The query is wrong.', {
    hint: issue?.message ?? 'See the API reference.',
  });
}
