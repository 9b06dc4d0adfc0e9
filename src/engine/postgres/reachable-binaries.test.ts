import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseAccount, isRoot } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { makeReachable, publicFolder } from './reachable-binaries.ts';

/** No version that anybody has installed, so that the copy is the test's own. */
const version = `test-${randomUUID()}`;

describe.runIf(isRoot())('makeReachable', () => {
  let binaries: Binaries;

  beforeAll(async () => {
    const closed = await mkdtemp(join(tmpdir(), 'concierge-closed-'));
    binaries = { directory: join(closed, 'native'), version };
    await cp((await findBinaries()).directory, binaries.directory, { recursive: true, verbatimSymlinks: true });
  });

  afterAll(async () => {
    await rm(dirname(binaries.directory), { recursive: true, force: true });
    await rm(join(publicFolder, `bin-${version}`), { recursive: true, force: true });
    await rmdir(publicFolder).catch(() => undefined);
  });

  it('copies binaries below a closed folder to an open one, once', async () => {
    const account = await chooseAccount();
    const copy = await makeReachable(binaries, account);
    expect(dirname(copy.directory)).toBe(publicFolder);
    const { ino } = await stat(copy.directory);
    expect(await makeReachable(binaries, account)).toEqual(copy);
    expect((await stat(copy.directory)).ino).toBe(ino);
  });

  it('replaces a copy that does not run', async () => {
    const account = await chooseAccount();
    const copy = await makeReachable(binaries, account);
    await rm(join(copy.directory, 'bin', 'postgres'));
    expect(await makeReachable(binaries, account)).toEqual(copy);
    expect((await stat(join(copy.directory, 'bin', 'postgres'))).mode & 0o555).toBe(0o555);
  });
});
