import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../../test/contract/support/start-sandbox.ts';
import { checkBlueprint } from '../../blueprint/check-blueprint.ts';
import { parseBlueprint } from '../../blueprint/parse-blueprint.ts';
import type { Portal } from '../../docspace/portal.ts';
import { readPicture } from './read-picture.ts';
import { writeBlueprint } from './write-blueprint.ts';

let sandbox: TestSandbox;
let portal: Portal;

beforeAll(async () => {
  sandbox = await startSandbox();
  portal = sandbox.portal();
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

async function capture(roomId: number) {
  const { text, remarks } = writeBlueprint(await readPicture(roomId, portal));
  const parsed = parseBlueprint({ file: 'captured.yaml', text });
  return { text, remarks, issues: parsed.ok ? checkBlueprint(parsed.blueprint) : parsed.issues };
}

it('makes a document that is in order of each room that there is', async () => {
  const owned = await Promise.all(Object.values(sandbox.ids.people).map((person) => portal.roomsOwnedBy(person)));
  const rooms = owned.flat();
  expect(rooms.length).toBeGreaterThan(2);
  for (const { id } of rooms) expect((await capture(id)).issues).toEqual([]);
});

it('holds folders, files, people and links of a room, and neither an address nor a password', async () => {
  const { id } = await portal.createRoom({ title: 'Client {{ x }}: "A"', type: 'custom', tags: ['client {% if %}'] });
  const outer = await portal.createFolder(id, 'Contracts');
  await portal.createFolder(outer.id, 'Signed');
  const file = await portal.createTextFile(outer.id, { title: 'notes.txt', content: 'hello' });
  await portal.share(id, [{ id: sandbox.ids.people.aiko, level: 'editor' }], { notify: false });
  await portal.share(id, [{ email: 'new@guest.example', level: 'viewer' }], { notify: false });
  const link = await portal.primaryLink(id);

  const { text, issues } = await capture(id);
  expect(issues).toEqual([]);
  expect(text).toContain('name: client-x-a\n');
  expect(text).toContain(
    [
      '  contents:',
      '    - folder: Contracts',
      '      contents:',
      '        - Signed',
      `        - { copy: ${file.id} } # notes.txt`,
      '  access:',
      `    - { user: ${sandbox.ids.people.aiko}, level: editor } # Aiko Tanaka`,
      '    - { person: new@guest.example, level: viewer } # new@guest.example',
      '  links:',
      '    - { kind: external, level: viewer }',
      '',
    ].join('\n'),
  );
  expect(text).not.toContain(link.address.reveal());
});

it('leaves the second of two entries of one title out, and says so', async () => {
  const { id } = await portal.createRoom({ title: 'Twins', type: 'custom', tags: [] });
  await portal.createFolder(id, 'Same');
  await portal.createFolder(id, 'Same');
  const { issues, remarks } = await capture(id);
  expect(issues).toEqual([]);
  expect(remarks).toEqual(['"Same" is there twice in one folder: the second is left out']);
});
