import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOfProcess } from './process-info.ts';
import { withFileLock } from './with-file-lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('withFileLock', () => {
  it('lets one in at a time', async () => {
    let inside = 0;
    const seen = await Promise.all(
      Array.from({ length: 5 }, () =>
        withFileLock(path, async () => {
          inside += 1;
          const count = inside;
          await sleep(5);
          inside -= 1;
          return count;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1, 1, 1]);
    expect(existsSync(path)).toBe(false);
  });

  it('lets go when the work fails', async () => {
    await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('removes the lock of a dead process', async () => {
    await writeFile(path, `${await deadProcess()} 1 token`);
    expect(await withFileLock(path, () => Promise.resolve('in'))).toBe('in');
  });

  it.runIf(process.platform === 'linux')('removes the lock of a dead process whose number is used again', async () => {
    await writeFile(path, `${process.pid} 1 token`);
    expect(await withFileLock(path, () => Promise.resolve('in'))).toBe('in');
  });

  it('removes an empty lock that is too old to be still written', async () => {
    await writeFile(path, '');
    await utimes(path, new Date(0), new Date(0));
    expect(await withFileLock(path, () => Promise.resolve('in'))).toBe('in');
  });

  it('waits for a living process', async () => {
    await writeFile(path, `${process.pid} ${await startOfProcess(process.pid)} token`);
    let isIn = false;
    const work = withFileLock(path, () => Promise.resolve((isIn = true)));
    await sleep(100);
    expect(isIn).toBe(false);
    await rm(path);
    expect(await work).toBe(true);
  });
});
