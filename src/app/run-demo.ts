import { join } from 'node:path';
import { Secret } from '../base/secret.ts';
import type { Log } from '../base/log.ts';
import type { ReadyReport } from '../cli/parts.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Variables } from '../config/read-settings.ts';
import type { Portal } from '../docspace/portal.ts';
import { demoPortalName, demoSettings, rememberDemoPortal, settleDemoSecrets } from './demo-file.ts';
import { openCore } from './open-core.ts';
import { openTelemetry } from './open-telemetry.ts';
import { startSandbox } from './sandbox-process.ts';
import { startServing, type Service } from './start-serving.ts';

export interface Running {
  readonly report: ReadyReport;
  /** Resolves when a part that nothing works without has ended by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the sandbox portal and the service against it, with everything that the gallery reads. */
export async function runDemo(env: Variables, log: Log): Promise<Running> {
  const plain = loadConfig({ env });
  const secrets = settleDemoSecrets(plain);
  const stateFile = join(plain.dataDir, 'sandbox.json');
  const sandbox = await startSandbox({ port: plain.sandbox.port, apiKey: secrets.apiKey, stateFile });
  const closers: (() => Promise<void>)[] = [() => sandbox.stop()];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    rememberDemoPortal(plain, sandbox);
    const config = loadConfig({ env, overrides: demoSettings(env) ?? {} });
    const core = await openCore({ config, log, portalName: demoPortalName, openTelemetry });
    closers.push(() => core.close());
    const service = await startServing(core, { isSandbox: true });
    closers.push(() => service.stop());
    await registerWebhook(core.portal, service.url, secrets.webhookSecret);
    return { report: describeDemo(service, sandbox.url, core.notes), ended: sandbox.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Registers the service's webhook in the sandbox, once. */
async function registerWebhook(portal: Portal, serviceUrl: string, secret: string): Promise<void> {
  const url = `${serviceUrl}/docspace/webhook`;
  const registered = await portal.webhooks();
  if (registered.some((webhook) => webhook.url === url && webhook.enabled)) return;
  const triggers = ['user.created', 'user.updated', 'room.created', 'room.archived'] as const;
  await portal.createWebhook({ name: 'Concierge', url, secret: new Secret(secret), triggers });
}

function describeDemo(service: Service, sandboxUrl: string, notes: readonly string[]): ReadyReport {
  const { url, signInUrl, adminToken } = service;
  return {
    url,
    places: [
      { name: 'Concierge', where: url },
      { name: 'Sandbox portal', where: sandboxUrl },
    ],
    signInUrl,
    ...(adminToken === undefined ? {} : { adminToken }),
    tryFirst: [
      {
        text: `Open the sandbox portal, ${sandboxUrl}, and add a person: a moment later they have a home room.`,
      },
      {
        text: 'Open the address above and see what Concierge did, or in another terminal:',
        command: 'npm run -s concierge -- runs list',
      },
    ],
    warnings: notes,
  };
}
