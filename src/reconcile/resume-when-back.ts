import { errorKindOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { FindingRecords } from './records.ts';

const awayFinding = 'portal away';

interface BackParts {
  readonly runs: { countAway(): Promise<number>; hastenAway(): Promise<number> };
  readonly findings: FindingRecords;
  /** One cheap call; throws when the portal does not answer it. */
  readonly askPortal: () => Promise<unknown>;
  readonly log: Log;
}

/**
 * Runs that wait for a portal that is away look for it less and less often. This looks for all of them, by one call, and lets them go on
 * once it is back: nobody asks a portal that comes up under load a thousand times whether it is there. Answers how many go on.
 */
export async function resumeWhenBack({ runs, findings, askPortal, log }: BackParts): Promise<number> {
  if ((await runs.countAway()) === 0) return 0;
  const isAway = await askPortal().then(
    () => false,
    (error: unknown) => errorKindOf(error) === 'unavailable',
  );
  const since = await findings.find(awayFinding);
  if (isAway) {
    if (!since) {
      log.warn('the portal is away: runs wait for it', {});
      await findings.keep(awayFinding, {});
    }
    return 0;
  }
  if (!since) return 0;
  await findings.forget(awayFinding);
  const count = await runs.hastenAway();
  log.info('the portal is back', { away: `${Math.round(since.secondsAgo)} s`, runs: count });
  return count;
}
