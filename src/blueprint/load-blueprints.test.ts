import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorKindOf } from '../base/errors.ts';
import { loadBlueprintFiles, loadBlueprints } from './load-blueprints.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'blueprints-'));
});
afterEach(() => rm(directory, { recursive: true }));

function aDocument(name: string, title = 'Home'): string {
  return `apiVersion: concierge/v1\nkind: Room\nname: ${name}\nfor: person\nkey: "{{ person.id }}"\nroom: { title: "${title}", type: custom }\n`;
}

const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(directory, name), content);

describe('loadBlueprints', () => {
  it('reads the YAML files of a folder in the order of their names, and nothing else', async () => {
    await write('b.yml', aDocument('two'));
    await write('a.yaml', aDocument('one'));
    await write('.hidden.yaml', 'x');
    await write('a.yaml~', 'x');
    await write('notes.txt', 'x');
    await mkdir(join(directory, 'folder.yaml'));
    const { blueprints, issues } = await loadBlueprints(directory);
    expect(issues).toEqual([]);
    expect(blueprints.map(({ blueprint, file }) => [blueprint.name, file])).toEqual([
      ['one', join(directory, 'a.yaml')],
      ['two', join(directory, 'b.yml')],
    ]);
    expect(blueprints[0]?.text).toBe(aDocument('one'));
  });

  it('knows a document by the SHA-256 of its text', async () => {
    await write('a.yaml', aDocument('one'));
    const { blueprints } = await loadBlueprints(directory);
    expect(blueprints[0]?.hash).toBe('67c7de92ef3eb7d042b397bb9da3d1e99ffca221d2fd410451ea535c325f7660');
  });

  it('takes a name once', async () => {
    await write('a.yaml', aDocument('same'));
    await write('b.yaml', aDocument('same', 'Other'));
    const { blueprints, issues } = await loadBlueprints(directory);
    expect(blueprints.map(({ file }) => file)).toEqual([join(directory, 'a.yaml')]);
    expect(issues).toMatchObject([
      {
        file: join(directory, 'b.yaml'),
        line: 3,
        column: 7,
        message: `the name \`same\` is taken: ${join(directory, 'a.yaml')}:3:7`,
      },
    ]);
  });

  it('reports what cannot be used and loads the rest', async () => {
    await write('empty.yaml', '');
    await write('impossible.yaml', aDocument('impossible', '{{ env.SECRET }}'));
    await write('latin.yaml', Buffer.from('name: caf\xe9\n', 'latin1'));
    await write('large.yaml', 'x'.repeat(300_000));
    await write('good.yaml', aDocument('good'));
    const { blueprints, issues } = await loadBlueprints(directory, { env: [] });
    expect(blueprints.map(({ blueprint }) => blueprint.name)).toEqual(['good']);
    expect(issues.map(({ message }) => message)).toEqual([
      'the file is empty',
      '`env.SECRET` is not among the names that blueprints may read',
      'larger than 256 KB',
      'not UTF-8 text',
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('reports a file that may not be read', async () => {
    await write('a.yaml', aDocument('one'));
    await chmod(join(directory, 'a.yaml'), 0);
    expect((await loadBlueprints(directory)).issues).toMatchObject([{ message: 'cannot be read (EACCES)' }]);
  });

  it('fails when there is no such folder', async () => {
    const error: unknown = await loadBlueprints(join(directory, 'none')).catch((caught: unknown) => caught);
    expect(errorKindOf(error)).toBe('invalid-config');
  });
});

describe('loadBlueprintFiles', () => {
  it('reads the files that are named, and says which are none', async () => {
    await write('a.txt', aDocument('one'));
    const files = ['a.txt', 'none.yaml'].map((name) => join(directory, name));
    const { blueprints, issues } = await loadBlueprintFiles(files);
    expect(blueprints.map(({ blueprint }) => blueprint.name)).toEqual(['one']);
    expect(issues.map(({ file, line, column, message }) => [file, line, column, message])).toEqual([
      [files[1], 1, 1, 'there is no such file'],
    ]);
  });

  it('reads everything in a folder that is named', async () => {
    await mkdir(join(directory, 'folder'));
    await write('folder/a.yaml', aDocument('one'));
    await write('folder/b.yaml', '');
    const { blueprints, issues } = await loadBlueprintFiles([join(directory, 'folder')]);
    expect(blueprints.map(({ blueprint }) => blueprint.name)).toEqual(['one']);
    expect(issues.map(({ file, message }) => [file, message])).toEqual([
      [join(directory, 'folder/b.yaml'), 'the file is empty'],
    ]);
  });
});
