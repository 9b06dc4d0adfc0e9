import { createHash, randomUUID } from 'node:crypto';
import type { Person } from '../docspace/person.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { PolledRecords, Seen } from './records.ts';

/** Something that a poll found: what an event would have told. */
export interface Found {
  readonly trigger: 'user.created' | 'user.updated' | 'room.created' | 'room.archived';
  readonly entityId: string;
  /** Tells it from any other finding. */
  readonly mark: string;
}

interface PollParts {
  readonly portal: Pick<PortalReader, 'people' | 'activeRooms' | 'archivedRooms'>;
  readonly polled: PolledRecords;
  /** Blueprints by the events that start them. */
  readonly blueprints: () => readonly {
    readonly name: string;
    readonly triggers: readonly string[];
    /** Whether it is for people who are disabled. */
    readonly forDisabled?: boolean;
  }[];
  /** Starts what is to be started; the same finding twice starts nothing new. */
  readonly start: (found: Found) => Promise<void>;
}

export interface PollOutcome {
  /** Calls to the portal that this round took. */
  readonly calls: number;
  readonly found: number;
}

const personTriggers = ['user.created', 'user.updated'] as const;
const pageOf = 100;

/**
 * Looks through the portal for what no webhook told: active members who are new or whose account changed, accounts that were disabled, rooms
 * that are new, and rooms that are new in the Archive. Lists only what some blueprint is started by. Until a round has come to its end for the
 * first time, rounds only learn what there is: people and rooms of before are for sweeps, which have a limit. A later round that is cut off is
 * made up for by the next one.
 */
export async function poll(parts: PollParts): Promise<PollOutcome> {
  const wanted = new Set(parts.blueprints().flatMap(({ triggers }) => triggers));
  const round = randomUUID();
  const outcomes = [
    ...(personTriggers.some((trigger) => wanted.has(trigger)) ? [await pollPeople(parts, round)] : []),
    ...(parts.blueprints().some(isForDisabled) ? [await pollDisabled(parts, round)] : []),
    ...(wanted.has('room.created') ? [await pollRooms(parts, round, sections.active)] : []),
    ...(wanted.has('room.archived') ? [await pollRooms(parts, round, sections.archive)] : []),
  ];
  return {
    calls: outcomes.reduce((sum, { calls }) => sum + calls, 0),
    found: outcomes.reduce((sum, { found }) => sum + found, 0),
  };
}

async function pollPeople(parts: PollParts, round: string): Promise<PollOutcome> {
  const outcome = { calls: 0, found: 0 };
  const isFirst = !(await parts.polled.isBegun('person'));
  for (let startIndex: number | undefined = 0; startIndex !== undefined;) {
    const page = await parts.portal.people({ startIndex, area: 'members', employeeStatus: 'active' });
    outcome.calls += 1;
    const seen = page.people.map((person) => ({ id: person.id, signature: signatureOf(person) }));
    if (!isFirst) outcome.found += await startPeople(parts, round, seen);
    await parts.polled.see('person', round, seen);
    startIndex = page.next;
  }
  await endRound(parts, 'person', round);
  return outcome;
}

function isForDisabled({ triggers, forDisabled }: ReturnType<PollParts['blueprints']>[number]): boolean {
  return forDisabled === true && triggers.includes('user.updated');
}

/** Accounts that were disabled since, guests too. One that is active again is seen by the round of active members. */
async function pollDisabled(parts: PollParts, round: string): Promise<PollOutcome> {
  const kind = 'disabled';
  const outcome = { calls: 0, found: 0 };
  const isFirst = !(await parts.polled.isBegun(kind));
  const mark = `poll user.updated disabled ${round}`;
  const found = (id: string): Found => ({ trigger: 'user.updated', entityId: id, mark });
  for (let startIndex: number | undefined = 0; startIndex !== undefined;) {
    const page = await parts.portal.people({ startIndex, area: 'all', employeeStatus: 'terminated' });
    outcome.calls += 1;
    outcome.found += await seePage(
      parts,
      { kind, round, isFirst, found },
      page.people.map(({ id }) => id),
    );
    startIndex = page.next;
  }
  await endRound(parts, kind, round);
  return outcome;
}

