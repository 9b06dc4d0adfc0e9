import { chmod, copyFile, lstat, mkdir, open, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { type Binaries, programOf } from './binaries.ts';
import { runProgram } from './run-program.ts';
import { syncDirectory } from './text-file.ts';
import { withFileLock } from './with-file-lock.ts';

/** Where root keeps what an unprivileged account must reach when it may not enter the folders of the installation. */
export const publicFolder = '/var/lib/docspace-concierge';

/** Makes the folder, open to all whatever the umask. */
export async function makePublicFolder(): Promise<void> {
  await mkdir(publicFolder, { recursive: true });
  await chmod(publicFolder, 0o755);
}

/**
 * The binaries where this account can run them: as installed, or a copy in the public folder, made once a version.
 *
 * @throws AppError when they run in neither place.
 */
export async function makeReachable(binaries: Binaries, account: Account): Promise<Binaries> {
  if (await runs(binaries, account)) return binaries;
  await makePublicFolder();
  const copy = { ...binaries, directory: join(publicFolder, `bin-${binaries.version}`) };
  if (await runs(copy, account)) return copy;
  await withFileLock(`${copy.directory}.lock`, async () => {
    if (!(await runs(copy, account))) await copyWhole(binaries.directory, copy.directory);
  });
  await runProgram(programOf(copy, 'postgres'), ['--version'], account);
  return copy;
}

async function runs(binaries: Binaries, account: Account): Promise<boolean> {
  return runProgram(programOf(binaries, 'postgres'), ['--version'], account).then(
    () => true,
    () => false,
  );
}

/** The copy gets its name when it is whole and on the disk. */
async function copyWhole(from: string, to: string): Promise<void> {
  const beside = `${to}.new`;
  await rm(beside, { recursive: true, force: true });
  await copyTree(from, beside);
  await rm(to, { recursive: true, force: true });
  await rename(beside, to);
  await syncDirectory(publicFolder);
}

/** Copies what an install brought, and lets everybody read it, whatever the umask of the install. */
async function copyTree(from: string, to: string): Promise<void> {
  const entry = await lstat(from);
  if (entry.isSymbolicLink()) return symlink(await readlink(from), to);
  if (!entry.isDirectory()) return copyFileOpen(from, to, entry.mode);
  await mkdir(to);
  await chmod(to, 0o755);
  await Promise.all((await readdir(from)).map((name) => copyTree(join(from, name), join(to, name))));
  await syncDirectory(to);
}

async function copyFileOpen(from: string, to: string, mode: number): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r');
  try {
    await file.chmod((mode & 0o100) === 0 ? 0o644 : 0o755);
    await file.sync();
  } finally {
    await file.close();
  }
}
