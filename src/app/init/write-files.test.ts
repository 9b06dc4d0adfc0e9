import { chmod, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeFiles } from './write-files.ts';

const makeFolder = () => mkdtemp(join(tmpdir(), 'concierge-files-'));

it('writes files and the folders that they lie in; secret ones are for their owner alone', async () => {
  const folder = await makeFolder();
  const [env, blueprint] = [join(folder, '.env'), join(folder, 'blueprints', 'a.yaml')];
  await writeFile(env, 'old');
  await chmod(env, 0o644);
  await writeFiles([
    { path: env, text: 'new', isSecret: true },
    { path: blueprint, text: 'kind: Room', isSecret: false },
  ]);
  expect(await readFile(env, 'utf8')).toBe('new');
  expect((await stat(env)).mode & 0o777).toBe(0o600);
  expect(await readFile(blueprint, 'utf8')).toBe('kind: Room');
  expect((await readdir(folder)).toSorted()).toEqual(['.env', 'blueprints']);
});

it('writes none of them when one cannot be written, and leaves nothing behind', async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, '.env'), 'old');
  const files = [
    { path: join(folder, '.env'), text: 'new', isSecret: true },
    { path: join(folder, '.env', 'below', 'a.yaml'), text: 'x', isSecret: false },
  ];
  await expect(writeFiles(files)).rejects.toMatchObject({ kind: 'invalid-input' });
  expect(await readFile(join(folder, '.env'), 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['.env']);
});

it('keeps the mode of a file that is replaced', async () => {
  const folder = await makeFolder();
  await mkdir(join(folder, 'b'));
  const path = join(folder, 'b', 'a.yaml');
  await writeFile(path, 'old');
  await chmod(path, 0o640);
  await writeFiles([{ path, text: 'new', isSecret: false }]);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
});
