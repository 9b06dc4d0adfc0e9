import type { Context } from 'hono';
import { describeFailure, PortalError } from '../wire/portal-error.ts';
import type { ApiRoute } from './api-types.ts';

// Paths that published samples use and the server does not have.
const missingPaths = /^\/api\/2\.0\/files\/room\//;

// Methods that the server has on emulated paths and the sandbox does not emulate: 501 for them, not 405.
const notEmulated: readonly string[] = [
  'POST /api/2.0/people/email',
  'POST /api/2.0/people/password',
  'POST /api/2.0/people/type',
];

/** Answers what no route matches: 405 for another method of a known path, 404 for what the server has not either, else 501. */
export function answerUnknown(context: Context, routes: readonly ApiRoute[]): Response {
  const { method, path } = context.req;
  if (!path.startsWith('/api/') || missingPaths.test(path)) return context.body(null, 404);
  const operation = `${method} ${path}`;
  const allowed = routes.filter((route) => toPattern(route.path).test(path)).map((route) => route.method);
  if (allowed.length > 0 && !notEmulated.includes(operation)) {
    return context.body(null, 405, { Allow: [...new Set(allowed)].join(', ') });
  }
  const { status, body } = describeFailure(
    new PortalError('not-emulated', `${operation} is not emulated by the sandbox portal`),
  );
  return Response.json(body, { status });
}

function toPattern(path: string): RegExp {
  const pattern = path
    // A captured group: the colon of one that is not would be taken for a parameter below.
    .replace(/:\w+\{([^}]+)\}/g, '($1)')
    .replace(/\/:\w+\?/g, '(?:/[^/]+)?')
    .replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${pattern}$`);
}
