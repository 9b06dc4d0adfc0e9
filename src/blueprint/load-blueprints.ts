import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { Blueprint } from './blueprint.ts';
import { checkBlueprint, type CheckOptions } from './check-blueprint.ts';
import { formatPlace, type Issue, issueAt } from './issue.ts';
import { fileIssue, parseBlueprint } from './parse-blueprint.ts';
import { documentLimit, type Source } from './yaml/read-yaml.ts';

/** A blueprint and the document that it was read from. */
export interface LoadedBlueprint {
  readonly blueprint: Blueprint;
  readonly file: string;
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

interface Loaded {
  readonly blueprints: readonly LoadedBlueprint[];
  readonly issues: readonly Issue[];
}

/** What one file holds: a blueprint, or what is wrong with it. */
export type FileResult =
  | { readonly ok: true; readonly file: string; readonly loaded: LoadedBlueprint }
  | { readonly ok: false; readonly file: string; readonly issues: readonly Issue[] };

/**
 * Reads every `.yaml` and `.yml` file of a folder, in the order of their names; hidden files and folders in it are passed over.
 * A document that cannot be parsed, or that the check refuses, comes back as issues. Errors: `invalid-config` when the folder cannot be read.
 */
export async function loadBlueprints(directory: string, check: CheckOptions = {}): Promise<Loaded> {
  return gather(await readBlueprintFiles(directory, check));
}

/** Reads the named files, and of a named folder what `loadBlueprints` reads of one. One that is not there comes back as an issue. */
export async function loadBlueprintFiles(files: readonly string[], check: CheckOptions = {}): Promise<Loaded> {
  const results = await Promise.all(
    files.map(async (file): Promise<readonly FileResult[]> => {
      const missing = fileIssue(file, 'there is no such file', 'Name a file that exists.');
      if (await isFolder(file)) return readBlueprintFiles(file, check);
      return [(await readBlueprintFile(file, check)) ?? { ok: false, file, issues: [missing] }];
    }),
  );
  return gather(results.flat());
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}

function gather(results: readonly FileResult[]): Loaded {
  const { kept, issues } = refuseSameNames(results.flatMap((result) => (result.ok ? [result.loaded] : [])));
  return { blueprints: kept, issues: [...results.flatMap((result) => (result.ok ? [] : result.issues)), ...issues] };
}

/** Each file of a folder by itself, without comparing their names. */
export async function readBlueprintFiles(directory: string, check: CheckOptions): Promise<FileResult[]> {
  const names = await listBlueprintFiles(directory);
  const results = await Promise.all(names.map((name) => readBlueprintFile(join(directory, name), check)));
  return results.filter((result) => result !== undefined);
}

/** The names of the files that hold blueprints, sorted. Errors: `invalid-config` when the folder cannot be read. */
export async function listBlueprintFiles(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => /^[^.].*\.ya?ml$/i.test(name)).toSorted();
  } catch (cause) {
    throw new AppError('invalid-config', `The folder of blueprints, ${directory}, cannot be read.`, {
      hint: 'Set BLUEPRINTS_DIR to a folder that exists and may be read.',
      cause,
    });
  }
}

/** A name holds one blueprint: of several the first keeps it, and each other is an issue. */
export function refuseSameNames(all: readonly LoadedBlueprint[]): { kept: LoadedBlueprint[]; issues: Issue[] } {
  const byName = new Map<string, LoadedBlueprint>();
  const issues: Issue[] = [];
  for (const loaded of all) {
    const { name, at } = loaded.blueprint;
    const first = byName.get(name);
    if (!first) byName.set(name, loaded);
    else
      issues.push(
        issueAt(
          at.name,
          `the name \`${name}\` is taken: ${formatPlace(first.blueprint.at.name)}`,
          'Give it another name.',
        ),
      );
  }
  return { kept: [...byName.values()], issues };
}

/** Undefined for what is no file (any more). */
async function readBlueprintFile(file: string, check: CheckOptions): Promise<FileResult | undefined> {
  const refuse = (message: string, hint: string): FileResult => ({
    ok: false,
    file,
    issues: [fileIssue(file, message, hint)],
  });
  try {
    const status = await stat(file);
    if (!status.isFile()) return undefined;
    if (status.size > documentLimit) return refuse('larger than 256 KB', 'Split the document into several blueprints.');
    const text = decode(await readFile(file));
    return text === undefined ? refuse('not UTF-8 text', 'Save the file as UTF-8.') : parseFile({ file, text }, check);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') return undefined;
    return refuse(`cannot be read (${code})`, 'Let the account that Concierge runs as read the file.');
  }
}

function decode(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? new TextDecoder().decode(bytes) : undefined;
}

function parseFile(source: Source, check: CheckOptions): FileResult {
  const { file, text } = source;
  const result = parseBlueprint(source);
  if (!result.ok) return { ok: false, file, issues: result.issues };
  const issues = checkBlueprint(result.blueprint, check);
  if (issues.length > 0) return { ok: false, file, issues };
  const hash = createHash('sha256').update(text).digest('hex');
  return { ok: true, file, loaded: { blueprint: result.blueprint, file, text, hash } };
}
