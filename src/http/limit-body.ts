import type { MiddlewareHandler } from 'hono';
import { AppError } from '../base/errors.ts';
import type { AppEnv } from './app-env.ts';
import { answerProblem } from './problem.ts';
import { readLimitedBody } from './read-limited-body.ts';

/**
 * Refuses a body of more bytes with 413, whether its length is announced or not. Hono's own limit makes a `Request` of the one that came,
 * which needs the global class to be replaced; without that it fails for every body that is not announced.
 */
export function limitBody(maxBytes: number): MiddlewareHandler<AppEnv> {
  return async function limitBody(c, next) {
    const { method, headers, url, body } = c.req.raw;
    // Node.js sees to it that no more comes than was announced.
    const announced = headers.has('transfer-encoding') ? undefined : headers.get('content-length');
    if (Number(announced ?? 0) > maxBytes) return answerProblem(c, tooLarge(maxBytes), 413);
    if (typeof announced !== 'string' && body !== null) {
      const read = await readLimitedBody(c.req.raw, maxBytes, { most: Infinity, held: 0 });
      if (typeof read === 'string') return answerProblem(c, tooLarge(maxBytes), 413);
      c.req.raw = new Request(url, { method, headers, body: new Uint8Array(read.body) });
    }
    return next();
  };
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('invalid-input', 'The request is too large.', { hint: `Send ${maxBytes / 1024} KB at most.` });
}
