import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/** The path that routes are found by: what a proxy has left of the base path is cut off. */
export function pathBelow(basePath: string): (request: Request) => string {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (basePath === '' || (pathname !== basePath && !pathname.startsWith(`${basePath}/`))) return pathname;
    return pathname.slice(basePath.length) || '/';
  };
}

/**
 * Puts the base path before the addresses of our own that answers lead to: redirects, and in pages links, forms, scripts and refreshes. One
 * place knows of it, so that pages are written as if there were none. What people wrote stands escaped in pages, and is never taken for one.
 */
export function addBasePath(basePath: string): MiddlewareHandler<AppEnv> {
  return async function addBasePath(c, next) {
    await next();
    if (basePath === '') return;
    const location = c.res.headers.get('location');
    if (location?.startsWith('/')) c.header('location', `${basePath}${location}`);
    if (!(c.res.headers.get('content-type') ?? '').startsWith('text/html')) return;
    const page = withBasePath(await c.res.text(), basePath);
    c.res = new Response(page, { status: c.res.status, headers: c.res.headers });
    c.res.headers.delete('content-length');
  };
}

function withBasePath(page: string, basePath: string): string {
  return page
    .replaceAll(/((?:href|src|action)="|content="0; url=)(?:\.?\/)(?!\/)/g, `$1${basePath}/`)
    .replace('<html lang="en">', `<html lang="en" data-base-path="${basePath}">`);
}
