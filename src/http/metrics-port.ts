import { Hono } from 'hono';
import { AppError } from '../base/errors.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import type { HttpParts } from './parts.ts';

/** For whoever has a token for the whole installation, which the metrics are about. Stands behind the guard of roles. */
export async function answerMetrics(c: AppContext, { metrics }: Pick<HttpParts, 'metrics'>): Promise<Response> {
  const { name, blueprints } = c.get('identity');
  if (blueprints) {
    throw new AppError('forbidden', `"${name}" is for some blueprints only; metrics are about all.`, {
      hint: 'Make a token without that limit: concierge token create',
    });
  }
  const { contentType, text } = await metrics();
  return c.body(text, 200, { 'content-type': contentType });
}

/** What a port of its own answers, without a token: metrics and life signs, and nothing else. */
export function createMetricsApp({ metrics }: Pick<HttpParts, 'metrics'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/metrics', async (c) => {
    const { contentType, text } = await metrics();
    return c.body(text, 200, { 'content-type': contentType });
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  return app;
}
