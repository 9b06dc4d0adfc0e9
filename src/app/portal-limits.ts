import type { Log } from '../base/log.ts';
import { cloudLimits, type GovernorLimits, shareOfLimits } from '../docspace/governor.ts';
import type { CallRecord } from '../docspace/portal-call.ts';
import type { PortalLimits as Wanted } from '../config/setting-types.ts';
import type { FindingRecords } from '../reconcile/records.ts';

/** What a portal that was said to have no limits taught us; it is believed for a day after its last refusal. */
const learntFinding = 'limits learnt';
const learntForMs = 24 * 3_600_000;

/** While others work, a command that only looks takes this part of the limits, which the margin covers. */
const guestPart = 11;

/** The limits of the portal as this process keeps them. */
export interface PortalLimits {
  /** Those of the account, for all processes together. */
  current(): GovernorLimits;
  /** What this process may have under way now. */
  share(): GovernorLimits;
  /** Whether the portal has refused calls for limits that the settings do not know, within a day. */
  isLearnt(): boolean;
  /** To be told of each call. */
  readonly learn: (call: Pick<CallRecord, 'status' | 'template'>) => void;
  /** How many processes divide the limits; `guest` for one that does not count among those that work. A process that works sets it. */
  processes: () => number | 'guest';
}

interface LimitsOptions {
  readonly wanted: Wanted;
  readonly findings: FindingRecords;
  readonly log: Log;
  readonly processes: () => number | 'guest';
}

/** Reads what was learnt before, by any process. */
export async function createPortalLimits({ wanted, findings, log, processes }: LimitsOptions): Promise<PortalLimits> {
  const found = await findings.find(learntFinding);
  const state = { learntUntil: found ? Date.now() + learntForMs - found.secondsAgo * 1_000 : 0, warnedAt: 0 };
  const isLearnt = (): boolean => wanted === 'none' && Date.now() < state.learntUntil;
  const current = (): GovernorLimits => (wanted === 'cloud' || isLearnt() ? cloudLimits : wanted);

  function learn({ status, template }: Pick<CallRecord, 'status' | 'template'>): void {
    if (status !== 429) return;
    const isNews = !isLearnt();
    state.learntUntil = Date.now() + learntForMs;
    if (wanted !== 'none') {
      if (Date.now() - state.warnedAt > 60_000) log.warn('the portal refused a call for its limits', { template });
      state.warnedAt = Date.now();
      return;
    }
    if (!isNews) return;
    log.warn("the portal has limits, though PORTAL_LIMITS is none: from now on the cloud's are kept", { template });
    findings
      .keep(learntFinding, { template })
      .catch((error: unknown) => log.warn('could not be remembered', { what: learntFinding, error }));
  }

  const limits: PortalLimits = {
    current,
    isLearnt,
    learn,
    processes,
    share() {
      const all = current();
      const among = limits.processes();
      if (among !== 'guest' || all === 'none') return shareOfLimits(all, among === 'guest' ? 1 : among);
      return { ...all, reads: Math.max(1, Math.floor(all.reads / guestPart)), writes: 1 };
    },
  };
  return limits;
}
