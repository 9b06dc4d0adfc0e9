import type { LimitsView } from '../http/parts.ts';
import { createBudgetRecords } from '../store/portal-budget.ts';
import type { Core } from './open-core.ts';

/** What a home room of the gallery takes, for as long as there is nothing to measure. */
const writesPerRun = 10;
const dayMs = 24 * 3_600_000;
/** A write counts two hours longer than a day, so that no day of the portal holds more than its limit. */
const countedMs = dayMs + 2 * 3_600_000;

/** The portal's limits as all processes keep them together, how far they are used, and when the work that is open will be done. */
export async function readLimits({
  limits,
  store,
  runs,
}: Pick<Core, 'limits' | 'store' | 'runs'>): Promise<LimitsView> {
  const current = limits.current();
  const { used } = await createBudgetRecords(store.db).writesUse();
  const load = await runs.countLoad();
  const perDay = current === 'none' ? undefined : current.perDay;
  return {
    limits: current,
    isLearnt: limits.isLearnt(),
    openRuns: load.open,
    waitingRuns: load.waiting,
    ...(perDay === undefined
      ? {}
      : { writes: { used, perDay, ...doneAt({ used, perDay }, { ...load, now: Date.now() }) } }),
  };
}

/** From what is left today on, a day's writes after the other; a guess by what runs of the last day took. */
export function doneAt(
  { used, perDay }: { readonly used: number; readonly perDay: number },
  { open, endedInADay, now }: { readonly open: number; readonly endedInADay: number; readonly now: number },
): { readonly doneBy?: string } {
  if (open === 0) return {};
  const each = endedInADay > 20 ? Math.max(1, used / endedInADay) : writesPerRun;
  const beyondToday = open * each - (perDay - used);
  if (beyondToday <= 0) return {};
  return { doneBy: new Date(now + Math.ceil(beyondToday / perDay) * countedMs).toISOString() };
}

/** `412 of 9000 writes of the last day used; 1200 runs wait for the next, all done by 2026-07-03 14:00 UTC` */
export function describeLimits({ limits, isLearnt, writes, waitingRuns }: LimitsView): string {
  if (limits === 'none') return 'the portal has no limits';
  const minute = limits.perMinute === undefined ? [] : [`${limits.perMinute} calls a minute`];
  const by = writes?.doneBy?.slice(0, 16).replace('T', ' ');
  return [
    ...(isLearnt ? ["learnt from a refusal: the cloud's are kept, though PORTAL_LIMITS is none"] : []),
    [`${limits.reads} reads and ${limits.writes} writes at once`, ...minute].join(', '),
    ...(writes ? [`${writes.used} of ${writes.perDay} writes of a day used`] : []),
    ...(waitingRuns > 0 ? [`${waitingRuns} runs wait for the next day`] : []),
    ...(by === undefined ? [] : [`the work that is open will be done by ${by} UTC`]),
  ].join('; ');
}
