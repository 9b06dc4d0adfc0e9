import type { Log } from '../base/log.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Variables } from '../config/read-settings.ts';
import { createSchedule } from '../reconcile/schedule.ts';
import { openCore } from './open-core.ts';
import { openMetricsPort } from './open-metrics-port.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { Running } from './run-demo.ts';
import { startWorker } from './start-worker.ts';
import { workSchedule } from './work-schedule.ts';

/**
 * Works on runs beside a service: the same database, no door and no pages. Any number of such processes share the work, the portal's limits
 * and the fate of one that dies.
 */
export async function work(env: Variables, log: Log): Promise<Running> {
  const core = await openCore({ config: loadConfig({ env }), log, openTelemetry });
  const closers: (() => Promise<void>)[] = [() => core.close()];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  const open = async () => {
    const worker = await startWorker(core, { works: true });
    closers.push(() => worker.stop());
    const metrics = await openMetricsPort(core);
    if (metrics) closers.push(() => metrics.close());
    return { worker, metrics };
  };
  const { worker, metrics } = await open().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const schedule = createSchedule(log, workSchedule(core, worker.engine));
  return {
    report: {
      places: [
        { name: 'Portal', where: core.portalUrl },
        ...(metrics ? [{ name: 'Metrics', where: `${metrics.url}/metrics` }] : []),
      ],
      tryFirst: [],
      warnings: core.config.databaseUrl
        ? core.notes
        : [
            ...core.notes,
            'DATABASE_URL is not set: this worker shares the embedded database of DATA_DIR on this machine.',
          ],
    },
    ended: new Promise(() => undefined),
    async stop() {
      await schedule.stop();
      await stop();
    },
  };
}
