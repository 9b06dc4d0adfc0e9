import { AppError } from '../base/errors.ts';
import type { FolderPath } from '../plan/plan.ts';
import type { ActionContext } from './action-kind.ts';

/** The id of a folder that an earlier action made or that was there. */
export function folderIdOf(path: FolderPath, { folderIds }: ActionContext): number {
  const id = folderIds.get(path);
  if (id === undefined) throw new AppError('defect', `Folder "${path}" has no id yet.`);
  return id;
}

/** The id of the room that this run made or found. */
export function roomIdOf({ roomId }: ActionContext): number {
  if (roomId === undefined) throw new AppError('defect', 'The room has no id yet.');
  return roomId;
}
