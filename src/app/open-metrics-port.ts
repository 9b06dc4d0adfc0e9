import { AppError } from '../base/errors.ts';
import { listen, type Listening } from '../http/listen.ts';
import { createMetricsApp } from '../http/metrics-port.ts';
import type { Exposition } from '../telemetry/metrics.ts';
import type { Core } from './open-core.ts';

/** Opens METRICS_PORT; undefined where it is not set. */
export async function openMetricsPort(core: Pick<Core, 'config' | 'telemetry'>): Promise<Listening | undefined> {
  const { metrics } = core.config;
  return metrics && listen(createMetricsApp({ metrics: () => exposeMetrics(core) }), metrics);
}

export function exposeMetrics({ telemetry }: Pick<Core, 'telemetry'>): Promise<Exposition> {
  if (telemetry.metrics) return telemetry.metrics.expose();
  throw new AppError('defect', 'This process counts nothing.');
}
