import type { Log } from '../base/log.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Variables } from '../config/read-settings.ts';
import { openCore } from './open-core.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { Running } from './run-demo.ts';
import { startServing } from './start-serving.ts';

/** Starts the service against the portal of the settings. */
export async function serve(env: Variables, log: Log): Promise<Running> {
  const config = loadConfig({ env });
  const core = await openCore({ config, log, openTelemetry });
  const service = await startServing(core, { isSandbox: false }).catch(async (error: unknown) => {
    await core.close();
    throw error;
  });
  const { url, signInUrl, adminToken, metricsUrl } = service;
  const noSecret =
    'DOCSPACE_WEBHOOK_SECRET is not set: deliveries are accepted once `concierge webhook register` has made a secret, or it is set.';
  return {
    report: {
      url,
      places: [
        { name: 'Concierge', where: url },
        { name: 'Portal', where: core.portalUrl },
        ...(metricsUrl === undefined ? [] : [{ name: 'Metrics', where: metricsUrl }]),
      ],
      signInUrl,
      ...(adminToken === undefined ? {} : { adminToken }),
      tryFirst: [
        config.portal.adminKey
          ? {
              text: 'See how the webhook stands, which is registered and watched by itself:',
              command: 'concierge webhook status',
            }
          : {
              text: 'Register a webhook in the portal (Settings, Developer tools) with the address',
              command: `${url}/docspace/webhook`,
            },
      ],
      warnings: [...core.notes, ...(config.portal.webhookSecrets.length === 0 ? [noSecret] : [])],
    },
    ended: new Promise(() => undefined),
    async stop() {
      await service.stop();
      await core.close();
    },
  };
}
