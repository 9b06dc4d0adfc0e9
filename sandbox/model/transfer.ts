import type { Portal } from '../portal.ts';
import { denied, notFound, PortalError } from '../wire/portal-error.ts';
import { contentOf, copyEntry, mayCreateIn, overwriteFile, placeEntry, removeEntry } from './entries.ts';
import { publishEntry } from './events.ts';
import { freeTitle } from './file-title.ts';
import type { Outcome } from './operations.ts';
import type { Account, File, Folder } from './records.ts';
import { moveRoom } from './rooms.ts';
import { type Entry, filesIn, isFile, isRoom, lineage, rootOf, sectionRoot, subfolders } from './sections.ts';
import { may, type SecurityAction } from './security.ts';
import { folderType } from './vendor-numbers.ts';

/** FileConflictResolveType of the vendor. */
export const conflictRule = { Skip: 0, Overwrite: 1, Duplicate: 2 } as const;

export interface Transfer {
  isMove: boolean;
  entries: readonly Entry[];
  destination: Folder;
  conflict: number;
}

/** The entries by id. Throws what the server answers at once: 403 for an unknown file, 500 for an unknown folder, 403 without the right. */
export function requireEntries(
  portal: Portal,
  actor: Account,
  { folderIds, fileIds, action }: { folderIds: readonly number[]; fileIds: readonly number[]; action: SecurityAction },
): Entry[] {
  const { state } = portal;
  const folders = folderIds.map((id) => {
    const folder = state.folders.get(id);
    if (!folder) throw new PortalError('defect', 'The required folder was not found');
    return folder;
  });
  const files = fileIds.map((id) => {
    const file = state.files.get(id);
    if (!file) throw denied();
    return file;
  });
  const entries: Entry[] = [...folders, ...files];
  if (!entries.every((entry) => may(state, actor, { action, entry }))) throw denied();
  return entries;
}

/**
 * Entries as they are now. Throws 404 when one went away while the operation waited, 403 when the right did: a room may
 * have been archived meanwhile.
 */
export function currentEntries(
  portal: Portal,
  actor: Account,
  { entries, action }: { entries: readonly Entry[]; action: SecurityAction },
): Entry[] {
  const current = entries.map((entry) => {
    const found = isFile(entry) ? portal.state.files.get(entry.id) : portal.state.folders.get(entry.id);
    if (!found) throw notFound();
    return found;
  });
  if (!current.every((entry) => may(portal.state, actor, { action, entry }))) throw denied();
  return current;
}

/** What of the entries has the title of something in a folder already. */
export function findConflicts(
  portal: Portal,
  { entries, folderId }: { entries: readonly Entry[]; folderId: number },
): Entry[] {
  const titlesOf = (others: readonly Entry[]) => new Set(others.map(({ title }) => title.toLowerCase()));
  const files = titlesOf(filesIn(portal.state, folderId));
  const folders = titlesOf(subfolders(portal.state, folderId));
  return entries.filter((entry) => (isFile(entry) ? files : folders).has(entry.title.toLowerCase()));
}

/** The destination of a copy or move; `undefined` never: 403 for one that does not exist or takes nothing from the actor. */
export function requireDestination(
  portal: Portal,
  actor: Account,
  { id, entries }: { id: number; entries: readonly Entry[] },
): Folder {
  const folder = portal.state.folders.get(id);
  if (!folder) throw denied();
  const isSection =
    folder.id === sectionRoot(portal, folderType.archive).id || folder.id === sectionRoot(portal, folderType.rooms).id;
  // Rooms go between the two sections only, and nothing else goes there.
  const isAllowed = isSection
    ? entries.every(isRoom)
    : !entries.some(isRoom) &&
      mayCreateIn(portal, actor, id) &&
      !entries.some((entry) => contains(portal, entry, folder));
  if (!isAllowed) throw denied();
  return folder;
}

function contains(portal: Portal, entry: Entry, folder: Folder): boolean {
  return lineage(portal.state, folder).some((ancestor) => ancestor.id === entry.id);
}

/** Copies or moves entries, one after the other, and publishes what happened to each. */
export function transfer(portal: Portal, actor: Account, plan: Transfer): Outcome {
  const done = plan.entries.flatMap((entry) => transferOne(portal, actor, { ...plan, entry }) ?? []);
  const fileIds = done.filter(isFile).map((file) => file.id);
  const folderIds = done.filter((entry) => !isFile(entry)).map((folder) => folder.id);
  // A move names its destination first.
  return { fileIds, folderIds: plan.isMove ? [plan.destination.id, ...folderIds] : folderIds };
}

function transferOne(portal: Portal, actor: Account, plan: Transfer & { entry: Entry }): Entry | undefined {
  const { entry, destination, isMove } = plan;
  if (isRoom(entry)) {
    moveRoom(portal, actor, { room: entry, isArchiving: destination.folderType === folderType.archive });
    return portal.state.folders.get(entry.id);
  }
  const wasTrashed = rootOf(portal.state, entry).folderType === folderType.trash;
  const result = isFile(entry)
    ? transferFile(portal, actor, { ...plan, entry })
    : transferFolder(portal, actor, { ...plan, entry });
  if (!result) return undefined;
  const kind = isFile(entry) ? 'file' : 'folder';
  const change = !isMove ? 'copied' : wasTrashed ? 'restored' : 'moved';
  publishEntry(portal, { trigger: `${kind}.${change}`, actor }, result);
  return result;
}

function transferFile(
  portal: Portal,
  actor: Account,
  { entry, destination, isMove, conflict }: Transfer & { entry: File },
): Entry | undefined {
  const { state } = portal;
  const twin = filesIn(state, destination.id).find((file) => file.title.toLowerCase() === entry.title.toLowerCase());
  // By default a file whose title is taken is left out, without an error.
  if (twin && conflict === conflictRule.Skip) return undefined;
  if (twin && conflict === conflictRule.Overwrite && twin.id !== entry.id) {
    const changed = overwriteFile(portal, actor, { file: twin, content: contentOf(entry) });
    if (isMove) removeEntry(portal, actor, { entry, immediately: true });
    return changed;
  }
  const title = freeTitle(state, destination.id, entry.title);
  if (isMove) return placeEntry(portal, { ...entry, title }, { parentId: destination.id });
  return copyEntry(portal, actor, { entry: { ...entry, title }, parentId: destination.id });
}

// Folders of one title are merged unless a duplicate is asked for.
function transferFolder(portal: Portal, actor: Account, plan: Transfer & { entry: Folder }): Entry | undefined {
  const { entry, destination, isMove, conflict } = plan;
  const twin = subfolders(portal.state, destination.id).find(
    (folder) => folder.title === entry.title && folder.id !== entry.id,
  );
  if (!twin || conflict === conflictRule.Duplicate) {
    return isMove
      ? placeEntry(portal, entry, { parentId: destination.id })
      : copyEntry(portal, actor, { entry, parentId: destination.id });
  }
  const children = [...subfolders(portal.state, entry.id), ...filesIn(portal.state, entry.id)];
  for (const child of children) {
    if (isFile(child)) transferFile(portal, actor, { ...plan, entry: child, destination: twin });
    else transferFolder(portal, actor, { ...plan, entry: child, destination: twin });
  }
  return twin;
}
