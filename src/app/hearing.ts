import type { FindingRecords } from '../reconcile/records.ts';
import type { Heard } from '../reconcile/watchdog.ts';
import { watchFinding } from '../reconcile/watchdog.ts';
import { silenceOf } from '../reconcile/watchdog.ts';
import type { Core } from './open-core.ts';

const heardFinding = 'heard';
const heardEveryMs = 30_000;
const dayMs = 24 * 3_600_000;

/** Notes that the portal was heard, whatever it said, some times a minute at most. */
export function createHearing(findings: FindingRecords, onFailure: (error: unknown) => void): () => void {
  let notedAt = -Infinity;
  return () => {
    if (performance.now() - notedAt < heardEveryMs) return;
    notedAt = performance.now();
    findings.keep(heardFinding, {}).catch(onFailure);
  };
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
}

/** Decides whether to poll: without a webhook that works, unless the settings say always or never. */
export async function decideHearing(core: Core, hasSecrets: boolean): Promise<Hearing> {
  const { poll } = core.config.portal;
  const [heard, watched] = await Promise.all([readHeard(core), core.findings.find(watchFinding)]);
  const { lastAt } = heard;
  const trouble = troubleOf(hasSecrets, core.config.portal.adminKey ? watched?.value : undefined, heard);
  if (poll === 'always') return { by: 'polling', why: 'PORTAL_POLL is always', lastAt };
  if (trouble === undefined) return { by: 'webhook', why: 'deliveries arrive', lastAt };
  return poll === 'never' ? { by: 'nothing', why: trouble, lastAt } : { by: 'polling', why: trouble, lastAt };
}

function troubleOf(
  hasSecrets: boolean,
  watched: Readonly<Record<string, unknown>> | undefined,
  heard: Heard,
): string | undefined {
  if (!hasSecrets) return 'no secret of a webhook is set, so every delivery is refused';
  if (watched?.['isWell'] === true) return undefined;
  if (watched) return typeof watched['trouble'] === 'string' ? watched['trouble'] : 'the portal has no webhook of ours';
  if (heard.lastAt === undefined) return 'no delivery has ever come';
  return silenceOf(heard, Date.now());
}
