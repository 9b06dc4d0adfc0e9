import type { EventName, Portal } from '../portal.ts';
import { prepareEntryEvent, publishEntry } from './events.ts';
import type { Account, File, Folder } from './records.ts';
import { requireSpace } from './room-space.ts';
import { descendants, type Entry, filesIn, isFile, isRoom, personalRoot, rootOf, subfolders } from './sections.ts';
import { may } from './security.ts';
import { putFile, putFolder, removeFile, removeFolder, takeId } from './state.ts';
import { folderType } from './vendor-numbers.ts';
import { cleanTitle } from './clean-title.ts';
import type { Content } from './library.ts';

/** Makes a folder without an event. */
function makeFolder(portal: Portal, actor: Account, { parentId, title }: { parentId: number; title: string }): Folder {
  const now = portal.timestamp();
  const folder: Folder = {
    id: takeId(portal.state, 'entry'),
    parentId,
    folderType: folderType.default,
    title: cleanTitle(title),
    createdBy: actor.id,
    created: now,
    modifiedBy: actor.id,
    modified: now,
  };
  putFolder(portal.state, folder);
  return folder;
}

/** Makes a folder; titles need not be unique. */
export function createFolder(portal: Portal, actor: Account, place: { parentId: number; title: string }): Folder {
  const folder = makeFolder(portal, actor, place);
  publishEntry(portal, { trigger: 'folder.created', actor }, folder);
  return folder;
}

export interface NewFile {
  parentId: number;
  title: string;
  content: Content;
}

/** What the first version of a file is called, and the numbers it has. */
export const firstVersion = { version: 1, versionGroup: 1, comment: 'Created', history: [] };

/** Stores a new file without an event. Throws 402 over the quota of the room or the portal. */
function makeFile(portal: Portal, actor: Account, { parentId, title, content }: NewFile): File {
  requireSpace(portal.state, parentId, content.size);
  const now = portal.timestamp();
  const file: File = {
    ...firstVersion,
    ...content,
    id: takeId(portal.state, 'entry'),
    parentId,
    title: cleanTitle(title),
    createdBy: actor.id,
    created: now,
    modifiedBy: actor.id,
    modified: now,
  };
  putFile(portal.state, file);
  return file;
}

/** Stores a new file. Throws 402 over the quota of the room or the portal. */
export function createFile(portal: Portal, actor: Account, fields: NewFile): File {
  const file = makeFile(portal, actor, fields);
  publishEntry(portal, { trigger: 'file.created', actor }, file);
  return file;
}

/** Replaces the content of a file: same id, version + 1; the older version stays in its history. Throws 402 over the quota of the room or the portal. */
export function overwriteFile(
  portal: Portal,
  actor: Account,
  { file, content, comment = 'Uploaded' }: { file: File; content: Content; comment?: string },
): File {
  requireSpace(portal.state, file.parentId, content.size);
  const { version, versionGroup, comment: older, size, modifiedBy, modified, history } = file;
  const changed: File = {
    ...file,
    content: content.content,
    size: content.size,
    version: version + 1,
    versionGroup: versionGroup + 1,
    comment,
    modifiedBy: actor.id,
    modified: portal.timestamp(),
    history: [...history, { version, versionGroup, comment: older, content: file.content, size, modifiedBy, modified }],
  };
  putFile(portal.state, changed);
  return changed;
}

/** Gives an entry another title and publishes the update of its kind. */
export function renameEntry(portal: Portal, actor: Account, { entry, title }: { entry: Entry; title: string }): Entry {
  const changes = { title: cleanTitle(title), modifiedBy: actor.id, modified: portal.timestamp() };
  const renamed: Entry = isFile(entry) ? { ...entry, ...changes } : { ...entry, ...changes };
  put(portal, renamed);
  publishEntry(portal, { trigger: triggerOf(renamed, 'updated'), actor }, renamed);
  return renamed;
}

/** Moves an entry without an event. Only in the Trash does it remember where it came from. */
export function placeEntry(portal: Portal, entry: Entry, place: { parentId: number; originId?: number }): Entry {
  const changes = { originId: undefined, ...place };
  const moved: Entry = isFile(entry) ? { ...entry, ...changes } : { ...entry, ...changes };
  put(portal, moved);
  return moved;
}

function put(portal: Portal, entry: Entry): void {
  if (isFile(entry)) putFile(portal.state, entry);
  else putFolder(portal.state, entry);
}

/** Where the bytes of a file's latest version are. */
export function contentOf({ content, size }: File): Content {
  return { content, size };
}

/** Copies an entry with all that is in it, without events. Returns the copy. */
export function copyEntry(
  portal: Portal,
  actor: Account,
  { entry, parentId }: { entry: Entry; parentId: number },
): Entry {
  if (isFile(entry)) return makeFile(portal, actor, { parentId, title: entry.title, content: contentOf(entry) });
  const copy = makeFolder(portal, actor, { parentId, title: entry.title });
  for (const child of [...subfolders(portal.state, entry.id), ...filesIn(portal.state, entry.id)]) {
    copyEntry(portal, actor, { entry: child, parentId: copy.id });
  }
  return copy;
}

/** Deletes an entry: rooms, what is in the Trash already, and `immediately` for good; the rest goes to the actor's Trash. */
export function removeEntry(
  portal: Portal,
  actor: Account,
  { entry, immediately }: { entry: Entry; immediately: boolean },
): void {
  const isFinal = immediately || isRoom(entry) || rootOf(portal.state, entry).folderType === folderType.trash;
  if (!isFinal) {
    const trash = personalRoot(portal, folderType.trash, actor);
    const trashed = placeEntry(portal, entry, { parentId: trash.id, originId: entry.parentId });
    publishEntry(portal, { trigger: triggerOf(entry, 'trashed'), actor }, trashed);
    return;
  }
  const publish = prepareEntryEvent(portal, { trigger: triggerOf(entry, 'deleted'), actor }, entry);
  erase(portal, entry);
  publish();
}

/** Deletes an entry with all that is in it for good, without an event. */
export function erase(portal: Portal, entry: Entry): void {
  const { state } = portal;
  if (isFile(entry)) {
    removeFile(state, entry.id);
    return;
  }
  for (const child of descendants(state, entry.id).toReversed()) {
    if (isFile(child)) removeFile(state, child.id);
    else removeFolder(state, child.id);
  }
  removeFolder(state, entry.id);
}

type EntryChange = 'updated' | 'trashed' | 'deleted';

function triggerOf(entry: Entry, change: EntryChange): EventName {
  if (isFile(entry)) return `file.${change}`;
  if (isRoom(entry) && change !== 'trashed') return `room.${change}`;
  return `folder.${change}`;
}

/** Whether somebody may put something new into a folder; false for a folder that does not exist. */
export function mayCreateIn(portal: Portal, actor: Account, folderId: number): boolean {
  const folder = portal.state.folders.get(folderId);
  return folder !== undefined && may(portal.state, actor, { action: 'Create', entry: folder });
}
