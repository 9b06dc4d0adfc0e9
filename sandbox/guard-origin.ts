import type { HonoRequest, MiddlewareHandler } from 'hono';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses, with 403, requests that come under another name than this machine's own (a rebound DNS name) and requests
 * that a page of another origin makes. Programs name any origin they like: to the API that is no reason to refuse what
 * no page could send without a preflight, which is never answered, or what nobody's sign-in comes with. `port` is asked
 * on each request.
 */
export function guardOrigin(port: () => number): MiddlewareHandler {
  return async function checkOrigin(context, next) {
    const hosts = loopbackNames.flatMap((name) => [`${name}:${port()}`, ...(port() === 80 ? [name] : [])]);
    const host = context.req.header('host')?.toLowerCase() ?? '';
    const origin = context.req.header('origin')?.toLowerCase();
    if (!hosts.includes(host))
      return context.text('Only requests to this machine under its own name are answered.\n', 403);
    const isOwn = origin === undefined || hosts.some((known) => origin === `http://${known}`);
    if (!isOwn && !isProgram(context.req)) return context.text('Requests of other pages are not answered.\n', 403);
    await next();
    return undefined;
  };
}

/**
 * A page of another origin can add neither of these headers to a request without a preflight; without a cookie it is
 * nobody, and cannot read the answer.
 */
function isProgram(request: HonoRequest): boolean {
  if (!request.path.startsWith('/api/') || request.method === 'OPTIONS') return false;
  const isJson = request.header('content-type')?.startsWith('application/json') === true;
  return isJson || request.header('authorization') !== undefined || request.header('cookie') === undefined;
}
