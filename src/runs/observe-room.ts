import { AppError } from '../base/errors.ts';
import type { PortalReader } from '../docspace/portal.ts';
import type { RoomLink } from '../docspace/room-link.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { DesiredItem, DesiredRoom } from '../blueprint/desired-room.ts';
import type { KeptFacts, ObservedFolder, ObservedLink, ObservedRoom } from '../plan/facts.ts';

/** What became of a kept room. */
export type Observation =
  | { readonly state: 'there'; readonly room: ObservedRoom }
  | { readonly state: 'archived' }
  | { readonly state: 'deleted' };

/** Reads a kept room as far as the blueprint speaks of it: folders that it does not name are not opened. */
export async function observeRoom(
  roomId: number,
  { desired, kept }: { readonly desired: DesiredRoom; readonly kept: KeptFacts },
  portal: PortalReader,
): Promise<Observation> {
  const room = await portal.room(roomId).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (room === undefined) return { state: 'deleted' };
  if (room.archived) return { state: 'archived' };
  const speaksOfLinks = desired.links.length > 0 || kept.items.some(({ item }) => item.startsWith('link:'));
  const [members, contents, links] = await Promise.all([
    portal.members(roomId),
    observeFolder(roomId, desired.contents, portal),
    speaksOfLinks ? portal.links(roomId) : [],
  ]);
  const { title, type, ownerId, tags, url, quotaBytes, denyDownload } = room;
  return {
    state: 'there',
    room: {
      ...contents,
      title,
      type,
      ownerId,
      tags,
      url,
      ...(quotaBytes === undefined ? {} : { quotaBytes }),
      denyDownload,
      members: members.map(({ subject, id, name, email, level }) => ({
        ...{ subject, id, name, level },
        ...(email === undefined ? {} : { email }),
      })),
      links: links.map(observeLink),
    },
  };
}

/** Everything of a link but its address and password, which are secrets. */
function observeLink({
  id,
  kind,
  primary,
  title,
  level,
  expiresAt,
  hasPassword,
  denyDownload,
  maxUseCount,
}: RoomLink): ObservedLink {
  return {
    ...{ id, kind, primary, title, level, hasPassword, denyDownload },
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(maxUseCount === undefined ? {} : { maxUses: maxUseCount }),
  };
}

async function observeFolder(
  id: number,
  desired: readonly DesiredItem[],
  portal: PortalReader,
): Promise<ObservedFolder> {
  if (desired.length === 0) return { id, files: [], folders: [] };
  const found = await portal.folder(id);
  const folders = await Promise.all(
    found.folders.map(async (folder) => {
      const wanted = desired.find(
        (item) => item.kind === 'folder' && cleanTitle(item.title) === cleanTitle(folder.title),
      );
      const inner = wanted?.kind === 'folder' ? wanted.contents : [];
      return { title: folder.title, ...(await observeFolder(folder.id, inner, portal)) };
    }),
  );
  return { id, files: found.files.map((file) => ({ id: file.id, title: file.title })), folders };
}
