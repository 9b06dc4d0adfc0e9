import type { MiddlewareHandler } from 'hono';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses, with 403, requests that come under another name than this machine's own (a rebound DNS name) and requests
 * that a page of another origin makes. `port` is asked on each request.
 */
export function guardOrigin(port: () => number): MiddlewareHandler {
  return async function checkOrigin(context, next) {
    const hosts = loopbackNames.flatMap((name) => [`${name}:${port()}`, ...(port() === 80 ? [name] : [])]);
    const host = context.req.header('host')?.toLowerCase() ?? '';
    const origin = context.req.header('origin')?.toLowerCase();
    if (!hosts.includes(host))
      return context.text('Only requests to this machine under its own name are answered.\n', 403);
    if (origin !== undefined && !hosts.some((known) => origin === `http://${known}`))
      return context.text('Requests of other pages are not answered.\n', 403);
    await next();
    return undefined;
  };
}
