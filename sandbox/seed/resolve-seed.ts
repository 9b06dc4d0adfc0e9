import { createHash } from 'node:crypto';
import { isLevelPossible, isLevelPossibleFor } from '../model/role-table.ts';
import { StartError } from '../start-error.ts';
import { type CheckedSeed, type SeedEntry, seedLevels, seedRoomTypes, WrittenRoom } from './portal-seed.ts';
import type { SeedContent, SeedGroup, SeedPerson, SeedRoom } from './seed-types.ts';

type WrittenPerson = CheckedSeed['people'][number];
type WrittenGroup = CheckedSeed['groups'][number];

/** A seed whose names have become ids. */
export interface ResolvedSeed {
  people: SeedPerson[];
  groups: SeedGroup[];
  /** One by one, since a large portal need not be in memory twice. */
  rooms: Iterable<Omit<SeedRoom, 'id'>>;
}

/** What a place of the seed may refer to. */
interface Names {
  people: ReadonlyMap<string, SeedPerson>;
  groups: ReadonlyMap<string, SeedGroup>;
  owner: SeedPerson;
}

const sinceDays = 30;

/**
 * Looks up the people and groups that a seed names. `fallbackOwner` is the portal's owner when the seed has none.
 * Throws a `StartError`, for rooms only while they are read, that says where: a second owner, an e-mail or name that is twice there or nowhere, a level that
 * the room or the person cannot have.
 */
export function resolveSeed(seed: CheckedSeed, fallbackOwner: SeedPerson): ResolvedSeed {
  const people = seed.people.map((person) => resolvePerson(person));
  const owners = people.filter(({ type }) => type === 'owner');
  if (owners.length > 1) throw refuse('people', 'a portal has one owner');
  const owner = owners[0] ?? fallbackOwner;
  if (owners.length === 0) people.unshift(owner);
  const byEmail = mapOf(people, ({ email }) => email.toLowerCase(), 'people');
  for (const [index, { guestOf }] of seed.people.entries()) {
    const person = byEmail.get(seed.people[index]?.email.toLowerCase() ?? '');
    if (person && guestOf.length > 0)
      person.guestOf = guestOf.map((email) => find(byEmail, email, `people[${index}].guestOf`).id);
  }
  const groups = seed.groups.map((group, index) => resolveGroup(group, { byEmail, at: `groups[${index}]`, owner }));
  const names: Names = { people: byEmail, groups: mapOf(groups, ({ name }) => name.toLowerCase(), 'groups'), owner };
  return { people, groups, rooms: resolveRooms(seed, names) };
}

function* resolveRooms({ rooms }: CheckedSeed, names: Names): Generator<Omit<SeedRoom, 'id'>> {
  for (const [index, json] of rooms.entries())
    yield resolveRoom(WrittenRoom.parse(JSON.parse(json)), names, `rooms[${index}]`);
}

function resolvePerson({ status, guestOf: _, ...person }: WrittenPerson): SeedPerson {
  const { id = guidOf('person', person.email.toLowerCase()), title, password } = person;
  return {
    ...{ id, email: person.email, type: person.type, since: sinceDays },
    ...{ firstName: person.firstName, lastName: person.lastName },
    ...(status !== 'active' && { state: status }),
    ...(title !== undefined && { title }),
    ...(password !== undefined && { password }),
  };
}

function resolveGroup(
  { id, name, manager, members }: WrittenGroup,
  { byEmail, at, owner }: { byEmail: ReadonlyMap<string, SeedPerson>; at: string; owner: SeedPerson },
): SeedGroup {
  const managerId = manager === undefined ? owner.id : find(byEmail, manager, `${at}.manager`).id;
  const memberIds = members.map((email, index) => find(byEmail, email, `${at}.members[${index}]`).id);
  return { id: id ?? guidOf('group', name.toLowerCase()), name, managerId, memberIds };
}

function resolveRoom(room: WrittenRoom, names: Names, at: string): Omit<SeedRoom, 'id'> {
  const owner = room.owner === undefined ? names.owner : find(names.people, room.owner, `${at}.owner`);
  const type = seedRoomTypes[room.type];
  const members = room.members.map((member, index) =>
    resolveMember(member, { names, type, at: `${at}.members[${index}]` }),
  );
  return {
    ...{ title: room.title, type, ownerId: owner.id, since: sinceDays, tags: room.tags, members },
    ...(room.state === 'archived' && { isArchived: true }),
    ...(room.state === 'template' && { isTemplate: true }),
    contents: room.contents.map(resolveEntry),
    links: room.links.map((link, index) => ({
      kind: link.kind,
      id: guidOf('link', `${at} ${index}`),
      title: link.title ?? `${link.kind.charAt(0).toUpperCase()}${link.kind.slice(1)} link`,
      access: seedLevels[link.level],
      ...(link.password !== undefined && { password: link.password }),
      ...(link.expires !== undefined && { expires: new Date(link.expires).toISOString() }),
    })),
  };
}

function resolveMember(
  member: WrittenRoom['members'][number],
  { names, type, at }: { names: Names; type: number; at: string },
): SeedRoom['members'][number] {
  const access = seedLevels[member.level];
  if ('group' in member) {
    const group = find(names.groups, member.group, `${at}.group`);
    if (!isLevelPossible(type, 'group', access)) throw refuse(at, `a group cannot be ${member.level} in this room`);
    return { id: group.id, access, isGroup: true };
  }
  const person = find(names.people, member.person, `${at}.person`);
  if (!isLevelPossibleFor(type, person.type, access))
    throw refuse(at, `${person.email} (${person.type}) cannot be ${member.level} in this room`);
  return { id: person.id, access };
}

function resolveEntry(entry: SeedEntry): SeedContent {
  if (typeof entry === 'string') return { folder: entry, contents: [] };
  if ('folder' in entry) return { folder: entry.folder, contents: (entry.contents ?? []).map(resolveEntry) };
  const bytes = entry.base64 === undefined ? Buffer.from(entry.text ?? '') : Buffer.from(entry.base64, 'base64');
  return { file: entry.file, bytes };
}

function find<T>(known: ReadonlyMap<string, T>, name: string, at: string): T {
  const found = known.get(name.toLowerCase());
  if (!found) throw refuse(at, `"${name}" is not in this seed`);
  return found;
}

function mapOf<T>(items: readonly T[], keyOf: (item: T) => string, at: string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(keyOf(item))) throw refuse(at, `"${keyOf(item)}" is there twice`);
    map.set(keyOf(item), item);
  }
  return map;
}

function refuse(at: string, reason: string): StartError {
  return new StartError(`The seed is wrong at ${at}: ${reason}.`);
}

/** A guid that is the same on each start. */
function guidOf(kind: string, name: string): string {
  const hex = createHash('sha256').update(`${kind} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
