import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { startRunWorld, type RunWorld } from './support/run-world.ts';
import type { StoredRun } from '../src/runs/records.ts';

const Calls = z.object({
  calls: z.array(z.object({ effect: z.string().optional(), method: z.string(), path: z.string() })),
});

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

type Chance = () => number;

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function createChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function some<T>(items: readonly T[], chance: Chance): T[] {
  return items.filter(() => chance() < 0.55);
}

function contentsOf(chance: Chance, depth: number): object[] {
  const folders = some(['Papers', 'A/B: "x"', 'Über uns', 'Papers 2'], chance).map((folder) => ({
    folder,
    ...(depth > 0 && chance() < 0.6 ? { contents: contentsOf(chance, depth - 1) } : {}),
  }));
  const files = some(
    [{ copy: '111,112' }, { copy: 113, as: 'Goals*' }, { text: 'For {{ id }}', as: 'Read me' }],
    chance,
  );
  return [...folders, ...files];
}

/** A blueprint in JSON, which is YAML too. */
function aBlueprint(type: string, chance: Chance): string {
  const { people, groups } = world.sandbox.ids;
  const access = [
    { user: people.aiko, level: 'viewer' },
    { user: people.tomas, level: ['room-manager', 'content-creator'] },
    { person: 'priya.nair@nobody.example', level: 'viewer', expires: '30d' },
    { person: people.greta, level: 'viewer' },
    { group: groups.studio, level: 'viewer' },
  ];
  const external = { kind: 'external', level: chance() < 0.5 ? 'viewer' : 'editor' };
  const links = [
    ...(type === 'custom' ? [external, { ...external, title: 'Press', expires: '4w', denyDownload: true }] : []),
    { kind: 'invitation', level: 'viewer', maxUses: 5, expires: '30d' },
  ];
  const room = {
    ...{ title: 'Random {{ id }}', type, tags: some(['one', 'two', 'three'], chance) },
    ...{ contents: contentsOf(chance, 2), access: some(access, chance), links: some(links, chance) },
    ...(chance() < 0.3 ? { quota: '1 GB' } : {}),
  };
  const head = { apiVersion: 'concierge/v1', kind: 'Room', name: 'random-room', on: { http: true } };
  return JSON.stringify({ ...head, inputs: { id: 'string' }, key: '{{ id }}', room });
}

async function apply(id: string, text: string): Promise<StoredRun> {
  const documentHash = await world.save(text);
  const options = { repair: true, recreate: false };
  return world.apply(
    world.input('', { blueprint: 'random-room', documentHash, subject: `key:${id}`, inputs: { id }, options }),
  );
}

/** What people do in a room. */
async function disturb(roomId: number, chance: Chance): Promise<void> {
  const { portal } = world.parts;
  const { aiko, lena, marcus } = world.sandbox.ids.people;
  await portal.share(
    roomId,
    [
      { id: lena, level: 'viewer' },
      { id: marcus, level: 'content-creator' },
    ],
    { notify: false },
  );
  await portal.addTags(roomId, ['by hand']);
  await portal.createFolder(roomId, 'By hand');
  if (chance() < 0.5) await portal.share(roomId, [{ id: aiko, level: 'content-creator' }], { notify: false });
  if (chance() < 0.5) await portal.removeTags(roomId, ['one']);
  const { folders, files } = await portal.folder(roomId);
  const gone = folders.find(({ title }) => title === 'Papers');
  if (gone && chance() < 0.7) await portal.deleteFolder(gone.id);
  const [file] = files;
  if (file && chance() < 0.5) await portal.deleteFile(file.id);
}

/** What they added, which no blueprint names. */
async function ofPeople(roomId: number): Promise<unknown> {
  const { portal } = world.parts;
  const { lena, marcus } = world.sandbox.ids.people;
  const [room, members, { folders }] = await Promise.all([
    portal.room(roomId),
    portal.members(roomId),
    portal.folder(roomId),
  ]);
  return {
    title: room.title,
    tag: room.tags.includes('by hand'),
    members: members.filter(({ id }) => id === lena || id === marcus).map(({ id, level }) => [id, level]),
    folders: folders.filter(({ title }) => title === 'By hand').map(({ id }) => id),
  };
}

interface Subject {
  readonly id: string;
  readonly chance: Chance;
  readonly type: string;
}

const subjects = Array.from({ length: 8 }, (_, index): Subject => {
  const chance = createChance(index + 1);
  return { id: `seed-${index + 1}`, chance, type: chance() < 0.5 ? 'custom' : 'collaboration' };
});

/** All at once: that they are in one another's way is part of it. */
const forEach = <T>(act: (subject: Subject, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(subjects.map(act));

it('brings rooms of any state to any blueprint, once, and leaves alone what is not named', async () => {
  const made = await forEach(({ id, type, chance }) => apply(id, aBlueprint(type, chance)));
  expect(made.map(({ state }) => state)).toEqual(subjects.map(() => 'done'));
  const roomIds = made.map(({ room }) => room?.id ?? 0);
  await forEach(({ chance }, index) => disturb(roomIds[index] ?? 0, chance));
  const theirs = await Promise.all(roomIds.map(ofPeople));

  const changed = subjects.map(({ type, chance }) => aBlueprint(type, chance));
  const brought = await forEach(({ id }, index) => apply(id, changed[index] ?? ''));
  for (const { state } of brought) expect(['done', 'nothing-to-do']).toContain(state);
  expect(await Promise.all(roomIds.map(ofPeople))).toEqual(theirs);

  await world.sandbox.control('DELETE calls');
  const again = await forEach(({ id }, index) => apply(id, changed[index] ?? ''));
  expect(again.map(({ state }) => state)).toEqual(subjects.map(() => 'nothing-to-do'));
  const { calls } = Calls.parse(await world.sandbox.control('GET calls'));
  expect(calls.length).toBeGreaterThan(subjects.length);
  expect(calls.filter(({ effect }) => effect === 'write')).toEqual([]);
});
