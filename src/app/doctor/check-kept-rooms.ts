import type { PortalReader } from '../../docspace/portal.ts';
import type { Check } from '../../http/parts.ts';
import { listKeptRooms } from '../../store/kept-room-list.ts';
import type { Core } from '../open-core.ts';

/** Each is one call. */
const mostLookedAt = 50;

/** Whether our account may still change the rooms that it keeps: somebody may have given them to another owner. Looks at 50 of them. */
export async function checkKeptRooms(
  { store }: Pick<Core, 'store'>,
  portal: Pick<PortalReader, 'room'>,
): Promise<readonly Check[]> {
  const kept = await listKeptRooms(store.db, { limit: mostLookedAt });
  const ids = kept.flatMap(({ roomId, state }) => (roomId === undefined || state === 'retired' ? [] : [roomId]));
  if (ids.length === 0) return [];
  const rooms = await Promise.all(ids.map((id) => portal.room(id).catch(() => undefined)));
  const lost = rooms.filter((room) => room && !room.archived && !(room.mayEdit && room.mayEditAccess));
  const name = 'Kept rooms';
  if (lost.length === 0)
    return [{ name, state: 'good', text: `${ids.length} looked at: all may be kept as they should be` }];
  const titles = lost.flatMap((room) => (room ? [`"${room.title}" (${room.id})`] : []));
  return [
    {
      ...{ name, state: 'attention', text: `the account of the key may not change ${titles.join(', ')}` },
      hint: 'Make that account a room manager there, or the owner.',
    },
  ];
}
