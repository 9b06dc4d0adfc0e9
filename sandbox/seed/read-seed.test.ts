import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aSandbox } from '../control/a-sandbox.ts';
import type { PortalSeed } from './portal-seed.ts';
import { parseSeed, readSeedFile } from './read-seed.ts';
import { resolveSeed } from './resolve-seed.ts';

const seed: PortalSeed = {
  people: [
    { email: 'olga@acme.example', firstName: 'Olga', lastName: 'Owner', type: 'owner' },
    { email: 'rosa@acme.example', firstName: 'Rosa', type: 'room-admin', password: 'correct-horse' },
    { email: 'gus@client.example', type: 'guest', guestOf: ['rosa@acme.example'] },
  ],
  groups: [{ name: 'Sales', manager: 'olga@acme.example', members: ['rosa@acme.example'] }],
  rooms: [
    {
      title: 'Acme',
      type: 'custom',
      owner: 'rosa@acme.example',
      tags: ['client'],
      contents: ['Invoices', { folder: 'Contracts', contents: [{ file: 'a.txt', text: 'hello' }] }],
      members: [
        { group: 'Sales', level: 'editor' },
        { person: 'gus@client.example', level: 'viewer' },
      ],
      links: [{ kind: 'primary', expires: '2030-01-01T00:00:00Z' }],
    },
    { title: 'Old', type: 'collaboration', state: 'archived' },
  ],
  env: { CLIENT: 'Acme' },
};

test('a portal begins with a seed of one’s own', async () => {
  await using portal = await aSandbox({ seed: parseSeed(seed) });
  const rooms = (await portal.api('GET files/rooms')).json['response'];
  expect(rooms).toMatchObject({
    total: 1,
    folders: [{ title: 'Acme', tags: ['client'], foldersCount: 2, filesCount: 1, createdBy: { displayName: 'Rosa' } }],
  });
  expect((await portal.api('GET files/rooms?searchArea=Archive')).json).toMatchObject({ response: { total: 1 } });
  const key = await portal.keyOf('rosa@acme.example');
  expect((await portal.api('GET people/email?email=gus@client.example', undefined, key)).json).toMatchObject({
    response: { isVisitor: true },
  });
  expect((await portal.control('GET seed')).json).toMatchObject({
    seed: 'custom',
    env: { CLIENT: 'Acme' },
    owner: { email: 'olga@acme.example' },
  });
});

test('a seed can be changed to while the portal runs, and a wrong one changes nothing', async () => {
  await using portal = await aSandbox();
  expect((await portal.control('POST seed', { seed: { rooms: [{ title: 'Only' }] } })).status).toBe(200);
  expect((await portal.api('GET files/rooms')).json).toMatchObject({ response: { folders: [{ title: 'Only' }] } });
  const wrong = await portal.control('POST seed', { seed: { rooms: [{ title: 'A', owner: 'no@body.example' }] } });
  expect(wrong).toMatchObject({ status: 400 });
  expect(wrong.json['error']).toBe('The seed is wrong at rooms[0].owner: "no@body.example" is not in this seed.');
  await portal.control('POST reset');
  expect((await portal.api('GET files/rooms')).json).toMatchObject({ response: { folders: [{ title: 'Only' }] } });
});

test('ids of a seed are the same on each start', async () => {
  const ids = async () => {
    await using portal = await aSandbox({ seed: parseSeed(seed) });
    const { state } = portal.sandbox.world.portal;
    return [...state.accounts.keys(), ...state.groups.keys(), ...state.folders.keys()];
  };
  expect(await ids()).toEqual(await ids());
});

test.each([
  [{ people: [{ email: 'nobody' }] }, 'people[0].email'],
  [{ people: [{ email: 'a@b.example', kind: 'owner' }] }, 'kind'],
  [{ rooms: [{ title: 'A', members: [{ person: 'a@b.example', level: 'king' }] }] }, 'rooms[0].members[0]'],
  [{ rooms: [{ title: 'A', contents: [{ file: 'a', base64: '!' }] }] }, 'rooms[0].contents[0]'],
])('a seed that is none is refused with its place: %j', (value, place) => {
  expect(() => parseSeed(value)).toThrow(place);
});

const owner = { type: 'owner' as const, since: 1, id: 'o', email: 'o@a.example', firstName: 'O', lastName: '' };
const [guest, twin] = [{ email: 'g@b.example', type: 'guest' as const }, { email: 'G@B.example' }];

test.each<[PortalSeed, string]>([
  [{ people: [guest, twin] }, 'people: "g@b.example" is there twice'],
  [
    {
      people: [
        { ...guest, type: 'owner' },
        { email: 'x@b.example', type: 'owner' },
      ],
    },
    'people: a portal has one owner',
  ],
  [{ groups: [{ name: 'G', members: ['no@b.example'] }] }, 'groups[0].members[0]: "no@b.example" is not in this seed'],
  [
    { people: [guest], rooms: [{ title: 'A', members: [{ person: guest.email, level: 'room-manager' }] }] },
    'rooms[0].members[0]: g@b.example (guest) cannot be room-manager in this room',
  ],
  [
    { groups: [{ name: 'G' }], rooms: [{ title: 'A', type: 'public', members: [{ group: 'G', level: 'editor' }] }] },
    'rooms[0].members[0]: a group cannot be editor in this room',
  ],
])('a seed that does not fit together is refused with its place: %j', (value, sentence) => {
  expect(() => [...resolveSeed(parseSeed(value), owner).rooms]).toThrow(`The seed is wrong at ${sentence}.`);
});

test('a seed file that cannot be used is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-seed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'seed.json');
  expect(() => readSeedFile(path)).toThrow(`The seed file ${path} cannot be used.`);
  writeFileSync(path, '{');
  expect(() => readSeedFile(path)).toThrow(path);
  writeFileSync(path, JSON.stringify(seed));
  expect(readSeedFile(path).rooms).toHaveLength(2);
});
