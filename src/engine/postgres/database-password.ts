import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import type { DataFiles } from './data-files.ts';
import { readIfThere, writeWhole } from './text-file.ts';

const mode = 0o600;

/** The password of a database that exists. @throws AppError `invalid-config` when its file is gone. */
export async function readPassword(files: DataFiles): Promise<Secret> {
  const password = await readIfThere(files.password);
  if (!password) {
    throw new AppError('invalid-config', `The password of the database is missing: ${files.password}.`, {
      hint: 'Restore that file from a backup; without it the database cannot be opened.',
    });
  }
  // A copy or a backup may have opened it to others.
  await chmod(files.password, mode);
  return new Secret(password);
}

/** The password for a database that is to be made: a new one, unless an earlier attempt has left one. */
export async function makePassword(files: DataFiles): Promise<Secret> {
  if (!(await readIfThere(files.password))) {
    await writeWhole(files.password, randomBytes(32).toString('base64url'), mode);
  }
  return readPassword(files);
}
