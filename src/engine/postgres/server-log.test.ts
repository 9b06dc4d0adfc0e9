import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServerLog } from './server-log.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-server-log-'));
  path = join(folder, 'postgres.log');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('openServerLog', () => {
  it('puts a long log aside', async () => {
    await writeFile(path, 'x'.repeat(10_000_001));
    await (await openServerLog(path)).close();
    expect((await stat(path)).size).toBe(0);
    expect((await stat(`${path}.1`)).size).toBe(10_000_001);
  });

  it('keeps a short one, and tells the last words of this start alone', async () => {
    await writeFile(path, '10:00 [1] FATAL:  an old reason\n');
    const log = await openServerLog(path);
    await writeFile(path, '10:01 [2] FATAL:  a new reason\n10:01 [2] LOG:  database system is shut down\n', {
      flag: 'a',
    });
    expect(await log.lastWords()).toBe('a new reason');
    await log.close();
  });
});
