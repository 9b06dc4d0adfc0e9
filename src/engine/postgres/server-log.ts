import { open, rename, stat } from 'node:fs/promises';
import { codeOf } from '../../base/error-code.ts';

const limitBytes = 10_000_000;

/** The file that takes what a server says. */
export interface ServerLog {
  readonly descriptor: number;
  /** The line, written since the file was opened, that says why the server ended. */
  lastWords(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens the log for a server that is about to start. A long one is put aside first, in the place of the one put aside before. */
export async function openServerLog(path: string): Promise<ServerLog> {
  if ((await sizeOf(path)) > limitBytes) await rename(path, `${path}.1`);
  const file = await open(path, 'a+', 0o600);
  const { size: start } = await file.stat();
  return {
    descriptor: file.fd,
    lastWords: async () => {
      const { size } = await file.stat();
      const { buffer } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
      const lines = buffer.toString('utf8').trim().split('\n');
      const line = lines.findLast((text) => /\b(FATAL|PANIC):/.test(text)) ?? lines.at(-1);
      return line?.replace(/^.*?\b(FATAL|PANIC):\s*/, '');
    },
    close: () => file.close(),
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}
