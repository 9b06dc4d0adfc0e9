import type { Context } from 'hono';
import { describeFailure, PortalError } from '../wire/portal-error.ts';
import type { ApiRoute } from './api-types.ts';
import { operationsAt } from './find-operation.ts';

/**
 * Answers what no route matches: 501 with the vendor's name for an operation that DocSpace has and the sandbox has not,
 * 405 for another method of a known path, else 404. Routing answers the last two without a body.
 */
export function answerUnknown(context: Context, routes: readonly ApiRoute[]): Response {
  const { method, path } = context.req;
  const known = operationsAt(path);
  const missing = known.find((operation) => operation.method === method);
  if (missing) return answerNotEmulated(`${missing.id} (${method} ${path})`);
  const emulated = routes.filter((route) => toPattern(route.path).test(path));
  const allowed = new Set([...known, ...emulated].map((operation) => operation.method));
  if (allowed.size === 0) return context.body(null, 404);
  return context.body(null, 405, { Allow: [...allowed].join(', ') });
}

function answerNotEmulated(operation: string): Response {
  const { status, body } = describeFailure(notEmulated(operation));
  return Response.json(body, { status });
}

/** The failure of an operation, or of a part of one, that DocSpace has and the sandbox has not: 501. */
export function notEmulated(what: string): PortalError {
  return new PortalError('not-emulated', `${what} is not emulated by the sandbox portal`);
}

function toPattern(path: string): RegExp {
  const pattern = path
    // A captured group: the colon of one that is not would be taken for a parameter below.
    .replace(/:\w+\{([^}]+)\}/g, '($1)')
    .replace(/\/:\w+\?/g, '(?:/[^/]+)?')
    .replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${pattern}$`);
}
