import { reportError } from '../base/errors.ts';
import type { Check, Overview, Readiness } from '../http/parts.ts';
import type { Blueprints } from './open-blueprints.ts';
import { decideHearing, hearNow, type Hearing } from './hearing.ts';
import { describeLimits, readLimits } from './read-limits.ts';
import { createSweepRecords } from '../store/sweeps.ts';
import { describeSweep } from './describe-sweep.ts';
import type { Core } from './open-core.ts';
import { pollFinding } from './portal-watch.ts';

/** How long an answer of the portal about itself is shown before it is asked again. */
const portalFreshMs = 15_000;

interface Parts {
  readonly core: Core;
  readonly blueprints: Blueprints;
  readonly isSandbox: boolean;
  /** What deliveries may be signed with. */
  readonly secrets: (isFresh: boolean) => Promise<readonly unknown[]>;
}

/** Whether all is well, asked anew for each page but for the portal, which is asked four times a minute at most. */
export function createOverview({ core, blueprints, isSandbox, secrets }: Parts): {
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

  async function webhook(): Promise<Check> {
    const known = await secrets(false).catch(() => []);
    return checkWebhook(core, known.length > 0, isSandbox);
  }

  return {
    async overview() {
      const [portalCheck, databaseCheck, webhookCheck, limitsChecks, counts, sweeps] = await Promise.all([
        portal(),
        database(),
        webhook(),
        checkLimits(core),
        core.runs.countByState().catch(() => ({})),
        checkSweeps(core),
      ]);
      return {
        portal: { kind: isSandbox ? 'sandbox' : 'portal', url: core.portalUrl },
        checks: [
          ...[portalCheck, webhookCheck, ...limitsChecks, databaseCheck],
          ...[checkBlueprints(blueprints), checkMail(core, isSandbox), ...sweeps],
        ],
        counts,
      };
    },
    async readiness() {
      const checks = [await database(), await webhook(), checkBlueprints(blueprints)];
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

const seeStatus = 'See what is wrong: concierge webhook status';
const setUpWebhook =
  'Set DOCSPACE_ADMIN_KEY and run `concierge webhook register`, or register it by hand and set DOCSPACE_WEBHOOK_SECRET.';

async function checkWebhook(core: Core, hasSecrets: boolean, isSandbox: boolean): Promise<Check> {
  const name = 'Webhook';
  const hearing = await decideHearing(core, hasSecrets).catch(() => undefined);
  if (!hearing) return { name, state: 'attention', text: 'cannot be told: the database is away' };
  const heard = describeHeard(hearing);
  if (hearing.by === 'webhook' || (isSandbox && hasSecrets)) return { name, state: 'good', text: heard };
  const hint = hintFor(hearing, core);
  if (hearing.by === 'nothing' && !hasSecrets) return { name, state: 'bad', text: hearing.why, hint };
  const text = hearing.by === 'nothing' ? heard : `${await describePolls(core)}, since ${hearing.why}; ${heard}`;
  return { name, state: 'attention', text, hint };
}

function hintFor({ isAwaited }: Hearing, { config }: Core): string {
  if (isAwaited) return hearNow;
  return config.portal.adminKey ? seeStatus : setUpWebhook;
}

function describeHeard({ lastAt }: Hearing): string {
  return lastAt ? `last heard ${lastAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'not heard yet';
}

async function describePolls({ findings }: Core): Promise<string> {
  const polled = await findings.find(pollFinding).catch(() => undefined);
  return `the portal is looked through each minute (${polled ? `${Number(polled.value['calls'])} calls` : 'about to begin'})`;
}

/** Nothing to say of a portal without limits. */
async function checkLimits(core: Core): Promise<readonly Check[]> {
  const limits = await readLimits(core).catch(() => undefined);
  if (!limits || limits.limits === 'none') return [];
  const isTight = limits.isLearnt || limits.waitingRuns > 0;
  return [{ name: 'Limits', state: isTight ? 'attention' : 'good', text: describeLimits(limits) }];
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
