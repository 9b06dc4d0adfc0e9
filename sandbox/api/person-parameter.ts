import { PortalError } from '../wire/portal-error.ts';
import type { ApiRequest } from './api-types.ts';

// Operations of the server that stand where a person's id may stand too.
const otherOperations = new Set([
  '@self',
  'invite',
  'password',
  'resetquota',
  'search',
  'theme',
  'tokendiagnostics',
  'userquota',
]);

/** The id or user name in `people/:userid`. Throws the 501 for an operation that only looks like one. */
export function personParameter(request: ApiRequest): string {
  const value = request.params['userid'] ?? '';
  if (!otherOperations.has(value)) return value;
  throw new PortalError('not-emulated', `${new URL(request.url).pathname} is not emulated by the sandbox portal`);
}
