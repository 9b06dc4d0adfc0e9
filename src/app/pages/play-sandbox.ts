import { randomInt } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { PageParts } from '../../http/page-parts.ts';
import type { RoomViews } from '../../store/room-views.ts';

interface Parts {
  readonly url: string;
  readonly portal: PortalReader;
  readonly views: RoomViews;
}

const firstNames = [
  'Nora',
  'Felix',
  'Amara',
  'Oskar',
  'Leila',
  'Hugo',
  'Freya',
  'Idris',
  'Clara',
  'Mateo',
  'Yuki',
  'Zara',
];
const lastNames = [
  'Berg',
  'Castillo',
  'Dahl',
  'Eriksen',
  'Farouk',
  'Greene',
  'Holm',
  'Keller',
  'Laurent',
  'Mbeki',
  'Sato',
];

/** What the vendor's API calls the level of a viewer; the sandbox's own control takes it as it is. */
const viewerAccess = 2;

/** Does in the sandbox portal what people do there, through its control plane, so that its effect can be seen. */
export function createSandboxParts({ url, portal, views }: Parts): NonNullable<PageParts['sandbox']> {
  async function control(path: string, body: object): Promise<void> {
    const answer = await fetch(new URL(`/_sandbox/${path}`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw new AppError('unavailable', 'The sandbox portal does not answer.', { cause, hint: 'Start it again.' });
    });
    if (!answer.ok) throw new AppError('rejected', `The sandbox portal refused: ${await answer.text()}`);
  }

  /** The newest room in use that blueprints keep; one with guests where `withGuests`, if there is one. */
  async function findRoom(withGuests: boolean): Promise<{ readonly id: number; readonly title: string }> {
    const rooms = await views.list({ limit: 40, state: 'complete' });
    const ids = rooms.flatMap(({ roomId, title }) => (roomId === undefined ? [] : [{ id: roomId, title }]));
    const open = await Promise.all(ids.map(async (room) => ((await isInUse(room.id, portal)) ? [room] : [])));
    const inUse = open.flat();
    for (const room of withGuests ? inUse : []) {
      const members = await portal.members(room.id);
      if (members.some(({ kind }) => kind === 'guest')) return room;
    }
    const [first] = inUse;
    if (first) return first;
    throw new AppError('conflict', 'No room is there yet that a blueprint keeps.', {
      hint: 'Add a person first: a moment later they have a room.',
    });
  }

  return {
    async addPerson() {
      const person = await suggestPerson(portal);
      await control('people', { ...person, type: 'User' });
      return { text: `${person.firstName} ${person.lastName} is a member of the portal now.` };
    },
    async inviteGuest() {
      const [room, person] = await Promise.all([findRoom(false), suggestPerson(portal)]);
      const email = person.email.replace(/@.*$/, '@guest.example');
      await control(`rooms/${room.id}/invite`, { email, access: viewerAccess });
      return { text: `${email} is invited to “${room.title}” as a guest.` };
    },
    async archiveRoom() {
      const room = await findRoom(true);
      await control(`rooms/${room.id}/archive`, {});
      return { text: `“${room.title}” is in the Archive now.` };
    },
  };
}

async function isInUse(roomId: number, portal: PortalReader): Promise<boolean> {
  return portal.room(roomId).then(
    (room) => !room.archived,
    () => false,
  );
}

async function suggestPerson(
  portal: PortalReader,
): Promise<{ readonly firstName: string; readonly lastName: string; readonly email: string }> {
  const pick = (names: readonly string[]): string => names[randomInt(names.length)] ?? 'Nora';
  const [firstName, lastName] = [pick(firstNames), pick(lastNames)];
  const domain = (await portal.self()).email?.split('@')[1] ?? 'portal.example';
  return { firstName, lastName, email: `${firstName}.${lastName}${randomInt(10, 9_999)}@${domain}`.toLowerCase() };
}
