import type { Level } from '../docspace/vocabulary/words.ts';
import type { EndAccess, PersonPlan } from './plan.ts';

/** A room that a person owns, or is a member of by themselves. */
export interface RoomOfPerson {
  readonly id: number;
  readonly title: string;
  readonly archived: boolean;
  readonly isOwned: boolean;
  /** Whether our account may change who has access. False for everybody while the room is archived. */
  readonly mayEditAccess: boolean;
  /** Their level; missing for a room that they own, and for one in which they turned out to be no member. */
  readonly level?: Level;
  /** Who else may change who has access: the owner, then managers. */
  readonly whoMay: readonly string[];
}

/** Everything that was read of what a person has access to. */
export interface AccessOfPerson {
  readonly person: EndAccess['person'];
  readonly rooms: readonly RoomOfPerson[];
  /** Groups of theirs that are members of rooms, with the titles of these. */
  readonly groups: readonly { readonly name: string; readonly rooms: readonly string[] }[];
  /** What could not be read, a sentence each. */
  readonly unknown: readonly string[];
}

export interface PlannedForPerson {
  readonly plan: PersonPlan;
  /** Those of the notes that say that only somebody else may remove them. */
  readonly blocked: readonly string[];
}

/**
 * What takes a person out of their rooms. Left, and named: rooms that they own, archived rooms, where nobody can change access, rooms
 * where our account may not, and groups of theirs. Pure.
 */
export function planPerson({ person, rooms, groups, unknown }: AccessOfPerson): PlannedForPerson {
  const { name } = person;
  const blocked = rooms.filter(isBlocked).map((room) => describeBlocked(room, name));
  const notes = [
    ...rooms.filter(({ isOwned }) => isOwned).map((room) => describeOwned(room, name)),
    ...blocked,
    ...rooms.filter((room) => room.archived && !room.isOwned).map((room) => describeArchived(room, name)),
    ...groups
      .filter((group) => group.rooms.length > 0)
      .map(
        (group) =>
          `${name} is in the group ${group.name}, which is a member of ${listTitles(group.rooms)}; take them out of the group in the portal`,
      ),
    ...unknown,
  ];
  const actions = rooms.flatMap((room) => (isDue(room) ? [endOf(room, person)] : []));
  return { plan: { person: { id: person.id, name }, actions, notes }, blocked };
}

function isDue(room: RoomOfPerson): room is RoomOfPerson & { readonly level: Level } {
  return !room.isOwned && !room.archived && room.mayEditAccess && room.level !== undefined;
}

function isBlocked({ isOwned, archived, mayEditAccess, level }: RoomOfPerson): boolean {
  return !isOwned && !archived && !mayEditAccess && level !== undefined;
}

function endOf({ id, title, level }: RoomOfPerson & { readonly level: Level }, person: EndAccess['person']): EndAccess {
  return { kind: 'end-access', id: `remove from room ${id}`, after: [], room: { id, title }, person, level };
}

function describeOwned({ id, title, archived }: RoomOfPerson, name: string): string {
  const how = archived ? 'restore it from the Archive and pass it on in the portal' : 'pass it on in the portal';
  return `${archived ? 'archived room' : 'room'} "${title}" (${id}): owned by ${name}; ${how}`;
}

function describeArchived({ id, title }: RoomOfPerson, name: string): string {
  return `archived room "${title}" (${id}): ${name} stays in it, since nobody can change access in the Archive`;
}

function describeBlocked({ id, title, level = 'viewer', whoMay }: RoomOfPerson, name: string): string {
  const who = whoMay.length > 0 ? whoMay.join(', ') : 'its owner and its managers';
  return `room "${title}" (${id}): ${name} is ${level}; only ${who} may remove them`;
}

/** Titles are listed up to here. */
const mostTitles = 5;

function listTitles(titles: readonly string[]): string {
  const shown = titles.slice(0, mostTitles).map((title) => `"${title}"`);
  const more = titles.length > mostTitles ? ` and ${titles.length - mostTitles} more` : '';
  return `${titles.length === 1 ? 'room' : 'rooms'} ${shown.join(', ')}${more}`;
}
