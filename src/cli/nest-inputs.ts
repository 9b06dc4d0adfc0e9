import { AppError } from '../base/errors.ts';
import { isRecord } from '../base/json.ts';

/**
 * Values by dotted paths as one object: `client.name` becomes `{ client: { name } }`. What `base` holds stays where no path says otherwise.
 * Errors: `invalid-input` where one path lies within the value of another.
 */
export function nestInputs(
  values: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const nested = structuredClone({ ...base });
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((inner, name) => enter(inner, name, path), nested);
    if (Object.hasOwn(holder, last) && isRecord(holder[last])) throw refuse(path);
    holder[last] = value;
  }
  return nested;
}

function enter(holder: Record<string, unknown>, name: string, path: string): Record<string, unknown> {
  const inner = Object.hasOwn(holder, name) ? holder[name] : {};
  if (!isRecord(inner)) throw refuse(path);
  holder[name] = inner;
  return inner;
}

function refuse(path: string): AppError {
  return new AppError('invalid-input', `The input \`${path}\` is given twice: by itself and as part of another.`, {
    hint: 'Give each input once.',
  });
}
