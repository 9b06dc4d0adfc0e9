import type { Member } from '../../docspace/member.ts';
import type { Person } from '../../docspace/person.ts';
import type { Room } from '../../docspace/room.ts';
import type { RoomLink } from '../../docspace/room-link.ts';
import type { LinkKind } from '../../docspace/vocabulary/words.ts';

/** What a close-out is to do, as its blueprint says. */
export interface CloseOutOrder {
  readonly name: string;
  readonly rooms: 'all' | 'kept' | { readonly tag: string };
  readonly remove: readonly ('guests' | 'links')[];
  readonly ownership: 'never' | 'borrow';
  readonly reportFolderId?: number;
}

/** Everything that is read before anything is written. */
export interface CloseOutFacts {
  readonly room: Room;
  readonly self: Person;
  readonly members: readonly Member[];
  readonly links: readonly RoomLink[];
  /** Primary links that were renewed by an earlier close-out: they count as removed. */
  readonly renewed: ReadonlySet<string>;
  readonly isKept: boolean;
  /** Whether the room is just as a close-out left it that had seen its links: nobody can have made one in the Archive. */
  readonly isWithoutLinks: boolean;
  /** The owner's account; undefined for one that cannot be read. */
  readonly owner: Person | undefined;
  /** Guests who come in through a group, a sentence each. */
  readonly throughGroups: readonly string[];
}

export interface Guest {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly userName?: string;
}

export interface LinkToRemove {
  readonly id: string;
  readonly kind: LinkKind;
  readonly name: string;
  readonly primary: boolean;
}

/** What stood before the first write: it stands again afterwards, but for the guests. */
interface Stored {
  readonly ownerId: string;
  /** Level of our own account; missing when it had none. */
  readonly ownLevel?: Member['level'];
  readonly members: readonly { readonly id: string; readonly name: string; readonly level?: Member['level'] }[];
}

export interface Work {
  readonly kind: 'work';
  /** Whether the room is in the Archive, and has to be opened for a moment. */
  readonly archived: boolean;
  readonly borrow: boolean;
  /** Whether guests are to go at all: then who joins meanwhile goes too. */
  readonly removesGuests: boolean;
  readonly removesLinks: boolean;
  readonly guests: readonly Guest[];
  readonly links: readonly LinkToRemove[];
  /** Whether links are read only once the room is borrowed. */
  readonly linksUnknown: boolean;
  readonly remains: readonly string[];
  readonly owners: readonly string[];
  readonly stored: Stored;
  readonly selfId: string;
}

/** What is to be done, decided before the first write. Plain JSON. */
export type Decision =
  | Work
  | {
      readonly kind: 'end';
      readonly state: 'done' | 'nothing-to-do' | 'done-with-remains' | 'needs-owner' | 'skipped';
      readonly reason: string;
      readonly remains: readonly string[];
    };

/** Decides from what was read; `archives`: whether a room that is not archived yet is to be. Pure. */
export function decideCloseOut(order: CloseOutOrder, facts: CloseOutFacts, archives: boolean): Decision {
  const { room, self } = facts;
  const skipped = reasonToSkip(order, facts);
  if (skipped !== undefined) return end('skipped', skipped);
  if (!room.archived && !archives) return end('nothing-to-do', 'the room is not archived any more');
  const rights = rightsOf(facts);
  const due = findDue(order, facts, rights);
  if (room.archived && due.isNothing) return endWithout(due);
  const refusal = refuse(order, facts, { rights, isNothing: due.isNothing && !due.linksUnknown });
  if (refusal !== undefined) return end('needs-owner', refusal);
  const { guests, links, linksUnknown, remains } = due;
  return {
    kind: 'work',
    ...{ archived: room.archived, guests, links, linksUnknown, remains },
    borrow: !rights.changesAccess && !due.isNothing,
    removesGuests: order.remove.includes('guests'),
    removesLinks: order.remove.includes('links'),
    owners: ownersOf(facts),
    stored: storedOf(facts),
    selfId: self.id,
  };
}

interface Due {
  readonly guests: readonly Guest[];
  readonly links: readonly LinkToRemove[];
  readonly linksUnknown: boolean;
  readonly remains: readonly string[];
  readonly isNothing: boolean;
}

/** What is to be removed. A list of links that is empty proves something only to owner and managers. */
function findDue({ remove, ownership }: CloseOutOrder, facts: CloseOutFacts, { changesAccess }: Rights): Due {
  const guests = remove.includes('guests') ? guestsOf(facts.members) : [];
  const links = remove.includes('links') && changesAccess ? linksOf(facts) : [];
  const linksUnknown = remove.includes('links') && !changesAccess && !facts.isWithoutLinks;
  const isNothing = guests.length + links.length === 0 && !(linksUnknown && ownership === 'borrow');
  return { guests, links, linksUnknown, isNothing, remains: remove.includes('guests') ? facts.throughGroups : [] };
}

