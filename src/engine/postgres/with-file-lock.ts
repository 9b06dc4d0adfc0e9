import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import { codeOf } from '../../base/error-code.ts';
import { isKnownProcess, startOfProcess } from './process-info.ts';

const patienceMs = 120_000;
/** A lock without content is one whose owner died between making and writing it, once it is this old. */
const writingMs = 2_000;

/**
 * Does work while this process, and nobody else on the machine, holds the lock file; waits for a living holder, removes a dead one's lock.
 *
 * @throws AppError `unavailable` when a living holder does not let go within two minutes; whatever `work` throws.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const content = await acquire(path);
  try {
    return await work();
  } finally {
    if ((await readFile(path, 'utf8').catch(() => '')) === content) await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<string> {
  const content = `${process.pid} ${await startOfProcess(process.pid)} ${randomUUID()}`;
  const deadline = performance.now() + patienceMs;
  while (!(await tryToCreate(path, content))) {
    const holder = await readHolder(path);
    if (holder !== undefined && (await isDead(holder))) await removeDeadLock(path, holder.content);
    else if (performance.now() < deadline) await sleep(15);
    else throw stillHeld(path, holder);
  }
  return content;
}

async function tryToCreate(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

interface Holder {
  readonly content: string;
  readonly pid: number;
  readonly began: string;
  readonly ageMs: number;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const content = await readFile(path, 'utf8');
    const { mtimeMs } = await stat(path);
    const [pid, began] = content.split(' ');
    return { content, pid: Number(pid), began: began ?? '', ageMs: Date.now() - mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Numbers of processes are used again, after a restart of a container at once: the time of the start tells them apart. */
async function isDead({ content, pid, began, ageMs }: Holder): Promise<boolean> {
  if (content === '' || !Number.isInteger(pid)) return ageMs > writingMs;
  if (!isKnownProcess(pid)) return true;
  const start = await startOfProcess(pid);
  return start !== '' && start !== began;
}

/** Removes the lock that was read, not one that somebody else has made since. */
async function removeDeadLock(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== content) await putBack(aside, path);
  await rm(aside, { force: true });
}

async function putBack(aside: string, path: string): Promise<void> {
  try {
    await link(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function stillHeld(path: string, holder: Holder | undefined): AppError {
  return new AppError('unavailable', `Process ${holder?.pid ?? 'unknown'} is still busy with the database: ${path}`, {
    hint: 'Wait for it or end it; if it has nothing to do with Concierge, delete the lock file.',
  });
}
