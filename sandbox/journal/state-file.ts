import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { State } from '../model/state.ts';
import { StartError } from '../start-error.ts';
import { headLine } from './read-state-file.ts';
import { type ChangeReader, createChangeReader, listAll } from './write-changes.ts';

/** Where a portal's state is kept between two starts. */
export interface StateFile {
  /** Hands what changed to the operating system before it returns. Throws when that fails; the next call tries again. */
  save(): void;
  /** Saves soon, for changes that nobody waits for. A failure is told to `failed`. */
  saveSoon(): void;
  /** Saves and stops. Throws when that fails. */
  close(): void;
}

/** An open file and how far it has been written. */
interface Log {
  descriptor: number;
  /** Bytes of the state as a whole, which the file began with. */
  baseBytes: number;
  bytes: number;
}

const mostAppendedBytes = 8 * 1024 * 1024;
const chunkLength = 1024 * 1024;

/**
 * Keeps a file from which the state can be read again: the whole state first, then a line for each `save` with the
 * records that changed. A line that is not complete is not read, so a call is kept as a whole or not at all. When the
 * lines outgrow the state (and 8 MB), the file is written anew beside and renamed.
 *
 * What is saved survives the end of the process, `kill -9` too. Against a power cut the disk is asked only when the file is
 * written anew and when it is closed: between two calls that would cost more than the whole portal.
 *
 * Writes the whole state at once, and throws a `StartError` when that fails. `read` is asked anew at each save: another
 * state than before is written as a whole.
 */
export function createStateFile(
  path: string,
  { read, failed }: { read: () => State; failed: (error: Error) => void },
): StateFile {
  let kept = read();
  let log = startLog(path, kept);
  let changes: ChangeReader = createChangeReader(kept);
  let pending = '';
  let soon: NodeJS.Immediate | undefined;

  function save(): void {
    clearImmediate(soon);
    soon = undefined;
    if (read() !== kept) {
      rewrite();
      return;
    }
    const taken = changes.take();
    if (taken.length > 0) pending += `${JSON.stringify(taken)}\n`;
    if (pending === '') return;
    append(log, pending);
    pending = '';
    if (log.bytes - log.baseBytes > Math.max(mostAppendedBytes, log.baseBytes)) rewrite();
  }

  function rewrite(): void {
    const state = read();
    const next = startFile(path, state);
    closeSync(log.descriptor);
    log = next;
    kept = state;
    changes = createChangeReader(state);
    pending = '';
  }

  return {
    save,
    saveSoon() {
      soon ??= setImmediate(() => attempt(save, failed));
    },
    close() {
      try {
        save();
        fsyncSync(log.descriptor);
      } finally {
        closeSync(log.descriptor);
      }
    },
  };
}

function attempt(action: () => void, failed: (error: Error) => void): void {
  try {
    action();
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error)));
  }
}

function startLog(path: string, state: State): Log {
  try {
    removeLeftovers(path);
    return startFile(path, state);
  } catch (cause) {
    throw new StartError(`The state file ${path} cannot be written; choose another place for it.`, { cause });
  }
}

// A process that was killed while it wrote the file anew leaves its new file behind, keys and all.
function removeLeftovers(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    const id = name.startsWith(basename(path)) ? name.slice(basename(path).length) : '';
    if (/^\.[0-9a-f-]{36}\.tmp$/.test(id)) rmSync(join(folder, name));
  }
}

// It holds API keys: nobody else on the machine may read it.
function startFile(path: string, state: State): Log {
  const beside = `${path}.${randomUUID()}.tmp`;
  let log: Log | undefined;
  try {
    log = { descriptor: openSync(beside, 'wx', 0o600), baseBytes: 0, bytes: 0 };
    writeAll(log, state);
    fsyncSync(log.descriptor);
    renameSync(beside, path);
    return { ...log, baseBytes: log.bytes };
  } catch (error) {
    if (log) closeSync(log.descriptor);
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeAll(log: Log, state: State): void {
  let text = `${headLine}\n`;
  for (const line of listAll(state)) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < chunkLength) continue;
    append(log, text);
    text = '';
  }
  append(log, text);
}

// A part that a full disk took is taken back, so that the next line does not begin in its middle.
function append(log: Log, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length;)
      done += writeSync(log.descriptor, bytes, done, bytes.length - done, log.bytes + done);
  } catch (error) {
    ftruncateSync(log.descriptor, log.bytes);
    throw error;
  }
  log.bytes += bytes.length;
}
