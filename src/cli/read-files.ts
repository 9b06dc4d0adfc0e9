import { readFile } from 'node:fs/promises';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { Io } from './parts.ts';

/** What is read whole is never larger: a longer one is a mistake. */
const mostBytes = 1_000_000;

/**
 * The text of a small file; `-` is standard input. UTF-8, without a byte order mark.
 * Errors: `not-found`, `forbidden`; `invalid-input` for one that is too long or no text.
 */
export async function readTextFile(path: string, stdin: Io['stdin']): Promise<string> {
  const bytes = path === '-' ? await readAll(stdin.read()) : await readFile(path).catch(explain(path));
  if (bytes.length > mostBytes) {
    throw new AppError('invalid-input', `${nameOf(path)} is longer than ${mostBytes} bytes.`, {
      hint: 'Name the right file; a CSV file goes with --csv.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('invalid-input', `${nameOf(path)} is no UTF-8 text.`, { hint: 'Save it as UTF-8.' });
  }
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    read.push(piece);
    length += piece.length;
    if (length > mostBytes) break;
  }
  return Buffer.concat(read);
}

function nameOf(path: string): string {
  return path === '-' ? 'Standard input' : `The file ${path}`;
}

function explain(path: string): (error: unknown) => never {
  return (error) => {
    const code = codeOf(error);
    if (code === 'ENOENT') throw new AppError('not-found', `There is no file ${path}.`, { hint: 'Check its name.' });
    if (code !== 'EACCES' && code !== 'EISDIR') throw error;
    throw new AppError('forbidden', `The file ${path} cannot be read.`, { hint: 'Name a file that you may read.' });
  };
}
