import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listProjectFiles, projectRoot, readProjectFile } from './support/project-files.ts';

const files = listProjectFiles();
const isText = (path: string): boolean => /\.(ts|mjs|js|json|md|ya?ml|html|css|sh)$|(^|\/)(\.[^/.]+|run)$/.test(path);

/** Folders that exist on the machine of one person only. */
const machineFolders = [/(?<![\w.-])\/(home|Users)\/\w/, /(?<![\w.-])\/root\//, /\b[A-Z]:\\Users\\/];

describe('the tree', () => {
  it('records no download address in the lock file, so that any registry will do', () => {
    expect(readProjectFile('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('names no folder of the machine that it was written on', () => {
    const own = projectRoot.split('/').length > 2 ? [projectRoot] : [];
    const naming = files.filter((path) => {
      const text = isText(path) && path !== 'test/tree.test.ts' ? readProjectFile(path) : '';
      return machineFolders.some((pattern) => pattern.test(text)) || own.some((folder) => text.includes(folder));
    });
    expect(naming).toEqual([]);
  });

  it('names folders and files of the source in lower case with hyphens', () => {
    const parts = files.filter((path) => /^(src|sandbox|bench|test)\//.test(path)).flatMap((path) => path.split('/'));
    expect([...new Set(parts)].filter((part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(part))).toEqual([]);
  });

  it('puts each unit test beside the file that it tests', () => {
    const tests = files.filter((path) => /^(src|sandbox|bench)\/.*\.test\.ts$/.test(path));
    expect(tests.filter((path) => !files.includes(path.replace('.test.ts', '.ts')))).toEqual([]);
  });

  it('has no junk drawers', () => {
    const names = files.filter((path) =>
      /(^|[/-])(utils?|helpers?|misc|common|manager|service|impl)(\.|\/)/.test(path),
    );
    expect(names).toEqual([]);
  });

  it('has a rule for what each folder of src may import', () => {
    const rules = readProjectFile('.dependency-cruiser.mjs');
    const unruled = foldersOf('src').filter((name) => !new RegExp(`may\\(\\s*'${name}'|\\^src/${name}/'`).test(rules));
    expect(unruled).toEqual([]);
  });

  it('is described folder by folder in ARCHITECTURE.md', () => {
    const text = readProjectFile('ARCHITECTURE.md');
    const unknown = [...foldersOf('src'), ...foldersOf('sandbox')].filter((name) => !text.includes(`${name}/`));
    expect(unknown).toEqual([]);
  });
});

function foldersOf(path: string): string[] {
  const entries = readdirSync(join(projectRoot, path), { withFileTypes: true });
  const used = (name: string): boolean => files.some((file) => file.startsWith(`${path}/${name}/`));
  return entries.filter((entry) => entry.isDirectory() && used(entry.name)).map((entry) => entry.name);
}
