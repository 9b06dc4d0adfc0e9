import { PortalError } from '../wire/portal-error.ts';
import { sizeOf } from './file-content.ts';
import { descendants, isFile, isRoom, roomOf, type Room } from './sections.ts';
import type { State } from './state.ts';

/** The bytes of everything in a room. */
export function spaceOf(state: State, room: Room): number {
  return descendants(state, room.id)
    .filter(isFile)
    .reduce((sum, file) => sum + sizeOf(file.content), 0);
}

/** Throws 402 when a content (base64) does not fit into the quota of the room that a folder is in. */
export function requireRoomSpace(state: State, folderId: number, content: string): void {
  const folder = state.folders.get(folderId);
  const room = folder && roomOf(state, folder);
  const quota = room?.room?.settings.quota;
  // The vendor's -1 is "no limit".
  if (!room || !isRoom(room) || quota === undefined || quota < 0 || !state.settings.roomQuotasEnabled) return;
  if (spaceOf(state, room) + sizeOf(content) > quota) throw new PortalError('quota', 'The room quota is exceeded');
}
