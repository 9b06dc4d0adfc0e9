import type { Account, File, Folder } from './records.ts';
import type { Portal } from '../portal.ts';
import { noParent, rootName } from './indexes.ts';
import { putFolder, type State, takeId } from './state.ts';
import { emptyGuid, folderType } from './vendor-numbers.ts';

export type Entry = Folder | File;

/** Whether an entry is a file. */
export function isFile(entry: Entry): entry is File {
  return 'content' in entry;
}

const titles: Record<number, string> = {
  [folderType.rooms]: 'Rooms',
  [folderType.archive]: 'Archive',
  [folderType.templates]: 'Templates',
  [folderType.user]: 'My documents',
  [folderType.trash]: 'Trash',
  [folderType.share]: 'Shared with me',
  [folderType.favorites]: 'Favorites',
  [folderType.recent]: 'Recent',
};

/** The root of the Rooms, Archive or Templates section; made when first asked for. */
export function sectionRoot(portal: Portal, type: number): Folder {
  return findRoot(portal.state, type, emptyGuid) ?? makeRoot(portal, type, portalOwnerId(portal.state));
}

/** The root of somebody's own My documents or Trash; made when first asked for. */
export function personalRoot(portal: Portal, type: number, account: Account): Folder {
  return findRoot(portal.state, type, account.id) ?? makeRoot(portal, type, account.id);
}

function findRoot(state: State, type: number, ownerId: string): Folder | undefined {
  return state.folders.get(state.indexes.rootByName.get(rootName(type, ownerId)) ?? noParent);
}

function makeRoot(portal: Portal, type: number, ownerId: string): Folder {
  const now = portal.timestamp();
  const root: Folder = {
    id: takeId(portal.state, 'entry'),
    parentId: noParent,
    folderType: type,
    title: titles[type] ?? '',
    createdBy: ownerId,
    created: now,
    modifiedBy: ownerId,
    modified: now,
  };
  putFolder(portal.state, root);
  return root;
}

/** The account that owns the portal. */
export function portalOwnerId(state: State): string {
  for (const account of state.accounts.values()) if (account.type === 'owner') return account.id;
  return emptyGuid;
}

/** The entry and its ancestors, the section root last. */
export function lineage(state: State, entry: Entry): Entry[] {
  const line = [entry];
  for (let parent = state.folders.get(entry.parentId); parent; parent = state.folders.get(parent.parentId)) {
    line.push(parent);
  }
  return line;
}

/** The section root above an entry, or the entry itself when it is one. */
export function rootOf(state: State, entry: Entry): Folder {
  const root = lineage(state, entry).at(-1);
  if (!root || isFile(root)) throw new Error(`Entry ${entry.id} hangs in the air`);
  return root;
}

/** The room that an entry is in, or that it is. */
export function roomOf(state: State, entry: Entry): Folder | undefined {
  return lineage(state, entry)
    .filter((it) => !isFile(it))
    .find((folder) => isRoom(folder));
}

/** A folder that is a room. */
export type Room = Folder & { room: NonNullable<Folder['room']> };

/** Whether an entry is a room. */
export function isRoom(entry: Entry): entry is Room {
  return !isFile(entry) && entry.room !== undefined;
}

/** Whether an entry is, or is in, an archived room. */
export function isArchived(state: State, entry: Entry): boolean {
  return rootOf(state, entry).folderType === folderType.archive;
}

/** Whether an entry is, or is in, a room template. */
export function isTemplate(state: State, entry: Entry): boolean {
  return rootOf(state, entry).folderType === folderType.templates;
}

/** The folders directly in a folder, oldest first. */
export function subfolders(state: State, folderId: number): Folder[] {
  return pick(state.folders, state.indexes.foldersByParent.get(folderId));
}

/** The files directly in a folder, oldest first. */
export function filesIn(state: State, folderId: number): File[] {
  return pick(state.files, state.indexes.filesByParent.get(folderId));
}

function pick<T>(records: Map<number, T>, ids: Set<number> | undefined): T[] {
  return [...(ids ?? [])].map((id) => records.get(id)).filter((record) => record !== undefined);
}

/** Everything below a folder, each folder before what is in it. */
export function descendants(state: State, folderId: number): Entry[] {
  const folders = subfolders(state, folderId).flatMap((folder) => [folder, ...descendants(state, folder.id)]);
  return [...folders, ...filesIn(state, folderId)];
}
