import type { Log } from '../../base/log.ts';
import { reportError } from '../../base/errors.ts';
import type { LoadedBlueprint } from '../../blueprint/load-blueprints.ts';
import { sweep, type SweepReport } from './sweep.ts';
import type { SweepParts } from './sweep-parts.ts';
import type { SweepRecords } from './sweep-records.ts';

interface DueParts extends SweepParts {
  readonly sweeps: SweepRecords;
  readonly log: Log;
  /** Does work while no other process of the installation does such; answers undefined when one does. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  /** Tells the operator. */
  readonly alert: (alert: { readonly id: string; readonly subject: string; readonly text: string }) => Promise<void>;
}

const seconds = { hourly: 3_600, daily: 86_400, weekly: 604_800 } as const;

/** Makes the sweeps that are due, one after another. Answers how many. A blueprint whose sweep fails does not hold up the others. */
export async function sweepDue(blueprints: readonly LoadedBlueprint[], parts: DueParts): Promise<number> {
  const swept = await parts.alone(async () => {
    let count = 0;
    for (const loaded of blueprints) if (await sweepIfDue(loaded, parts)) count += 1;
    return count;
  });
  return swept ?? 0;
}

async function sweepIfDue({ blueprint, hash }: LoadedBlueprint, parts: DueParts): Promise<boolean> {
  const { sweep: order } = blueprint.on;
  if (!order) return false;
  const every = seconds[order.every];
  const sweepId = await parts.sweeps.claimDue(blueprint.name, every);
  if (sweepId === undefined) return false;
  const { mode, limit } = order;
  try {
    const before = (await parts.sweeps.list()).find((one) => one.blueprint === blueprint.name)?.report;
    const report = await sweep({ blueprint, hash, mode, limit, sweepId }, parts);
    await parts.sweeps.end(blueprint.name, every, shorten(report));
    if (report.held && !isSame(before, report)) await tell(report, sweepId, parts);
  } catch (error) {
    const { message } = reportError(error);
    parts.log.warn('a sweep came to no end', { blueprint: blueprint.name, reason: message });
    await parts.sweeps.fail(blueprint.name, message);
  }
  return true;
}

/** A person who was asked is not asked again each hour while nothing has changed. */
function isSame(before: SweepReport | undefined, { changes }: SweepReport): boolean {
  return before?.held === true && before.changes.length === Math.min(changes.length, mostKept);
}

const mostKept = 1_000;

function shorten({ changes, needs, ...rest }: SweepReport): SweepReport {
  return { ...rest, changes: changes.slice(0, mostKept), needs: needs.slice(0, mostKept) };
}

const mostNamed = 30;

async function tell({ blueprint, changes, limit }: SweepReport, sweepId: string, parts: DueParts): Promise<void> {
  const named = changes.slice(0, mostNamed).map(({ name, what }) => `${name}: ${what}`);
  const more = changes.length > named.length ? [`and ${changes.length - named.length} more`] : [];
  const text = [
    `The sweep of ${blueprint} would make ${changes.length} changes, more than its limit of ${limit}. Nothing was changed.`,
    [...named, ...more].join('\n'),
    `Look at it: concierge sweep ${blueprint}. If it is right: concierge sweep ${blueprint} --fix --limit ${changes.length}.`,
  ].join('\n\n');
  const subject = `A sweep of ${blueprint} needs you: ${changes.length} changes are due`;
  await parts.alert({ id: `sweep.${blueprint}.${Date.parse(sweepId)}`, subject, text }).catch((error: unknown) => {
    parts.log.error('nobody could be told that a sweep holds back', { blueprint, error });
  });
}