/** All pages were seen: only now is what they do not show gone, and what the next round sees for the first time new. */
async function endRound({ polled }: PollParts, kind: string, round: string): Promise<void> {
  await polled.begin(kind, round);
  await polled.forgetOthers(kind, round);
}

/** Whoever is not known is new, unless their room is there already: then a webhook told of them, or a person did it by hand. */
async function startPeople(parts: PollParts, round: string, seen: readonly Seen[]): Promise<number> {
  const before = await parts.polled.signatures(
    'person',
    seen.map(({ id }) => id),
  );
  const changed = seen.filter(({ id, signature }) => before.get(id) !== signature);
  const isSettled = await settledFor(
    parts,
    changed.filter(({ id }) => !before.has(id)),
  );
  const found = changed.filter(({ id }) => !isSettled(id));
  for (const { id, signature } of found) {
    const trigger = before.has(id) ? 'user.updated' : 'user.created';
    await parts.start({ trigger, entityId: id, mark: `poll ${trigger} ${signature} ${round}` });
  }
  return found.length;
}

async function settledFor({ blueprints, polled }: PollParts, unknown: readonly Seen[]) {
  const subjects = unknown.map(({ id }) => `person:${id}`);
  const listening = blueprints().filter(({ triggers }) => triggers.includes('user.created'));
  const kept = await Promise.all(listening.map(({ name }) => polled.keptFor(name, subjects)));
  return (id: string): boolean => kept.length > 0 && kept.every((subjectsOf) => subjectsOf.has(`person:${id}`));
}

/** Where rooms are, and what a new one there means. A room that comes back from the Archive counts as new too. */
const sections = {
  active: { kind: 'room', trigger: 'room.created', list: 'activeRooms' },
  archive: { kind: 'archive', trigger: 'room.archived', list: 'archivedRooms' },
} as const;

async function pollRooms(
  parts: PollParts,
  round: string,
  { kind, trigger, list }: (typeof sections)[keyof typeof sections],
): Promise<PollOutcome> {
  const isFirst = !(await parts.polled.isBegun(kind));
  const rooms = await parts.portal[list]();
  const found = (id: string): Found => ({ trigger, entityId: id, mark: `poll ${trigger} ${id} ${round}` });
  const ids = rooms.map(({ id }) => String(id));
  const outcome = { calls: Math.max(1, Math.ceil(rooms.length / pageOf)), found: 0 };
  for (let index = 0; index < ids.length; index += pageOf) {
    outcome.found += await seePage(parts, { kind, round, isFirst, found }, ids.slice(index, index + pageOf));
  }
  await endRound(parts, kind, round);
  return outcome;
}

interface Page {
  readonly kind: string;
  readonly round: string;
  /** Until a round has come to its end, what is seen is only learnt. */
  readonly isFirst: boolean;
  readonly found: (id: string) => Found;
}

/** Starts what is seen for the first time among things that are there or not, and notes all of them. Answers how many it started. */
async function seePage(
  { polled, start }: PollParts,
  { kind, round, isFirst, found }: Page,
  ids: readonly string[],
): Promise<number> {
  const before = await polled.signatures(kind, ids);
  const fresh = isFirst ? [] : ids.filter((id) => !before.has(id));
  for (const id of fresh) await start(found(id));
  await polled.see(
    kind,
    round,
    ids.map((id) => ({ id, signature: kind })),
  );
  return fresh.length;
}

/** Differs when anything differs that a blueprint may read of an active person: none of them is disabled. */
function signatureOf({ disabled: _, ...person }: Person): string {
  return createHash('sha256').update(JSON.stringify(person)).digest('base64url').slice(0, 16);
}
