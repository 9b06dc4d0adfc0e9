import type { Portal } from '../portal.ts';
import { createFile, overwriteFile } from './entries.ts';
import { publishEntry } from './events.ts';
import { cleanTitle } from './clean-title.ts';
import { freeTitle } from './file-title.ts';
import type { Content } from './library.ts';
import type { Account, File } from './records.ts';
import { filesIn } from './sections.ts';
import { may } from './security.ts';

/** A file that comes from outside. */
export interface Upload {
  parentId: number;
  title: string;
  content: Content;
  /** Whether a taken title gets a number; otherwise the file that has it gets a new version. */
  createNewIfExist: boolean;
}

/**
 * Stores an upload and publishes `file.created`, also for a new version of a known file. Who may not overwrite the file
 * of that title gets another one with the same title. Throws 402 over the quota of the room or the portal.
 */
export function storeUpload(portal: Portal, actor: Account, upload: Upload): File {
  const { parentId, title, content, createNewIfExist } = upload;
  const named = cleanTitle(title);
  if (createNewIfExist)
    return createFile(portal, actor, { parentId, title: freeTitle(portal.state, parentId, named), content });
  const twin = findTwin(portal, actor, { parentId, title: named });
  if (!twin) return createFile(portal, actor, { parentId, title: named, content });
  const changed = overwriteFile(portal, actor, { file: twin, content });
  publishEntry(portal, { trigger: 'file.created', actor }, changed);
  return changed;
}

/**
 * The file of that title that somebody may overwrite: guests never may, nobody one that another has locked (DocSpace
 * server, FileUploader.cs).
 */
function findTwin(
  portal: Portal,
  actor: Account,
  { parentId, title }: { parentId: number; title: string },
): File | undefined {
  const twin = filesIn(portal.state, parentId).find((file) => file.title.toLowerCase() === title.toLowerCase());
  if (!twin || actor.type === 'guest' || isLockedFor(actor, twin)) return undefined;
  return may(portal.state, actor, { action: 'Edit', entry: twin }) ? twin : undefined;
}

/** Whether somebody else has locked a file. */
export function isLockedFor(actor: Account, { lockedBy }: File): boolean {
  return lockedBy !== undefined && lockedBy !== actor.id;
}
