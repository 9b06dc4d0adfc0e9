import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { Entry } from '../docspace/entry.ts';
import type { Action, CopyFile, CreateFolder } from '../plan/plan.ts';
import type { ActionContext, ActionResult } from './action-kind.ts';
import { folderIdOf } from './folder-id-of.ts';

/** What can come twice under one title, when a call that was given up has its effect after it was done anew. */
type Twinned = CreateFolder | CopyFile;

export function mayHaveTwins(action: Action): action is Twinned {
  return action.kind === 'create-folder' || action.kind === 'copy-file';
}

/**
 * Deletes what a lost call of ours made after all beside what was made in its place: of the same title, in the same folder, by our account, since
 * the look-up that did not find it, and untouched: an empty folder, or a file of its first version. What else there is of the title is
 * somebody's. It goes to the trash. Answers what was deleted, for people.
 */
export async function deleteEntryTwins(
  action: Twinned,
  { folderId, added, twinsSince }: ActionResult,
  context: ActionContext,
): Promise<readonly string[]> {
  const { portal } = context;
  const ownId = folderId ?? Number(added[0]?.portalId);
  if (twinsSince === undefined || !Number.isSafeInteger(ownId)) return [];
  const [self, parent] = await Promise.all([portal.self(), portal.folder(folderIdOf(action.parent, context))]);
  const isFolder = action.kind === 'create-folder';
  const twins = (isFolder ? parent.folders : parent.files).filter(
    (entry) =>
      entry.id !== ownId &&
      cleanTitle(entry.title) === action.title &&
      entry.createdById === self.id &&
      Date.parse(entry.createdAt) >= Date.parse(twinsSince) &&
      isUntouched(entry),
  );
  for (const { id } of twins) await (isFolder ? portal.deleteFolder(id) : portal.deleteFile(id));
  return twins.map(() => `${isFolder ? 'folder' : 'file'} ${action.parent}${action.title}`);
}

function isUntouched({ filesCount = 0, foldersCount = 0, version = 1, createdById, updatedById }: Entry): boolean {
  return filesCount + foldersCount === 0 && version === 1 && (updatedById ?? createdById) === createdById;
}
