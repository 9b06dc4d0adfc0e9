import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { type Account, findClosedFolder } from './account.ts';
import type { DataFiles } from './data-files.ts';
import { codeOf } from '../../base/error-code.ts';
import { publicFolder } from './reachable-binaries.ts';
import { readIfThere } from './text-file.ts';

/** Where the database of a data directory is, or is to be made. */
export interface Place {
  readonly directory: string;
  /** PostgreSQL's major version of the database that is there; undefined when there is none yet. */
  readonly version: string | undefined;
}

/**
 * Finds the database of a data directory, or a place for a new one: in the data directory, unless `account` may not enter that.
 *
 * @throws AppError `invalid-config` when a database should be somewhere and is not: nothing new is made in its stead.
 */
export async function locateCluster(files: DataFiles, account: Account | undefined): Promise<Place> {
  const pointer = await readIfThere(files.location);
  if (pointer !== undefined) return followPointer(files, pointer);
  if (await isThere(files.cluster)) return existingCluster(files.cluster);
  const closed = account && (await findClosedFolder(files.directory, account));
  return { directory: closed === undefined ? files.cluster : await freePublicPlace(files), version: undefined };
}

async function followPointer(files: DataFiles, directory: string): Promise<Place> {
  if (await isThere(directory)) return existingCluster(directory);
  throw new AppError(
    'invalid-config',
    `The database is not in ${directory}, where ${files.location} says that it is.`,
    {
      hint: `Restore that folder from a backup; or, to begin with an empty database, delete ${files.location}.`,
    },
  );
}

async function existingCluster(directory: string): Promise<Place> {
  const version = await readIfThere(join(directory, 'PG_VERSION'));
  if (version !== undefined) return { directory, version };
  throw new AppError('invalid-config', `The folder ${directory} is not a PostgreSQL database.`, {
    hint: 'Move it out of the way or restore it from a backup.',
  });
}

/** A folder named after the data directory; numbered, when a data directory that was deleted has left a database under its name. */
async function freePublicPlace(files: DataFiles): Promise<string> {
  const name = createHash('sha256').update(files.directory).digest('hex').slice(0, 16);
  for (let number = 1; ; number += 1) {
    const directory = join(publicFolder, number === 1 ? name : `${name}-${number}`);
    if (!(await isThere(directory))) return directory;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
