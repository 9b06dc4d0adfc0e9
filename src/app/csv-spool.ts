import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { BatchSource } from '../cli/parts.ts';

/** A copy of what is to be read, which nobody changes meanwhile. */
export interface Spooled {
  readonly path: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

/**
 * Lends a private copy of a file or of standard input: it is read several times, over hours, and all passes must see the same bytes.
 * Only the account that we run as can read the copy, and it is removed afterwards.
 * Errors: `not-found`, `forbidden` for a file that cannot be read.
 */
export async function withSpooled<T>(source: BatchSource, use: (spooled: Spooled) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-csv-'));
  try {
    const path = join(folder, 'input.csv');
    return await use({ path, hash: await copy(source, path) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copy(source: BatchSource, path: string): Promise<string> {
  const hash = createHash('sha256');
  const target = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of bytesOf(source)) {
      hash.update(bytes);
      await target.writeFile(bytes);
    }
  } catch (error) {
    throw 'file' in source ? explain(error, source.file) : error;
  } finally {
    await target.close();
  }
  return hash.digest('hex');
}

async function* bytesOf(source: BatchSource): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<unknown> = 'file' in source ? createReadStream(source.file) : source.bytes();
  for await (const bytes of stream) if (bytes instanceof Uint8Array) yield bytes;
}

function explain(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOENT') {
    return new AppError('not-found', `There is no file ${file}.`, {
      hint: 'Name a CSV file, or - for standard input.',
    });
  }
  if (code !== 'EACCES' && code !== 'EISDIR') return error;
  return new AppError('forbidden', `The file ${file} cannot be read.`, { hint: 'Name a CSV file that you may read.' });
}
