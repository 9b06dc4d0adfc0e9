import { reportError } from '../base/errors.ts';
import type { Check, Overview, Readiness } from '../http/parts.ts';
import type { Blueprints } from './open-blueprints.ts';
import { createSweepRecords } from '../store/sweeps.ts';
import { describeSweep } from './describe-sweep.ts';
import type { Core } from './open-core.ts';

/** How long an answer of the portal about itself is shown before it is asked again. */
const portalFreshMs = 15_000;

interface Parts {
  readonly core: Core;
  readonly blueprints: Blueprints;
  readonly isSandbox: boolean;
}

/** Whether all is well, asked anew for each page but for the portal, which is asked four times a minute at most. */
export function createOverview({ core, blueprints, isSandbox }: Parts): {
  overview(): Promise<Overview>;
  readiness(): Promise<Readiness>;
} {
  const portal = createPortalCheck(core);

  async function database(): Promise<Check> {
    try {
      await core.store.pool.query('select 1');
      const text = core.config.databaseUrl ? 'DATABASE_URL answers' : 'embedded PostgreSQL answers';
      return { name: 'Database', state: 'good', text };
    } catch (error) {
      return { name: 'Database', state: 'bad', text: `does not answer: ${reportError(error).message}` };
    }
  }

  return {
    async overview() {
      const [portalCheck, databaseCheck, webhookCheck, counts, sweeps] = await Promise.all([
        portal(),
        database(),
        checkWebhook(core, isSandbox),
        core.runs.countByState().catch(() => ({})),
        checkSweeps(core),
      ]);
      return {
        portal: { kind: isSandbox ? 'sandbox' : 'portal', url: core.portalUrl },
        checks: [
          portalCheck,
          webhookCheck,
          databaseCheck,
          checkBlueprints(blueprints),
          checkMail(core, isSandbox),
          ...sweeps,
        ],
        counts,
      };
    },
    async readiness() {
      const checks = [await database(), await checkWebhook(core, isSandbox), checkBlueprints(blueprints)];
      const reasons = checks.filter(({ state }) => state === 'bad').map(({ name, text }) => `${name}: ${text}`);
      return { ready: reasons.length === 0, reasons };
    },
  };
}

function createPortalCheck({ portal, portalUrl }: Core): () => Promise<Check> {
  let asked: { readonly at: number; readonly answer: Promise<Check> } | undefined;
  const ask = async (): Promise<Check> => {
    try {
      const self = await portal.self();
      return {
        name: 'Portal',
        state: 'good',
        text: `${portalUrl} answers; the key belongs to ${self.name} (${self.kind})`,
      };
    } catch (error) {
      const { message, hint } = reportError(error);
      return { name: 'Portal', state: 'bad', text: message, ...(hint === undefined ? {} : { hint }) };
    }
  };
  return () => {
    if (!asked || performance.now() - asked.at > portalFreshMs) asked = { at: performance.now(), answer: ask() };
    return asked.answer;
  };
}

async function checkWebhook({ config, deliveries }: Core, isSandbox: boolean): Promise<Check> {
  if (config.portal.webhookSecrets.length === 0) {
    const hint = 'Set DOCSPACE_WEBHOOK_SECRET to the secret of the webhook that is registered in the portal.';
    return { name: 'Webhook', state: 'bad', text: 'no secret is set, so every delivery is refused', hint };
  }
  const last = await deliveries.lastReceived().catch(() => undefined);
  const at = last?.toISOString().slice(0, 16).replace('T', ' ');
  return {
    name: 'Webhook',
    state: last || isSandbox ? 'good' : 'attention',
    text: at ? `last heard ${at} UTC` : 'not heard yet: add a person in the portal to see whether it arrives',
  };
}

function checkBlueprints({ store, triggered }: Blueprints): Check {
  const issue = store.issues()[0];
  const names = store.list().map(({ blueprint }) => blueprint.name);
  if (issue) {
    const text = `${issue.file}:${issue.line}:${issue.column} ${issue.message}`;
    return { name: 'Blueprints', state: names.length > 0 ? 'attention' : 'bad', text, hint: issue.hint };
  }
  if (triggered().every(({ triggers }) => triggers.length === 0)) {
    const hint = 'Put a blueprint with `on` into BLUEPRINTS_DIR.';
    return { name: 'Blueprints', state: 'bad', text: 'none is started by an event', hint };
  }
  return { name: 'Blueprints', state: 'good', text: names.join(', ') };
}

function checkMail({ config }: Core, isSandbox: boolean): Check {
  if (config.mail.smtpUrl) return { name: 'Mail', state: 'good', text: `sent as ${config.mail.from ?? ''}` };
  return {
    name: 'Mail',
    state: isSandbox ? 'good' : 'attention',
    text: 'no mail server is set: mails are kept and shown, not sent',
    hint: 'Set SMTP_URL and MAIL_FROM.',
  };
}

/** What the last sweep of each blueprint saw; nothing before there was one. */
async function checkSweeps({ store }: Core): Promise<readonly Check[]> {
  const records = await createSweepRecords(store.db)
    .list()
    .catch(() => []);
  return records.map(describeSweep);
}
