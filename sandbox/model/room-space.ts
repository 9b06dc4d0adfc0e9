import { PortalError } from '../wire/portal-error.ts';
import { descendants, isFile, isRoom, roomOf, type Room } from './sections.ts';
import { versionsOf } from './library.ts';
import type { State } from './state.ts';

/** The bytes of everything in a room, older versions included. */
export function spaceOf(state: State, room: Room): number {
  return spaceBelow(state, room.id);
}

/** The bytes of everything below a folder, older versions included. */
export function spaceBelow(state: State, folderId: number): number {
  return descendants(state, folderId)
    .filter(isFile)
    .flatMap(versionsOf)
    .reduce((sum, { size }) => sum + size, 0);
}

/** Throws 402 when so many bytes more do not fit into the quota of the room that a folder is in. */
export function requireRoomSpace(state: State, folderId: number, size: number): void {
  const folder = state.folders.get(folderId);
  const room = folder && roomOf(state, folder);
  const quota = room?.room?.settings.quota;
  // The vendor's -1 is "no limit".
  if (!room || !isRoom(room) || quota === undefined || quota < 0 || !state.settings.roomQuotasEnabled) return;
  if (spaceOf(state, room) + size > quota) throw new PortalError('quota', 'The room quota is exceeded');
}
