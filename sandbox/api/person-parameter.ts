import { operations } from './find-operation.ts';
import type { ApiRequest } from './api-types.ts';
import { notEmulated } from './unknown-operation.ts';

// Operations of the server that stand where a person's id may stand too.
const others = new Map(
  operations
    .filter(({ path }) => /^people\/[^/{]+$/.test(path))
    .map(({ method, path, id }) => [`${method} ${path}`, id]),
);

/** The id or user name in `people/:userid`. Throws the 501 for an operation that only looks like one. */
export function personParameter(request: ApiRequest): string {
  const value = request.params['userid'] ?? '';
  const other = others.get(`${request.method} people/${value}`);
  if (other === undefined) return value;
  throw notEmulated(`${other} (${request.method} ${new URL(request.url).pathname})`);
}
