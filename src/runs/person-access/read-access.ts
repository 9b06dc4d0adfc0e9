import { AppError } from '../../base/errors.ts';
import type { PersonCloseOutBlueprint } from '../../blueprint/blueprint.ts';
import type { Person } from '../../docspace/person.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Room } from '../../docspace/room.ts';
import type { AccessOfPerson, RoomOfPerson } from '../../plan/plan-person.ts';
import type { KeptRoomRecords } from '../records.ts';

interface AccessParts {
  readonly portal: PortalReader;
  readonly keptRooms: Pick<KeptRoomRecords, 'findByRoom'>;
}

type Order = Pick<PersonCloseOutBlueprint, 'rooms'>;

/**
 * Reads what a person has access to, as far as the rule is for it. Only reads; cost in calls: the rooms with the person and their groups,
 * one for the members of each active room, and one for the rooms of each group.
 */
export async function readAccess(
  person: Person,
  { order, self, parts }: { readonly order: Order; readonly self: Person; readonly parts: AccessParts },
): Promise<AccessOfPerson> {
  const { portal } = parts;
  const [rooms, groups] = await Promise.all([
    portal.roomsWith(person.id).then((all) => roomsMeant(all, order, parts)),
    readGroups(person, order, parts),
  ]);
  const read = await Promise.all(rooms.map((room) => readRoom(room, person, portal)));
  const { id, name, email } = person;
  return {
    person: { id, name, ...(email === undefined ? {} : { email }) },
    rooms: read.filter(({ isOwned, archived, level }) => isOwned || archived || level !== undefined),
    groups: groups.found,
    unknown: [...groups.unknown, ...unseen(self, person, order)],
  };
}

/** Only a DocSpace admin sees every room. Rooms that our blueprints made our account always sees. */
function unseen({ name, kind }: Person, person: Person, { rooms }: Order): string[] {
  if (rooms === 'kept' || kind === 'owner' || kind === 'docspace-admin') return [];
  return [
    `whether ${person.name} is in rooms that ${name} does not see is unknown: a key of a DocSpace admin sees all`,
  ];
}

async function roomsMeant(rooms: readonly Room[], { rooms: which }: Order, { keptRooms }: AccessParts) {
  if (typeof which === 'object') return rooms.filter(({ tags }) => tags.includes(which.tag));
  if (which === 'all') return rooms;
  const kept = await Promise.all(rooms.map(async ({ id }) => (await keptRooms.findByRoom(id)) !== undefined));
  return rooms.filter((_, index) => kept[index]);
}

/** Of a room that nothing can be changed in, the list of its members would tell nothing more. */
async function readRoom(
  { id, title, archived, ownerId, mayEditAccess }: Room,
  person: Person,
  portal: PortalReader,
): Promise<RoomOfPerson> {
  const isOwned = ownerId === person.id;
  const about = { id, title, archived, isOwned, mayEditAccess };
  if (isOwned || archived) return { ...about, whoMay: [] };
  const members = await portal.members(id);
  const own = members.find((member) => member.subject === 'user' && member.id === person.id);
  const managers = members.filter((member) => member.level === 'room-manager' && member.id !== person.id);
  return {
    ...about,
    ...(own?.level === undefined ? {} : { level: own.level }),
    whoMay: [...members.filter(({ isOwner }) => isOwner), ...managers].map(({ name }) => name),
  };
}

interface Groups {
  readonly found: AccessOfPerson['groups'];
  readonly unknown: readonly string[];
}

async function readGroups(person: Person, order: Order, parts: AccessParts): Promise<Groups> {
  const { portal } = parts;
  try {
    const groups = await portal.groupsOf(person.id);
    const found = await Promise.all(
      groups.map(async ({ id, name }) => {
        const rooms = await roomsMeant(await portal.roomsWith(id), order, parts);
        return { name, rooms: rooms.map(({ title }) => title) };
      }),
    );
    return { found, unknown: [] };
  } catch (error) {
    // The key may lack the right to read groups.
    if (!(error instanceof AppError) || error.kind !== 'forbidden') throw error;
    return { found: [], unknown: [`whether a group gives ${person.name} access is unknown: ${error.message}`] };
  }
}
