import type { FindingRecords } from '../reconcile/records.ts';
import type { Heard } from '../reconcile/watchdog.ts';
import { watchFinding } from '../reconcile/watchdog.ts';
import { silenceOf } from '../reconcile/watchdog.ts';
import { registeredFinding, removedFinding } from '../reconcile/webhook-keeper.ts';
import type { Core } from './open-core.ts';

const heardFinding = 'heard';
const doorFinding = 'door opened';
const heardEveryMs = 30_000;
const dayMs = 24 * 3_600_000;

/**
 * Notes that the door stands open, if that was never noted before. Answers what notes that the portal was heard, whatever it said, some
 * times a minute at most.
 */
export function createHearing(findings: FindingRecords, onFailure: (error: unknown) => void): () => void {
  let notedAt = -Infinity;
  noteDoor(findings).catch(onFailure);
  return () => {
    if (performance.now() - notedAt < heardEveryMs) return;
    notedAt = performance.now();
    findings.keep(heardFinding, {}).catch(onFailure);
  };
}

async function noteDoor(findings: FindingRecords): Promise<void> {
  if (!(await findings.find(doorFinding))) await findings.keep(doorFinding, {});
}

/** When the portal was last heard, and for how long it is silent at most: half as long again as it was lately, and a day at least. */
export async function readHeard({ findings, deliveries }: Pick<Core, 'findings' | 'deliveries'>): Promise<Heard> {
  const [noted, stored, longestSilenceMs] = await Promise.all([
    findings.find(heardFinding),
    deliveries.lastReceived(),
    deliveries.longestSilenceMs(),
  ]);
  const lastAt = [noted?.at, stored].filter((at) => at !== undefined).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const usualSilenceMs = longestSilenceMs === undefined ? undefined : Math.max(dayMs, longestSilenceMs * 1.5);
  return { lastAt, usualSilenceMs };
}

/** How Concierge learns of what happens in the portal. */
export interface Hearing {
  readonly by: 'webhook' | 'polling' | 'nothing';
  /** Why so, in a sentence. */
  readonly why: string;
  readonly lastAt: Date | undefined;
  /**
   * Whether the first delivery is still to come and that is no wonder: the webhook was registered, or the door opened for the first time,
   * less than a day ago.
   */
  readonly isAwaited: boolean;
}

/** What makes a first delivery come. */
export const hearNow =
  'It comes with the next event. To hear one now, add a person in the portal, or have it send one again there (Developer Tools, Webhooks).';

const neverHeard = 'no delivery has ever come';

/** Decides whether to poll: without a webhook that works, unless the settings say always or never. */
export async function decideHearing(
  core: Pick<Core, 'config' | 'findings' | 'deliveries'>,
  hasSecrets: boolean,
): Promise<Hearing> {
  const { poll, adminKey } = core.config.portal;
  const [heard, watched] = await Promise.all([readHeard(core), core.findings.find(watchFinding)]);
  const trouble = troubleOf(hasSecrets, adminKey ? watched?.value : undefined, heard);
  const isAwaited = trouble === neverHeard && (await isYoung(core.findings));
  const about = { lastAt: heard.lastAt, isAwaited };
  if (poll === 'always') return { by: 'polling', why: 'PORTAL_POLL is always', ...about };
  if (trouble === undefined) {
    return {
      by: 'webhook',
      why: heard.lastAt ? 'deliveries arrive' : 'the portal has our webhook switched on',
      ...about,
    };
  }
  return {
    by: poll === 'never' ? 'nothing' : 'polling',
    why: isAwaited ? 'no delivery has come yet' : trouble,
    ...about,
  };
}

async function isYoung(findings: FindingRecords): Promise<boolean> {
  const [removed, ...begun] = await Promise.all([
    findings.find(removedFinding),
    findings.find(registeredFinding),
    findings.find(doorFinding),
  ]);
  return removed === undefined && begun.some((one) => one !== undefined && one.secondsAgo * 1_000 < dayMs);
}

function troubleOf(
  hasSecrets: boolean,
  watched: Readonly<Record<string, unknown>> | undefined,
  heard: Heard,
): string | undefined {
  if (!hasSecrets) return 'no secret of a webhook is set, so every delivery is refused';
  if (watched?.['isWell'] === true) return undefined;
  if (watched) return typeof watched['trouble'] === 'string' ? watched['trouble'] : 'the portal has no webhook of ours';
  if (heard.lastAt === undefined) return neverHeard;
  return silenceOf(heard, Date.now());
}
