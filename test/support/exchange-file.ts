import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where processes that a test starts leave what their sandboxes answered. */
export interface ExchangeFile {
  /** The module that such a process must import before its own code. */
  readonly recorder: string;
  /** The exchanges since the last call. */
  read(): unknown[];
  remove(): void;
}

/** A new, empty one. */
export function createExchangeFile(): ExchangeFile {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-test-exchanges-'));
  const file = join(folder, 'exchanges.jsonl');
  const recorder = new URL('./record-exchanges.ts', import.meta.url);
  recorder.searchParams.set('file', file);
  let done = 0;
  return {
    recorder: recorder.href,
    read() {
      // A line that is being written waits for the next call.
      const whole = readWritten(file).slice(0, -1);
      const fresh = whole.slice(done);
      done = whole.length;
      return fresh.map((line): unknown => JSON.parse(line));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Its lines; the last one is empty or not whole. Nobody may have written yet. */
function readWritten(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [''];
  }
}
