import { AppError } from '../../base/errors.ts';
import type { Member } from '../../docspace/member.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Engine } from '../../engine/engine.ts';
import type { AccessName, GuestAccess, KeptRoomView, PageParts } from '../../http/page-parts.ts';
import { runIdOf } from '../../runs/start-run.ts';
import { personSubject } from '../../runs/subject.ts';
import type { RoomViews } from '../../store/room-views.ts';
import type { Core } from '../open-core.ts';
import { queueRun } from '../queue-run.ts';

/** Access of people from outside to kept rooms: shown, ended and prolonged, whether a run gave it or a person in the portal. */
export function createGuestParts(core: Core, views: RoomViews, engine: Engine): PageParts['guests'] {
  const requireRoom = async ({ roomId }: AccessName) => {
    const room = await views.findByRoom(roomId);
    if (room) return room;
    throw new AppError('not-found', `No blueprint keeps room ${roomId}.`);
  };
  /** Answers the account. */
  const setEnd = async (id: number, { roomId, item }: AccessName, until: Date): Promise<string> => {
    const guestId = /^guest:(.+)$/.exec(item)?.[1];
    if (guestId === undefined) {
      const accountId = await views.setEnd(id, item, until);
      if (accountId !== undefined) return accountId;
    } else if ((await core.portal.members(roomId)).some((one) => one.id === guestId && one.kind === 'guest')) {
      await views.setGuestEnd(id, guestId, until);
      return guestId;
    }
    throw new AppError('not-found', 'There is no such access, or it has ended.', { hint: 'Load the list again.' });
  };

  return {
    list: () => listAccess(core.portal, views),
    async remove(access, { who, requestId }) {
      const room = await requireRoom(access);
      asked.delete(access.roomId);
      await setEnd(room.id, access, new Date());
      const given = await views.given(room.id);
      const { blueprint, subject } = room;
      const { documentHash = '', ...inputs } = given ?? {};
      const input = { attempt: 1, blueprint, documentHash, subject, ...inputs };
      const options = { repair: false, recreate: false, expire: { keptRoomId: room.id } };
      const runId = runIdOf(blueprint, subject, `end access ${requestId}`);
      return queueRun({ ...input, runId, cause: { kind: 'http', name: who }, options }, core, engine);
    },
    async extend(access, { until, who }) {
      const { id, blueprint } = await requireRoom(access);
      const accountId = await setEnd(id, access, new Date(until));
      core.journal.record({
        ...{ kind: 'access', what: 'end of access set', cause: { kind: 'http', name: who }, blueprint },
        ...{ roomId: access.roomId, detail: `until ${until}` },
        // Whom a run invited is known by the address, which the audit never holds.
        ...(accountId.includes('@') ? {} : { subject: personSubject(accountId) }),
      });
    },
  };
}

/** So many rooms, the newest, are asked about who is in them. */
const mostRooms = 200;
const freshMs = 5_000;

type Members = readonly Member[];
const asked = new Map<number, { readonly at: number; readonly members: Promise<Members> }>();

/** Who is in a room; the answer is believed for a moment, so that a page that is shown again does not ask anew for each room. */
function membersOf(roomId: number, portal: PortalReader): Promise<Members> {
  const known = asked.get(roomId);
  if (known && performance.now() - known.at < freshMs) return known.members;
  // A room that is gone, or that the account may not read, has nobody to show.
  const members = portal.members(roomId).catch((): Members => []);
  asked.set(roomId, { at: performance.now(), members });
  return members;
}

/** Everybody from outside who is in a kept room now, by the portal; our records say since when, until when and by which run. */
async function listAccess(portal: PortalReader, views: RoomViews): Promise<readonly GuestAccess[]> {
  const [rooms, rows] = await Promise.all([views.list({ limit: mostRooms }), views.listAccess()]);
  const found = await Promise.all(
    rooms.map(async (room) => {
      if (room.roomId === undefined || room.state === 'retired') return [];
      const members = await membersOf(room.roomId, portal);
      const guests = members.filter(({ kind }) => kind === 'guest');
      return guests.map((guest) => viewAccess(guest, { ...room, roomId: room.roomId ?? 0 }, rows));
    }),
  );
  return found.flat().toSorted((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
}

type AccessRows = Awaited<ReturnType<RoomViews['listAccess']>>;

/** Our record of somebody's access; what a run gave stands before an end that was set when a person had given it. */
function findRow({ id, email = id }: Member, ofRoom: AccessRows): AccessRows[number] | undefined {
  return [`member:${id}`, `member:${email}`, `guest:${id}`]
    .map((name) => ofRoom.find(({ item }) => item.toLowerCase() === name.toLowerCase()))
    .find((row) => row !== undefined);
}

function viewAccess(
  guest: Member,
  { id, roomId, title, url, blueprint }: KeptRoomView & { readonly roomId: number },
  rows: AccessRows,
): GuestAccess {
  const row = findRow(
    guest,
    rows.filter(({ keptRoomId }) => keptRoomId === id),
  );
  return {
    guest: {
      id: guest.id,
      name: guest.name,
      pending: guest.pending,
      ...(guest.email === undefined ? {} : { email: guest.email }),
    },
    blueprint,
    room: { id: roomId, title, ...(url === undefined ? {} : { url }) },
    ...(guest.level === undefined ? {} : { level: guest.level }),
    item: row?.item ?? `guest:${guest.id}`,
    ...(row?.runId === undefined ? {} : { since: row.since.toISOString(), runId: row.runId }),
    ...(row?.until ? { until: row.until.toISOString() } : {}),
  };
}
