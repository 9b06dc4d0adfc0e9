import { AppError } from '../../base/errors.ts';
import type { Person } from '../../docspace/person.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Engine } from '../../engine/engine.ts';
import type { AccessName, GuestAccess, PageParts } from '../../http/page-parts.ts';
import { runIdOf } from '../../runs/start-run.ts';
import type { RoomViews } from '../../store/room-views.ts';
import type { Core } from '../open-core.ts';
import { queueRun } from '../queue-run.ts';

/** Access that runs gave to people from outside: shown, ended, prolonged. */
export function createGuestParts(core: Core, views: RoomViews, engine: Engine): PageParts['guests'] {
  const requireRoom = async ({ roomId }: AccessName) => {
    const room = await views.findByRoom(roomId);
    if (room) return room;
    throw new AppError('not-found', `No blueprint keeps room ${roomId}.`);
  };
  const setEnd = async (id: number, { item }: AccessName, until: Date): Promise<void> => {
    if (await views.setEnd(id, item, until)) return;
    throw new AppError('not-found', 'No run gave this access, or it has ended.', { hint: 'Load the list again.' });
  };

  return {
    async list() {
      const [rows, guests] = await Promise.all([views.listAccess(), listGuests(core.portal)]);
      return rows.flatMap((row): GuestAccess[] => {
        const name = row.item.slice('member:'.length).toLowerCase();
        const guest = guests.get(row.portalId.toLowerCase()) ?? guests.get(name);
        if (!guest) return [];
        const { keptRoomId, item, blueprint, runId } = row;
        return [
          {
            ...{ keptRoomId, item, blueprint, runId },
            guest: { id: guest.id, name: guest.name, email: guest.email ?? '', pending: guest.pending },
            room: { id: row.roomId, title: row.title, ...(row.url === null ? {} : { url: row.url }) },
            since: row.since.toISOString(),
            ...(row.until ? { until: row.until.toISOString() } : {}),
          },
        ];
      });
    },
    async remove(access, { who, requestId }) {
      const room = await requireRoom(access);
      await setEnd(room.id, access, new Date());
      const given = await views.given(room.id);
      const { blueprint, subject } = room;
      const { documentHash = '', ...inputs } = given ?? {};
      const input = { attempt: 1, blueprint, documentHash, subject, ...inputs };
      const options = { repair: false, recreate: false, expire: { keptRoomId: room.id } };
      const runId = runIdOf(blueprint, subject, `end access ${requestId}`);
      return queueRun({ ...input, runId, cause: { kind: 'http', name: who }, options }, core, engine);
    },
    async extend(access, until) {
      const room = await requireRoom(access);
      await setEnd(room.id, access, new Date(until));
    },
  };
}

/** More guests than these are not read: two hundred pages. */
const mostGuests = 20_000;
const freshMs = 20_000;
const asked: { at: number; guests: Promise<ReadonlyMap<string, Person>> | undefined } = { at: 0, guests: undefined };

/** All guests of the portal by id and by e-mail address; asked for three times a minute at most. */
function listGuests(portal: PortalReader): Promise<ReadonlyMap<string, Person>> {
  if (asked.guests === undefined || performance.now() - asked.at > freshMs) {
    asked.at = performance.now();
    asked.guests = readGuests(portal).catch((error: unknown) => {
      asked.guests = undefined;
      throw error;
    });
  }
  return asked.guests;
}

async function readGuests(portal: PortalReader): Promise<ReadonlyMap<string, Person>> {
  const guests = new Map<string, Person>();
  for (let start: number | undefined = 0; start !== undefined && start < mostGuests;) {
    const { people, next }: Awaited<ReturnType<PortalReader['people']>> = await portal.people({
      startIndex: start,
      area: 'guests',
    });
    for (const guest of people) {
      guests.set(guest.id.toLowerCase(), guest);
      if (guest.email !== undefined) guests.set(guest.email.toLowerCase(), guest);
    }
    start = next;
  }
  return guests;
}
