import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../base/error-code.ts';
import { AppError } from '../../base/errors.ts';

interface NewFile {
  readonly path: string;
  readonly text: string;
  /** Readable by its owner alone. */
  readonly isSecret: boolean;
}

/**
 * Writes files side by side with their old ones and puts them into their place at the end, so that a reader finds each old or new and
 * never half of it. A failure before that leaves everything as it was. Errors: `invalid-input` naming the file.
 */
export async function writeFiles(files: readonly NewFile[]): Promise<void> {
  const prepared: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const file of files) prepared.push(await prepare(file));
    for (const { from, to } of prepared) await rename(from, to);
  } finally {
    await Promise.all(prepared.map(({ from }) => rm(from, { force: true })));
  }
}

async function prepare({ path, text, isSecret }: NewFile) {
  const from = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.new`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(from, text, { flag: 'wx', mode: isSecret ? 0o600 : ((await modeOf(path)) ?? 0o644) });
    return { from, to: path };
  } catch (cause) {
    await rm(from, { force: true }).catch(() => undefined);
    throw new AppError('invalid-input', `${path} cannot be written (${codeOf(cause) ?? 'unknown'}).`, {
      hint: 'Run it in a folder that may be written.',
      cause,
    });
  }
}

async function modeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && found.mode & 0o777;
}
