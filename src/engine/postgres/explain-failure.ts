import { statfs } from 'node:fs/promises';
import { AppError } from '../../base/errors.ts';
import { codeOf } from '../../base/error-code.ts';

/** Less than PostgreSQL needs to start: a segment of its log, and some. */
const neededBytes = 48_000_000;

/** Turns what went wrong in a data directory into one sentence for the operator. An error of ours stays as it is, unless the disk is full. */
export async function explainFailure(error: unknown, directory: string): Promise<AppError> {
  if (error instanceof AppError && error.kind !== 'unavailable') return error;
  const code = codeOf(error) ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code) || (await isFull(directory))) {
    return new AppError('unavailable', `The disk of the data directory ${directory} is full.`, {
      hint: 'Make room (some 100 MB) or set DATA_DIR to a folder on another disk, then start again.',
      cause: error,
    });
  }
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // Node says ENOENT when it cannot make a folder on a read-only disk.
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'].includes(code)) {
    return new AppError('invalid-config', `The data directory ${directory} cannot be used: ${message}.`, {
      hint: 'Make it a folder that this account owns and may write to, or set DATA_DIR to another.',
      cause: error,
    });
  }
  return new AppError('unavailable', `The embedded PostgreSQL in ${directory} could not be started: ${message}`, {
    cause: error,
  });
}

async function isFull(directory: string): Promise<boolean> {
  const disk = await statfs(directory).catch(() => undefined);
  return disk !== undefined && disk.bavail * disk.bsize < neededBytes;
}
