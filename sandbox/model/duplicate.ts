import type { EventName, Portal } from '../portal.ts';
import { copyEntry } from './entries.ts';
import { publishEntry } from './events.ts';
import { freeFolderTitle, freeTitle } from './file-title.ts';
import type { Outcome } from './operations.ts';
import type { Account } from './records.ts';
import { createRoom } from './rooms.ts';
import { type Entry, filesIn, isFile, isRoom, type Room, subfolders } from './sections.ts';

/** Copies entries with all that is in them to where they are, under a title with a number. Of a room its members are not copied. */
export function duplicate(portal: Portal, actor: Account, entries: readonly Entry[]): Outcome {
  const copies = entries.map((entry) =>
    isRoom(entry) ? duplicateRoom(portal, actor, entry) : duplicateEntry(portal, actor, entry),
  );
  return {
    fileIds: copies.filter(isFile).map(({ id }) => id),
    folderIds: copies.filter((copy) => !isFile(copy)).map(({ id }) => id),
  };
}

function duplicateEntry(portal: Portal, actor: Account, entry: Entry): Entry {
  const { parentId, title } = entry;
  const named = isFile(entry)
    ? { ...entry, title: freeTitle(portal.state, parentId, title) }
    : { ...entry, title: freeFolderTitle(portal.state, parentId, title) };
  const copy = copyEntry(portal, actor, { entry: named, parentId });
  const trigger: EventName = isFile(entry) ? 'file.copied' : 'folder.copied';
  publishEntry(portal, { trigger, actor }, copy);
  return copy;
}

function duplicateRoom(portal: Portal, actor: Account, room: Room): Entry {
  const { state } = portal;
  const title = freeFolderTitle(state, room.parentId, room.title);
  const copy = createRoom(portal, actor, { ...room.room, title, trigger: 'room.copied' });
  for (const entry of [...subfolders(state, room.id), ...filesIn(state, room.id)])
    copyEntry(portal, actor, { entry, parentId: copy.id });
  return copy;
}
