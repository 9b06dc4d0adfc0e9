import type { Operation } from '../model/records.ts';
import { writeFile } from './file-dto.ts';
import { writeFolder } from './folder-dto.ts';
import type { View } from './view.ts';

/** FileOperationDto. Its `Operation` has a capital letter, and `error` is the empty text on success. */
export function writeOperation(view: View, operation: Operation): Record<string, unknown> {
  const { folders, files } = view.portal.state;
  return {
    id: operation.id,
    Operation: operation.kind,
    progress: operation.progress,
    error: operation.error,
    processed: operation.processed,
    finished: operation.finished,
    url: operation.url === undefined ? undefined : `${view.origin}${operation.url}`,
    files: present(files, operation.fileIds).map((file) => writeFile(view, file)),
    folders: present(folders, operation.folderIds).map((folder) => writeFolder(view, folder)),
    status: operation.status,
  };
}

function present<T>(records: Map<number, T>, ids: readonly number[]): T[] {
  return ids.map((id) => records.get(id)).filter((record) => record !== undefined);
}
