import type { Alert } from './alert-records.ts';

/** What is looked at for whether a person must be told. */
export interface Troubles {
  /** Runs that ended lately and need a person, by blueprint and state. */
  readonly runs: readonly {
    readonly blueprint: string;
    readonly state: string;
    readonly count: number;
    readonly ids: readonly string[];
  }[];
  /** For how long runs have waited for a portal that does not answer; 0 when none does. */
  readonly portalAwaySeconds: number;
  /** Runs that wait for the next day, since the writes of this one are used up. */
  readonly waitForDay: number;
  readonly longestOpenSeconds: number;
  /** Of the disk with the data folder; undefined where the database is elsewhere. */
  readonly diskFreeBytes?: number | undefined;
}

const portalAwayFor = 900;
const roomOpenFor = 120;
const diskLeast = 512 * 1024 * 1024;

/** What a person must be told of. Each topic is told once in its quiet period. */
export function findAlerts(troubles: Troubles): readonly Alert[] {
  const { portalAwaySeconds, waitForDay, longestOpenSeconds, diskFreeBytes } = troubles;
  return [
    ...troubles.runs.map(describeRuns),
    ...when(portalAwaySeconds >= portalAwayFor, {
      topic: 'portal away',
      subject: 'Concierge cannot reach the portal',
      text: `Runs have waited for the portal for ${minutes(portalAwaySeconds)}. They go on by themselves when it answers. Look: concierge doctor`,
    }),
    ...when(waitForDay > 0, {
      topic: 'day spent',
      subject: "The portal's writes of the day are used up",
      text: `${String(waitForDay)} runs wait for the next day and go on by themselves then. Look: concierge limits`,
    }),
    ...when(longestOpenSeconds >= roomOpenFor, {
      topic: 'room open',
      subject: 'An archived room stands open',
      text: `A close-out opened an archived room ${minutes(longestOpenSeconds)} ago and could not shut it yet. It goes on trying. Look: concierge runs list --state waiting, and archive the room by hand if the portal does not recover.`,
    }),
    ...when(diskFreeBytes !== undefined && diskFreeBytes < diskLeast, {
      topic: 'disk',
      subject: 'The disk of Concierge is nearly full',
      text: `${String(Math.floor((diskFreeBytes ?? 0) / 1_048_576))} MB are left where DATA_DIR is. Without room the database stops: make some, or lower RETENTION_DAYS.`,
    }),
  ];
}

function describeRuns({ blueprint, state, count, ids }: Troubles['runs'][number]): Alert {
  const what = state === 'failed' ? 'failed' : 'need the owner of a room';
  const few = ids.slice(0, 5).map((id) => `concierge runs show ${id}`);
  return {
    topic: `runs ${state} ${blueprint}`,
    subject: `${String(count)} run${count === 1 ? '' : 's'} of ${blueprint} ${count === 1 ? what.replace('need', 'needs') : what}`,
    text: [`In the last hours. See why and what to do:`, ...few].join('\n'),
  };
}

function when(isSo: boolean, alert: Alert): readonly Alert[] {
  return isSo ? [alert] : [];
}

function minutes(seconds: number): string {
  return `${String(Math.round(seconds / 60))} minutes`;
}
