import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries, majorOf, restoreSymlinks } from './binaries.ts';

let native: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-binaries-'));
  native = join(folder, 'native');
  await mkdir(join(native, 'lib'), { recursive: true });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), '');
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
  ];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
});

afterEach(() => rm(join(native, '..'), { recursive: true, force: true }));

describe('findBinaries', () => {
  it('finds the package of this platform, of the PostgreSQL that databases are made with', async () => {
    expect(majorOf(await findBinaries())).toBe('18');
  });
});

describe('restoreSymlinks', () => {
  it('makes the links that an install without scripts leaves out, also twice', async () => {
    await restoreSymlinks(native);
    await restoreSymlinks(native);
    expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readlink(join(native, 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
  });

  it('says what to do when a link cannot be made', async () => {
    await rm(join(native, 'lib'), { recursive: true });
    const failure: unknown = await restoreSymlinks(native).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'invalid-config' });
    expect(failure).toHaveProperty('hint', expect.stringContaining('npm rebuild'));
  });
});
