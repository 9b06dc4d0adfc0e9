import type { Entry, FileInfo } from '../docspace/entry.ts';
import type { Portal } from '../docspace/portal.ts';
import { cleanTitle } from '../docspace/vocabulary/clean-title.ts';
import type { Action, CopyFile, CreateFolder, CreateText } from '../plan/plan.ts';
import type { ActionContext, ActionResult } from './action-kind.ts';
import { folderIdOf } from './folder-id-of.ts';

/** What can come twice under one title, when a call that was given up has its effect after it was done anew. */
type Twinned = CreateFolder | CopyFile | CreateText;

export function mayHaveTwins(action: Action): action is Twinned {
  return action.kind === 'create-folder' || action.kind === 'copy-file' || action.kind === 'create-text';
}

/** Something that was made in place of what a lost call was to make. */
export interface Replacement {
  readonly kind: 'folder' | 'copy' | 'text';
  readonly id: number;
  /** The title that was asked for, cleaned. */
  readonly title: string;
  /** Where it is. */
  readonly folderId: number;
  /** When it was looked for and not found, by the portal's time, or before. ISO 8601. */
  readonly since: string;
}

const kinds = { 'create-folder': 'folder', 'copy-file': 'copy', 'create-text': 'text' } as const;

/** Deletes what a lost call of ours made after all, once the run is about to end. Answers what was deleted, for people. */
export async function deleteEntryTwins(
  action: Twinned,
  { folderId, added, twinsSince }: ActionResult,
  context: ActionContext,
): Promise<readonly string[]> {
  const id = folderId ?? Number(added[0]?.portalId);
  if (twinsSince === undefined || !Number.isSafeInteger(id)) return [];
  const { kind, title, parent } = action;
  const made = { kind: kinds[kind], id, title, folderId: folderIdOf(parent, context), since: twinsSince };
  const twins = await findTwins(made, context.portal);
  await deleteTwins(made, twins, context.portal);
  return twins.map((twin) => `${kind === 'create-folder' ? 'folder' : 'file'} ${parent}${twin.title}`);
}

/**
 * What a lost call of ours made after all beside what was made in its place: of the same title, or of that with the number that the portal
 * gives to a text file whose title is taken, in the same folder, by our account, since the look-up that did not find it, and untouched: an
 * empty folder, a file of its first version, a text of the same length. What else there is of the title is somebody's.
 */
export async function findTwins(made: Replacement, portal: Portal): Promise<readonly Entry[]> {
  const [self, parent] = await Promise.all([portal.self(), portal.folder(made.folderId)]);
  const beside = made.kind === 'folder' ? parent.folders : parent.files;
  const own = beside.find(({ id }) => id === made.id);
  return beside.filter(
    (entry) =>
      entry.id !== made.id &&
      entry.createdById === self.id &&
      Date.parse(entry.createdAt) >= Date.parse(made.since) &&
      isUntouched(entry) &&
      (made.kind === 'text' ? isSameText(entry, { ...own, title: made.title }) : isOfTitle(entry, made.title)),
  );
}

/** Moves them to the trash. */
export async function deleteTwins(
  { kind }: Pick<Replacement, 'kind'>,
  twins: readonly Entry[],
  portal: Portal,
): Promise<void> {
  for (const { id } of twins) await (kind === 'folder' ? portal.deleteFolder(id) : portal.deleteFile(id));
}

/**
 * The text file of a lost call that came between the look that did not find it and the call that was to replace it, so that the portal
 * gave `made` a number: of the title that was asked for, by our account, untouched, of the same length. Undefined when there is none.
 */
export async function findEarlierText(
  made: FileInfo,
  { folderId, title }: Pick<Replacement, 'folderId' | 'title'>,
  portal: Portal,
): Promise<Entry | undefined> {
  const { files } = await portal.folder(folderId);
  return files.find(
    (file) =>
      file.id !== made.id &&
      file.createdById === made.createdById &&
      isOfTitle(file, title) &&
      isUntouched(file) &&
      isSameText(file, { ...made, title }),
  );
}

function isOfTitle(entry: Pick<Entry, 'title'>, title: string): boolean {
  return cleanTitle(entry.title) === title;
}

/** A second `a.txt` is called `a (1).txt`, the next one `a (2).txt` (DocSpace server, Global.cs). */
const numberOfTaken = / \(\d+\)(\.[^.]*)?$/;

function isSameText(file: Entry, { title, size }: { readonly title: string; readonly size?: number }): boolean {
  const unnumbered = { title: file.title.replace(numberOfTaken, '$1') };
  const isNamedSo = isOfTitle(file, title) || isOfTitle(unnumbered, title);
  return isNamedSo && size !== undefined && file.size === size;
}

function isUntouched({ filesCount = 0, foldersCount = 0, version = 1, createdById, updatedById }: Entry): boolean {
  return filesCount + foldersCount === 0 && version === 1 && (updatedById ?? createdById) === createdById;
}
