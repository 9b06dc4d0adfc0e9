import type { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { isStorable } from '../../base/storable.ts';
import type { AppContext } from '../app-env.ts';

/** The body of a request. Errors: `invalid-input` names each field that is wrong. */
export async function readBody(c: AppContext, schema: z.ZodType): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text !== '' && !/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new AppError('invalid-input', `A body of the type "${type}" is not understood.`, {
      hint: 'Send JSON, with the header "Content-Type: application/json".',
    });
  }
  const given = parse(text);
  if (!isStorable(given)) {
    throw new AppError(
      'invalid-input',
      'The body holds a text that cannot be stored (U+0000, or half a surrogate pair).',
    );
  }
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  throw new AppError(
    'invalid-input',
    `The body is wrong: ${[issues[0]?.path, issues[0]?.message].filter(Boolean).join(': ')}`,
    {
      hint: 'See /api/openapi.json.',
      details: { issues },
    },
  );
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid-input', 'The body is no JSON.', { hint: 'Send a JSON object.' });
  }
}
