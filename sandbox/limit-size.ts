import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Refuses, with 413 and nothing else, a body of more bytes, whether it says so beforehand or comes in chunks. */
export function limitSize(mostBytes: number): MiddlewareHandler {
  const refuse = (): Response => new Response(null, { status: 413, headers: { connection: 'close' } });
  const count = bodyLimit({ maxSize: mostBytes, onError: refuse });
  return async function checkSize(context, next) {
    if (context.req.header('transfer-encoding') !== undefined) return count(context, next);
    // Only a body without a length has to be read to be measured.
    if (Number(context.req.header('content-length') ?? 0) > mostBytes) return refuse();
    await next();
    return undefined;
  };
}
