import { Hono } from 'hono';
import type { AppEnv } from './app-env.ts';
import type { HttpParts } from './parts.ts';

/** `/healthz`: the process answers. `/readyz`: a delivery that came now would be acted on, or the reasons why not. */
export function createHealth({ readiness, log }: HttpParts): Hono<AppEnv> {
  async function readReadiness(): ReturnType<HttpParts['readiness']> {
    return readiness().catch((error: unknown) => {
      log.error('readiness could not be told', { error });
      return { ready: false, reasons: ['The service cannot tell its own state.'] };
    });
  }

  const health = new Hono<AppEnv>();
  health.get('/healthz', (c) => c.json({ status: 'ok' }));
  health.get('/readyz', async (c) => {
    const { ready, reasons } = await readReadiness();
    return ready ? c.json({ status: 'ready' }) : c.json({ status: 'not-ready', reasons }, 503);
  });
  return health;
}
