import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { CheckOptions } from './check-blueprint.ts';
import type { Issue } from './issue.ts';
import {
  type FileResult,
  listBlueprintFiles,
  type LoadedBlueprint,
  readBlueprintFiles,
  refuseSameNames,
} from './load-blueprints.ts';
import { fileIssue } from './parse-blueprint.ts';

interface StoreOptions {
  readonly check?: CheckOptions;
  /** Called with all blueprints in force whenever they differ from before; not for those that the store starts with. */
  readonly onChange?: (blueprints: readonly LoadedBlueprint[]) => void;
  /** Called with all present issues whenever they differ from before; with none once all are mended. */
  readonly onIssues?: (issues: readonly Issue[]) => void;
  /** How long a folder must be quiet before it is read: editors write in several steps. */
  readonly quietMs?: number;
  /** How often files are compared by size and time, for folders whose changes are not told (network mounts, replaced folders). */
  readonly pollMs?: number;
}

/** The blueprints in force. */
export interface BlueprintStore {
  /** All of them, by the name of their files. */
  list(): readonly LoadedBlueprint[];
  get(name: string): LoadedBlueprint | undefined;
  /** What keeps documents out of force at present. */
  issues(): readonly Issue[];
  /** Stops watching; nothing is called any more once it resolves. */
  close(): Promise<void>;
}

/**
 * Keeps a folder's blueprints, and reads them again when files change. A good document replaces the old one; a bad one is reported and
 * the last good one of that file stays in force; a removed file takes its blueprint with it. When the folder cannot be read later on,
 * everything stays. Errors: `invalid-config` when it cannot be read at the start.
 */
export async function createBlueprintStore(directory: string, options: StoreOptions = {}): Promise<BlueprintStore> {
  const { check = {}, onChange, onIssues, quietMs = 100, pollMs = 5_000 } = options;
  const signature = await signatureOf(directory);
  let state = merge([], await readBlueprintFiles(directory, check));
  if (state.issues.length > 0) onIssues?.(state.issues);

  async function refresh(): Promise<void> {
    const next = await readAgain(directory, state, check);
    const [before, after] = [state, next];
    state = next;
    if (hashesOf(before) !== hashesOf(after)) onChange?.(after.blueprints);
    if (JSON.stringify(before.issues) !== JSON.stringify(after.issues)) onIssues?.(after.issues);
  }

  const watcher = watchFolder(directory, { refresh, signature, quietMs, pollMs });
  return {
    list: () => state.blueprints,
    get: (name) => state.blueprints.find(({ blueprint }) => blueprint.name === name),
    issues: () => state.issues,
    close: watcher.close,
  };
}

interface StoreState {
  readonly blueprints: readonly LoadedBlueprint[];
  readonly issues: readonly Issue[];
}

async function readAgain(directory: string, state: StoreState, check: CheckOptions): Promise<StoreState> {
  try {
    return merge(state.blueprints, await readBlueprintFiles(directory, check));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...state, issues: [fileIssue(directory, error.message, error.hint ?? '')] };
  }
}

function merge(before: readonly LoadedBlueprint[], results: readonly FileResult[]): StoreState {
  const last = new Map(before.map((loaded) => [loaded.file, loaded]));
  const present = results.flatMap((result) => (result.ok ? result.loaded : (last.get(result.file) ?? [])));
  // Whoever holds a name keeps it: a new document with a taken name is a bad one, and what its file held before stays.
  const holds = ({ file, blueprint }: LoadedBlueprint): boolean => last.get(file)?.blueprint.name === blueprint.name;
  const { kept, issues } = refuseSameNames([...present.filter(holds), ...present.filter((loaded) => !holds(loaded))]);
  const refused = present.filter((loaded) => !kept.includes(loaded));
  const all = refuseSameNames([...kept, ...refused.flatMap(({ file }) => last.get(file) ?? [])]).kept;
  return {
    blueprints: all.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    issues: [...results.flatMap((result) => (result.ok ? [] : result.issues)), ...issues],
  };
}

function hashesOf({ blueprints }: StoreState): string {
  return JSON.stringify(blueprints.map(({ file, hash }) => [file, hash]));
}

interface WatchOptions {
  readonly refresh: () => Promise<void>;
  /** How the folder looked when it was last read. */
  readonly signature: string;
  readonly quietMs: number;
  readonly pollMs: number;
}

/** Calls `refresh`, never twice at once, some time after each change. Neither its timers nor its watcher keep the process alive. */
function watchFolder(directory: string, options: WatchOptions): { readonly close: () => Promise<void> } {
  let { signature } = options;
  let quiet: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let closed = false;

  function soon(): void {
    clearTimeout(quiet);
    if (!closed) quiet = setTimeout(enqueue, options.quietMs).unref();
  }

  function enqueue(): void {
    running = running.then(readIfChanged);
  }

  /** The signature is taken before the files are read: what changes meanwhile differs from it the next time. */
  async function readIfChanged(): Promise<void> {
    const now = await signatureOf(directory);
    if (closed || now === signature) return;
    signature = now;
    await options.refresh();
  }

  const stopWatching = startWatching(directory, soon);
  const poll = setInterval(enqueue, options.pollMs).unref();
  return {
    async close() {
      closed = true;
      clearTimeout(quiet);
      clearInterval(poll);
      stopWatching();
      await running;
    },
  };
}

/** Not every file system tells its changes; then the poll alone sees them. */
function startWatching(directory: string, onEvent: () => void): () => void {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

/** Names, sizes, times and inodes of all files: differs when any may have changed. Followed through links, as mounted folders use them. */
async function signatureOf(directory: string): Promise<string> {
  const names = await listBlueprintFiles(directory).catch(() => undefined);
  if (!names) return 'unreadable';
  const lines = names.map(async (name) => {
    const status = await stat(join(directory, name), { bigint: true }).catch(() => undefined);
    return [name, ...(status ? [status.ino, status.size, status.mtimeNs, status.ctimeNs] : [])].join(' ');
  });
  return (await Promise.all(lines)).join('\n');
}
