import { streamSSE } from 'hono/streaming';
import { AppError } from '../../base/errors.ts';
import type { AppContext } from '../app-env.ts';
import type { HttpParts } from '../parts.ts';
import type { RunDetail } from '../../runs/run.ts';
import { showRun } from './show-run.ts';

const lookEveryMs = 300;
/** Proxies close what is silent for long. */
const sayEvery = 50;
const mostListeners = 100;

const listening = { count: 0 };

/** Tells a run whenever it has changed, until it has ended or nobody listens. Errors: `rate-limited` for one listener too many. */
export function createEvents(c: AppContext, first: RunDetail, { runs, runStates, describe }: HttpParts): Response {
  if (listening.count >= mostListeners) {
    throw new AppError('rate-limited', 'Too many runs are being followed already.', {
      hint: 'Ask for the run instead.',
    });
  }
  listening.count += 1;
  return streamSSE(c, async (stream) => {
    try {
      let told = '';
      for (let look = 0; !stream.aborted && !stream.closed; look++) {
        const run = look === 0 ? first : await runs.find(first.id);
        if (!run) return;
        const data = JSON.stringify(showRun(run, describe));
        if (data !== told) await stream.writeSSE({ event: 'run', data });
        else if (look % sayEvery === 0) await stream.write(': still here\n\n');
        told = data;
        if (runStates[run.state].ended) return;
        await stream.sleep(lookEveryMs);
      }
    } finally {
      listening.count -= 1;
    }
  });
}
