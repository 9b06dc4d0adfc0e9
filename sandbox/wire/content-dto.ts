import type { View } from './view.ts';
import type { Folder } from '../model/records.ts';
import { type Entry, isFile, lineage } from '../model/sections.ts';
import { writeFile } from './file-dto.ts';
import { writeFolder } from './folder-dto.ts';

export interface Page {
  startIndex: number;
  count: number;
}

/** FolderContentDto: one page of a folder's or section's entries, folders before files. */
export function writeContent(
  view: View,
  current: Folder,
  { entries, page }: { entries: readonly Entry[]; page: Page },
): Record<string, unknown> {
  const shown = entries.slice(page.startIndex, page.startIndex + page.count);
  return {
    files: shown.filter(isFile).map((file) => writeFile(view, file)),
    folders: shown.flatMap((entry) => (isFile(entry) ? [] : [writeFolder(view, entry)])),
    current: writeFolder(view, current),
    pathParts: writePath(view, current),
    startIndex: page.startIndex,
    count: shown.length,
    total: entries.length,
    new: 0,
  };
}

/** The way from the section root down to a folder. */
function writePath(view: View, folder: Folder): Record<string, unknown>[] {
  const folders = lineage(view.portal.state, folder).flatMap((entry) => (isFile(entry) ? [] : [entry]));
  return folders
    .toReversed()
    .map(({ id, title, room, folderType }) => ({ id, title, roomType: room?.roomType, folderType }));
}
