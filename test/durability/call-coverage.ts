import type { Moment } from '../support/wire/gate.ts';

/** Which calls have gone wrong, and at which moment. */
export interface CallCoverage {
  /** The moment at which this call has yet to go wrong, which it does now; undefined when it may pass. */
  take(call: string): Moment | undefined;
  /** Calls that did not go wrong at a moment as often as they are made. */
  missing(): readonly string[];
}

const moments: readonly Moment[] = ['before', 'after'];

/** Doings of the jobs, as the ids of their subjects name them. Two at once: one call of the same kind can go wrong before it, the other after it. */
export const doings = { recorded: 'undisturbed', disturbed: ['disturbed', 'disrupted'] } as const;

/** `recorded`: the calls of one doing with nothing in its way, in their order. Only such go wrong: what is made because of a disturbance passes. */
export function createCallCoverage(recorded: readonly string[]): CallCoverage {
  const asRecorded = createReader();
  const places = new Set(recorded.map(asRecorded));
  const allowed = countKinds(places);
  // Work at the same time writes in another order each time, so that a look may be missed at one of its places, but not at all.
  const wanted = countKinds(new Set(recorded.map(withoutTimes)));
  const read = createReader();
  const taken: Readonly<Record<Moment, Set<string>>> = { before: new Set(), after: new Set() };
  const countTaken = (kind: string, moment: Moment): number => countKinds(taken[moment]).get(kind) ?? 0;

  return {
    take(made) {
      const place = read(made);
      const left = moments.filter((moment) => !taken[moment].has(place));
      // A call that is the same in each doing goes wrong at both moments; another once, at the moment at which fewer of its kind did.
      if (left.length < moments.length && !places.has(place)) return undefined;
      const kind = kindOf(place);
      const [moment] = left.toSorted((a, b) => countTaken(kind, a) - countTaken(kind, b));
      if (moment === undefined || countTaken(kind, moment) >= (allowed.get(kind) ?? 0)) return undefined;
      taken[moment].add(place);
      return moment;
    },
    missing: () =>
      moments.flatMap((moment) =>
        [...wanted].filter(([kind, times]) => countTaken(kind, moment) < times).map(([kind]) => `${moment} ${kind}`),
      ),
  };
}

function countKinds(calls: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of [...calls].map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

const sinceMark = ' since ';

/**
 * Reads calls in their order. What it answers is the same for a call that is made again, and for a look at a room that repeats another when
 * nothing was written there in between.
 */
function createReader(): (made: string) => string {
  const written = new Map<string, string>();
  return (made) => {
    const call = withoutTimes(made);
    const room = /\/rooms\/\d+/.exec(call)?.[0];
    if (room === undefined) return call;
    if (call.startsWith('GET ')) return call + sinceMark + (written.get(room) ?? '');
    written.set(room, kindOf(call));
    return call;
  };
}

/** A call that is made again is the same, though it may say when it is made. */
function withoutTimes(call: string): string {
  return call.replaceAll(/\d{4}-\d\d-\d\dT[\d:.-]+Z|\b\d{13}\b/g, 'TIME');
}

/** Enough of what is sent to tell a call from its like; reports and notes go on with what no two doings have in common. */
const tellingLength = 60;

/** Method, path and beginning of what is sent, without what differs from doing to doing: ids and names. */
function kindOf(call: string): string {
  const [method = '', url = '', ...body] = (call.split(sinceMark)[0] ?? '').split(' ');
  return `${method} ${steady(decodeURIComponent(url))} ${steady(body.join(' ')).slice(0, tellingLength)}`.trim();
}

const names = new RegExp([doings.recorded, ...doings.disturbed].join('|'), 'g');
const ids = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{20,}|\d{3,}|\bperson\d+(?=@)/g;

function steady(text: string): string {
  return text.replaceAll(names, 'DOING').replaceAll(ids, 'ID');
}
