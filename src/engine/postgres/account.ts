import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../base/errors.ts';

/** Who PostgreSQL runs as when we are root, since it refuses to. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const unprivileged = 65_534;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account `postgres` of this machine, else the one that owns nothing. */
export async function chooseAccount(): Promise<Account> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'postgres');
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : { uid: unprivileged, gid: unprivileged };
}

/**
 * The owner of an existing database, the only account that PostgreSQL runs as on it.
 *
 * @throws AppError `invalid-config` when that is root.
 */
export async function ownerOf(cluster: string): Promise<Account> {
  const { uid, gid } = await stat(cluster);
  if (uid !== 0) return { uid, gid };
  const chosen = await chooseAccount();
  throw new AppError('invalid-config', `The database ${cluster} belongs to root, which PostgreSQL refuses to run as.`, {
    hint: `Give it to another account: chown -R ${chosen.uid}:${chosen.gid} ${cluster}`,
  });
}

/** The topmost folder on the way to (and including) a folder that an account may not enter; undefined when the way is open. */
export async function findClosedFolder(folder: string, account: Account): Promise<string | undefined> {
  const way = [await realpath(folder)];
  for (let parent = dirname(way[0] ?? '/'); parent !== way[0]; parent = dirname(parent)) way.unshift(parent);
  for (const step of way) {
    if (!(await mayEnter(step, account))) return step;
  }
  return undefined;
}

async function mayEnter(folder: string, account: Account): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
