import { streamSSE } from 'hono/streaming';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import { changedThings } from '../page-parts.ts';
import type { HttpParts } from '../parts.ts';

/** Proxies close what is silent for long. */
const sayEveryMs = 15_000;
const mostListeners = 200;

const listening = { count: 0 };

/** Tells what has changed until nobody listens. Errors: `rate-limited` for one listener too many. */
export function createChangeEvents(c: AppContext, { pages, work }: HttpParts): Response {
  if (listening.count >= mostListeners) {
    throw new AppError('rate-limited', 'Too many pages are open already.', {
      hint: 'Close some, or ask now and then.',
    });
  }
  listening.count += 1;
  return streamSSE(c, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const timer = setInterval(() => void stream.write(': still here\n\n').catch(() => gone.abort()), sayEveryMs);
    try {
      const changes = await pages.watch(gone.signal);
      const hello = { version: work.version, things: changedThings };
      await stream.writeSSE({ event: 'hello', data: JSON.stringify(hello), retry: 1_000 });
      for await (const things of changes) {
        await stream.writeSSE({ event: 'changed', data: JSON.stringify({ things }) });
      }
    } finally {
      gone.abort();
      clearInterval(timer);
      listening.count -= 1;
    }
  });
}
