import { AppError } from '../base/errors.ts';
import { createGovernor } from '../docspace/governor.ts';
import { createPortal, type Portal } from '../docspace/portal.ts';
import type { KeeperParts } from '../reconcile/webhook-keeper.ts';
import { createWebhookSecretRecords } from '../store/webhook-secrets.ts';
import { callRules, type Core } from './open-core.ts';

/** The part of the portal that DOCSPACE_ADMIN_KEY is for: webhooks and their journal, and nothing else. */
export type AdminPortal = Pick<
  Portal,
  'webhooks' | 'webhookJournal' | 'createWebhook' | 'updateWebhook' | 'deleteWebhook'
>;

/** Undefined without DOCSPACE_ADMIN_KEY. */
export function openAdminPortal(core: Core): AdminPortal | undefined {
  const { adminKey } = core.config.portal;
  if (!adminKey) return undefined;
  return createPortal({
    baseUrl: core.portalUrl,
    apiKey: adminKey,
    beforeWrite: () => core.gate.pass(),
    ...callRules(core),
    // It may be a key of the same account: a call at a time fits into every margin.
    governor: createGovernor(() => ({ reads: 1, writes: 1 })),
  });
}

/** What keeps our webhook, with the address of its door. */
export function keeperOf(core: Core, portal: AdminPortal, url: string): KeeperParts {
  return {
    portal,
    findings: core.findings,
    secrets: createWebhookSecretRecords(core.store.db, core.sealer),
    configured: core.config.portal.webhookSecrets,
    url: `${url.replace(/\/+$/, '')}/docspace/webhook`,
  };
}

/** The same for a command, which knows the address of the service by the settings alone. */
export function keeperByHand(core: Core): { readonly keeper: KeeperParts; readonly portal: AdminPortal } {
  const { publicUrl, basePath, host, port } = core.config.service;
  const portal = openAdminPortal(core);
  if (!portal) throw noAdminKey();
  if (publicUrl === undefined && port === 0) {
    throw new AppError(
      'invalid-config',
      'The address of the service is not known: PORT is 0 and PUBLIC_URL is not set.',
      {
        hint: 'Set PUBLIC_URL to the address under which the portal reaches the service.',
      },
    );
  }
  return { portal, keeper: keeperOf(core, portal, publicUrl ?? `http://${host}:${port}${basePath}`) };
}

function noAdminKey(): AppError {
  return new AppError('invalid-config', 'DOCSPACE_ADMIN_KEY is not set', {
    hint: "Set it to an unrestricted API key of a DocSpace admin: no scope covers the portal's webhook settings. Or register the webhook by hand in the portal (Settings, Developer tools).",
    details: { settings: ['DOCSPACE_ADMIN_KEY'] },
  });
}
