import type { Folder } from './records.ts';
import { PortalError } from '../wire/portal-error.ts';
import { descendants, isFile, roomOf, type Room } from './sections.ts';
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

// The vendor's number for a quota that is none.
const noLimit = -1;

/** Throws 402 when so many bytes more do not fit into the portal's tariff, or into the quota of the room that a folder is in. */
export function requireSpace(state: State, folderId: number, size: number): void {
  const { tenantQuota, roomQuotasEnabled } = state.settings;
  if (tenantQuota !== undefined && usedSpace(state) + size > tenantQuota)
    throw new PortalError('quota', 'The portal quota is exceeded');
  const folder = state.folders.get(folderId);
  const room = folder && roomOf(state, folder);
  if (room && roomQuotasEnabled) requireRoomSpace(state, room, size);
}

function requireRoomSpace(state: State, { id, room }: Folder, size: number): void {
  const quota = room?.settings.quota ?? noLimit;
  if (quota >= 0 && spaceBelow(state, id) + size > quota) throw new PortalError('quota', 'The room quota is exceeded');
}

/** The bytes of everything in the portal, older versions included. */
export function usedSpace({ files }: State): number {
  return [...files.values()].flatMap(versionsOf).reduce((sum, { size }) => sum + size, 0);
}
