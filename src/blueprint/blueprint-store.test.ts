import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BlueprintStore, createBlueprintStore } from './blueprint-store.ts';

let directory = '';
let store: BlueprintStore;
let changes: string[][] = [];
let reports: string[][] = [];

function aDocument(name: string, title = 'Home'): string {
  return `apiVersion: concierge/v1\nkind: Room\nname: ${name}\nfor: person\nkey: "{{ person.id }}"\nroom: { title: "${title}", type: custom }\n`;
}

const write = (name: string, content: string): Promise<void> => writeFile(join(directory, name), content);

async function open(pollMs = 60_000): Promise<void> {
  store = await createBlueprintStore(directory, {
    quietMs: 20,
    pollMs,
    onChange: (all) => changes.push(all.map(titleOf)),
    onIssues: (all) => reports.push(all.map(({ message }) => message)),
  });
}

function titleOf({ blueprint }: ReturnType<BlueprintStore['list']>[number]): string {
  return `${blueprint.name}: ${blueprint.kind === 'Room' ? blueprint.room.title.text : ''}`;
}

const titles = (): string[] => store.list().map(titleOf);
const becomes = (expected: string[]): Promise<void> =>
  vi.waitFor(() => expect(titles()).toEqual(expected), { timeout: 10_000 });
const reported = (expected: string[]): Promise<void> =>
  vi.waitFor(() => expect(reports.at(-1)).toEqual(expected), { timeout: 10_000 });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'blueprints-'));
  [changes, reports] = [[], []];
  await write('a.yaml', aDocument('one', 'First'));
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

describe('createBlueprintStore', () => {
  it('starts with what is there, and reports what cannot be used', async () => {
    await write('b.yaml', 'kind: Room\n');
    await open();
    expect(titles()).toEqual(['one: First']);
    expect(store.get('one')?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(store.get('two')).toBeUndefined();
    expect(changes).toEqual([]);
    expect(reports).toEqual([['missing key `apiVersion`']]);
  });

  it('puts a good document in the place of the old one', async () => {
    await open();
    const before = store.get('one');
    await write('a.yaml', aDocument('one', 'Second'));
    await becomes(['one: Second']);
    expect(changes).toEqual([['one: Second']]);
    expect(before?.blueprint).toMatchObject({ room: { title: { text: 'First' } } });
  });

  it('keeps the last good document while a bad one stands in its file', async () => {
    await open();
    await write('a.yaml', 'kind: [');
    await vi.waitFor(() => expect(reports).toHaveLength(1), { timeout: 10_000 });
    expect(titles()).toEqual(['one: First']);
    expect(changes).toEqual([]);
    await write('a.yaml', aDocument('one', 'Mended'));
    await becomes(['one: Mended']);
    await reported([]);
  });

  it('sees files that editors write aside and rename', async () => {
    await open();
    await write('.a.yaml.swp', aDocument('one', 'Renamed'));
    await rename(join(directory, '.a.yaml.swp'), join(directory, 'a.yaml'));
    await becomes(['one: Renamed']);
    expect(reports).toEqual([]);
  });

  it('sees new and removed files', async () => {
    await open();
    await write('b.yaml', aDocument('two'));
    await becomes(['one: First', 'two: Home']);
    await rm(join(directory, 'a.yaml'));
    await becomes(['two: Home']);
  });

  it('leaves a name with the file that has it', async () => {
    await write('b.yaml', aDocument('two'));
    await open();
    await write('a.yaml', aDocument('two', 'Thief'));
    await reported([`the name \`two\` is taken: ${join(directory, 'b.yaml')}:3:7`]);
    expect(titles()).toEqual(['one: First', 'two: Home']);
  });

  it('keeps everything while the folder cannot be read, and finds a folder that was replaced', async () => {
    await open(25);
    await rename(directory, `${directory}.old`);
    await reported([`The folder of blueprints, ${directory}, cannot be read.`]);
    expect(titles()).toEqual(['one: First']);
    await mkdir(directory);
    await write('a.yaml', aDocument('one', 'Replaced'));
    await becomes(['one: Replaced']);
    await reported([]);
    await rm(`${directory}.old`, { recursive: true });
  });

  it('says nothing when a file is written again as it was', async () => {
    await open();
    await write('a.yaml', aDocument('one', 'First'));
    await write('b.yaml', aDocument('two'));
    await becomes(['one: First', 'two: Home']);
    expect(changes).toEqual([['one: First', 'two: Home']]);
  });

  it('says nothing more once it is closed', async () => {
    await open(10);
    await write('a.yaml', aDocument('one', 'Late'));
    await store.close();
    const heard = changes.length;
    await write('a.yaml', aDocument('one', 'Later'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(changes).toHaveLength(heard);
  });
});
