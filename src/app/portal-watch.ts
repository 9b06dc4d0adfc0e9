import type { Delivery } from '../docspace/delivery.ts';
import { asReader } from '../docspace/portal.ts';
import type { Engine } from '../engine/engine.ts';
import { catchUp } from '../reconcile/catch-up.ts';
import { poll } from '../reconcile/poll.ts';
import type { ScheduledWork } from '../reconcile/schedule.ts';
import { watchWebhook } from '../reconcile/watchdog.ts';
import { readWebhook } from '../reconcile/webhook-keeper.ts';
import { startTriggered } from '../runs/start-triggered.ts';
import { createPolledRecords } from '../store/polled.ts';
import { keeperOf, openAdminPortal } from './admin-portal.ts';
import { raiseAlert } from './alerts.ts';
import { decideHearing, readHeard } from './hearing.ts';
import type { Blueprints } from './open-blueprints.ts';
import type { Core } from './open-core.ts';

const tickMs = 5_000;
const pollEverySeconds = 60;
const watchEverySeconds = 300;
const catchUpEverySeconds = 900;
/** How long after a first catch-up that failed another one is tried. */
const againMs = 60_000;
export const pollFinding = 'polled';

interface WatchParts {
  readonly core: Core;
  readonly blueprints: Blueprints;
  readonly engine: Engine;
  /** Where the portal reaches the service. */
  readonly url: string;
  readonly secrets: (isFresh: boolean) => Promise<readonly unknown[]>;
  readonly accept: (delivery: Delivery) => Promise<'accepted' | 'known' | 'ignored'>;
}

/** What sees to it that nothing of the portal goes unnoticed, by one process at a time: the watchdog, catching up, and polling. */
export function watchSchedule(parts: WatchParts): readonly ScheduledWork[] {
  const { findings } = parts.core;
  const start = { isPending: true, notBefore: 0 };
  const dutiful = (name: string, everySeconds: number, work: () => Promise<number>): ScheduledWork => ({
    name,
    everyMs: tickMs,
    work: async () => ((await findings.claimDuty(name, everySeconds)) ? work() : 0),
  });
  return [
    dutiful('repaired webhook', watchEverySeconds, () => watch(parts)),
    {
      name: 'missed deliveries',
      everyMs: tickMs,
      // Whatever another process did lately: this one may have been all that there was to hear.
      async work() {
        const isStart = start.isPending && performance.now() >= start.notBefore;
        if (!isStart && !(await findings.claimDuty('missed deliveries', catchUpEverySeconds))) return 0;
        start.notBefore = performance.now() + againMs;
        const missed = await catchUpNow(parts);
        start.isPending = false;
        return missed;
      },
    },
    dutiful('found by polling', pollEverySeconds, () => pollNow(parts)),
  ];
}

async function watch({ core, url }: WatchParts): Promise<number> {
  const portal = openAdminPortal(core);
  return watchWebhook({
    keeper: portal && keeperOf(core, portal, url),
    findings: core.findings,
    heard: () => readHeard(core),
    alert: async (alarm) => {
      // The watchdog says each thing once: its two topics, ill and well again, need no long quiet.
      await raiseAlert(core, { topic: `webhook ${alarm.subject}`, ...alarm }, 60);
    },
    log: core.log,
  });
}

async function catchUpNow({ core, url, accept }: WatchParts): Promise<number> {
  const portal = openAdminPortal(core);
  if (!portal) return 0;
  const { webhook } = await readWebhook(keeperOf(core, portal, url));
  if (!webhook) return 0;
  const { missed } = await catchUp(webhook.id, { portal, findings: core.findings, accept });
  return missed;
}

async function pollNow({ core, blueprints, engine, secrets }: WatchParts): Promise<number> {
  const hearing = await decideHearing(core, (await secrets(true)).length > 0);
  if (hearing.by !== 'polling') return 0;
  const startedAt = performance.now();
  const { calls, found } = await poll({
    portal: asReader(core.portal),
    polled: createPolledRecords(core.store.db),
    blueprints: blueprints.triggered,
    async start(happening) {
      await startTriggered({ ...happening, cause: { kind: 'poll' } }, blueprints.triggered(), {
        engine,
        runs: core.runs,
      });
    },
  });
  const ms = Math.round(performance.now() - startedAt);
  await core.findings.keep(pollFinding, { calls, found, ms, why: hearing.why });
  return found;
}
