import { chown, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Secret } from '../../base/secret.ts';
import type { Account } from './account.ts';
import { type Binaries, programOf } from './binaries.ts';
import { databaseUser } from './connection.ts';
import { runProgram } from './run-program.ts';
import { syncDirectory } from './text-file.ts';

interface NewCluster {
  readonly directory: string;
  readonly password: Secret;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

/**
 * Makes an empty database, owned by `account` where one is given. It gets its name when it is whole and on the disk: whatever dies before
 * leaves only a folder that the next call removes. The caller holds the lock.
 */
export async function createCluster({ directory, password, binaries, account }: NewCluster): Promise<void> {
  const prefix = `${directory}.new-`;
  await removeRemains(prefix);
  const workshop = await mkdtemp(prefix);
  try {
    const passwordFile = join(workshop, 'password');
    await writeFile(passwordFile, password.reveal(), { mode: 0o600 });
    if (account) for (const path of [workshop, passwordFile]) await chown(path, account.uid, account.gid);
    const cluster = join(workshop, 'cluster');
    const words = [`--pgdata=${cluster}`, `--pwfile=${passwordFile}`, `--username=${databaseUser}`, ...initdbWords];
    await runProgram(programOf(binaries, 'initdb'), words, account);
    await rename(cluster, directory);
    await syncDirectory(dirname(directory));
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** The built-in locale sorts alike on every system, whatever its C library; all access asks for the password. */
const initdbWords = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-instructions',
];

async function removeRemains(prefix: string): Promise<void> {
  const parent = dirname(prefix);
  for (const name of await readdir(parent)) {
    // An initdb whose parent was killed may still be writing for a moment.
    if (name.startsWith(basename(prefix)))
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