function endWithout({ remains, linksUnknown }: Due): Decision {
  const unknown = linksUnknown ? ['links are unknown: only the owner and managers of the room see them'] : [];
  const all = [...remains, ...unknown];
  const state = all.length > 0 ? 'done-with-remains' : 'nothing-to-do';
  return { kind: 'end', state, reason: 'nothing is to be removed', remains: all };
}

function end(state: Extract<Decision, { kind: 'end' }>['state'], reason: string): Decision {
  return { kind: 'end', state, reason, remains: [] };
}

function reasonToSkip({ rooms, name }: CloseOutOrder, { room, isKept }: CloseOutFacts): string | undefined {
  if (rooms === 'all') return undefined;
  if (rooms === 'kept') return isKept ? undefined : `${name} is for rooms that blueprints made, and none made this one`;
  return room.tags.includes(rooms.tag) ? undefined : `${name} is for rooms with the tag ${rooms.tag}`;
}

interface Rights {
  /** Owner, or admin of the portal: nobody else moves a room (DocSpace server, FileSecurity.cs). */
  readonly moves: boolean;
  /** Owner or manager: nobody else changes access. */
  readonly changesAccess: boolean;
}

function rightsOf({ room, self, members }: CloseOutFacts): Rights {
  const isOwner = room.ownerId === self.id;
  const isManager = members.some(({ id, level }) => id === self.id && level === 'room-manager');
  const isAdmin = self.kind === 'owner' || self.kind === 'docspace-admin';
  // An owner who was demoted keeps the room and may not change who is in it.
  const mayOwn = self.kind !== 'user' && self.kind !== 'guest';
  return { moves: isOwner || isAdmin, changesAccess: mayOwn && (isOwner || isManager) };
}

/** Why nothing may be done; undefined when it may. */
function refuse(
  { ownership }: CloseOutOrder,
  { self, owner }: CloseOutFacts,
  { rights: { moves, changesAccess }, isNothing }: { readonly rights: Rights; readonly isNothing: boolean },
): string | undefined {
  if (!moves) return `only the owner or a DocSpace admin may move the room, and ${self.name} is neither`;
  if (changesAccess || isNothing) return undefined;
  if (ownership !== 'borrow') {
    return `${self.name} is neither owner nor manager of the room; \`ownership: borrow\` and ALLOW_BORROW=true would let it take the room over for a moment`;
  }
  if (!owner) return 'the owner of the room cannot be read, so the room could not be given back';
  if (!owner.active) return `the owner of the room, ${owner.name}, is not active, so the room could not be given back`;
  if (owner.kind === 'user' || owner.kind === 'guest') {
    return `the owner of the room, ${owner.name}, may not own rooms any more, so it could not be given back`;
  }
  return undefined;
}

/** The guests among the members of a room. */
export function guestsOf(members: readonly Member[]): readonly Guest[] {
  return members
    .filter(({ subject, isOwner, kind }) => subject === 'user' && !isOwner && kind === 'guest')
    .map(({ id, name, email, userName }) => ({
      ...{ id, name },
      ...(email === undefined ? {} : { email }),
      ...(userName === undefined ? {} : { userName }),
    }));
}

/** The links that are to go: one that was renewed counts as gone. */
export function linksOf({ links, renewed }: Pick<CloseOutFacts, 'links' | 'renewed'>): readonly LinkToRemove[] {
  return links.filter(({ id }) => !renewed.has(id)).map(describeLink);
}

/** A link as it is removed and reported: never its address. */
export function describeLink({ id, kind, title, primary }: RoomLink): LinkToRemove {
  return { id, kind, primary, name: `${kind} link${title === '' ? '' : ` "${title}"`}` };
}

/** Who is told: the owner; when that is our own account, its managers. */
function ownersOf({ room, self, owner, members }: CloseOutFacts): readonly string[] {
  if (room.ownerId !== self.id) return owner?.email === undefined ? [] : [owner.email];
  const managers = members.filter(({ level, kind }) => level === 'room-manager' && kind !== 'guest');
  return managers.flatMap(({ email }) => email ?? []);
}

function storedOf({ room, self, members }: CloseOutFacts): Stored {
  const own = members.find(({ id }) => id === self.id)?.level;
  return {
    ownerId: room.ownerId,
    ...(own === undefined ? {} : { ownLevel: own }),
    members: members
      .filter(({ isOwner }) => !isOwner)
      .map(({ id, name, level }) => ({ id, name, ...(level === undefined ? {} : { level }) })),
  };
}
