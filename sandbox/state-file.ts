import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { loadState, type State } from './model/state.ts';
import { StartError } from './start-error.ts';

const quietMs = 100;

/** Where a portal's state is kept between two starts. */
export interface StateFile {
  /** Writes soon; several changes in a row are one write. */
  touch(): void;
  /** Writes now what is not written yet, and stops. Throws when that fails. */
  close(): void;
}

/** Reads the state of an earlier start; undefined when there is no file yet. Throws a `StartError` for a file that is not one. */
export function readStateFile(path: string): State | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return loadState(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StartError(`The state file ${path} cannot be read as a sandbox state; remove it to start afresh.`, {
      cause,
    });
  }
}

/**
 * Keeps a file up to date with `read`'s text. A reader never sees half a file: it is written beside and renamed. A write
 * that fails in between is told to `failed` and tried again with the next change. Writes a first time at once, and throws
 * a `StartError` when that fails.
 */
export function createStateFile(
  path: string,
  { read, failed }: { read: () => string; failed: (error: Error) => void },
): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let written: string | undefined;

  function write(): void {
    timer = undefined;
    const text = read();
    if (text === written) return;
    replaceFile(path, text);
    written = text;
  }

  function writeOrTell(): void {
    try {
      write();
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  try {
    write();
  } catch (cause) {
    throw new StartError(`The state file ${path} cannot be written; choose another place for it.`, { cause });
  }
  return {
    touch() {
      timer ??= setTimeout(writeOrTell, quietMs);
    },
    close() {
      clearTimeout(timer);
      write();
    },
  };
}

// It holds API keys: nobody else on the machine may read it.
function replaceFile(path: string, text: string): void {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
