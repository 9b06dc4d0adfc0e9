import { randomUUID } from 'node:crypto';
import { chmod, chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfThere } from './text-file.ts';

/** What a server writes into its directory while it lives. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready` or `stopping`; empty while the file is being written. */
  readonly status: string;
}

/** A number that no process has. */
const nobody = 2_147_483_647;

const pathIn = (cluster: string): string => join(cluster, 'postmaster.pid');

/** The server that the directory's lock names, dead or alive; undefined when there is no such file, or nothing in it. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const [pid, , , port, , , , status] = ((await readIfThere(pathIn(cluster))) ?? '').split('\n');
  if (!pid) return undefined;
  return { pid: Number(pid), port: Number(port), status: (status ?? '').trim() };
}

/**
 * Makes the lock of a directory name nobody, when the process that it names is not a server of this directory. PostgreSQL then takes it for
 * that of a dead server, and still looks for living children of that server by the memory named in the other lines; without the file it could
 * not, and two servers could write to one directory.
 */
export async function disownPostmaster(cluster: string): Promise<void> {
  const path = pathIn(cluster);
  const { uid, gid, mode } = await stat(path);
  const beside = `${path}.${randomUUID()}`;
  await writeFile(beside, (await readFile(path, 'utf8')).replace(/^\d+/, String(nobody)));
  await chmod(beside, mode & 0o777);
  await chown(beside, uid, gid);
  await rename(beside, path);
}

/** Removes an empty lock, which a server leaves that dies while it writes it and which PostgreSQL refuses to start over. */
export async function removeEmptyPostmaster(cluster: string): Promise<void> {
  const isEmpty = async (): Promise<boolean> => (await readIfThere(pathIn(cluster))) === '';
  if (!(await isEmpty())) return;
  await sleep(500);
  if (await isEmpty()) await rm(pathIn(cluster), { force: true });
}
