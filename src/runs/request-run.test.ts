import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { readProjectFile } from '../../test/support/project-files.ts';
import { parseBlueprint } from '../blueprint/parse-blueprint.ts';
import { readRoomDocument } from './read-document.ts';
import { readRequest, type RunTarget } from './request-run.ts';

const document = `apiVersion: concierge/v1
kind: Room
name: desk-room
on: { event: user.created }
for: person
inputs:
  desk: string
  floor: { type: string, default: "3" }
  badge: { type: string, secret: true, required: false }
key: "{{ person.id }}"
room: { title: "Desk {{ desk }} on floor {{ floor }}", type: custom }
`;

let world: RunWorld;
let hash: string;

beforeAll(async () => {
  world = await startRunWorld();
  hash = await world.save(document);
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function request(inputs?: object) {
  const blueprint = await readRoomDocument(hash, world.parts.documents);
  const person = world.sandbox.ids.people.aiko;
  const target = inputs ? ({ person, inputs, from: 'json' } as const) : { person };
  const cause = { kind: 'http', name: 'CRM' } as const;
  const options = { repair: true, recreate: false };
  return readRequest({ blueprint: { blueprint, hash }, target, cause, requestId: 'r1', options }, world.parts);
}

it('reads the inputs of a blueprint that is for a person beside the person, and seals the secret ones', async () => {
  const { aiko } = world.sandbox.ids.people;
  const input = await request({ desk: 'D-4', badge: 'hidden' });
  expect(input).toMatchObject({ subject: `person:${aiko}`, inputs: { desk: 'D-4', floor: '3' } });
  expect(Object.keys(input.sealed ?? {})).toEqual(['badge']);
  expect(JSON.stringify(input)).not.toContain('hidden');
  expect(await world.apply(input)).toMatchObject({ state: 'done', room: { title: 'Desk D-4 on floor 3' } });
});

it('names an input that a person’s blueprint needs and was not given', async () => {
  await expect(request()).rejects.toMatchObject({
    kind: 'invalid-input',
    details: { issues: [{ path: 'desk', message: 'is missing' }] },
  });
});

it('lets an event, which brings the person alone, fail with what is missing instead of making a room of blanks', async () => {
  const { lena } = world.sandbox.ids.people;
  const run = await world.apply(world.input(lena, { blueprint: 'desk-room', documentHash: hash }));
  expect(run).toMatchObject({ state: 'failed', error: { kind: 'invalid-input' } });
  expect(run.room).toBeUndefined();
});

it('lets an event keep the room as it was asked for, not as the defaults would have it', async () => {
  const { aiko } = world.sandbox.ids.people;
  const run = await world.apply(world.input(aiko, { blueprint: 'desk-room', documentHash: hash }));
  expect(run).toMatchObject({ state: 'nothing-to-do', room: { title: 'Desk D-4 on floor 3' } });
});

it('takes a person, and nothing else, for a close-out that is for a person', async () => {
  const text = readProjectFile('blueprints/gallery/leaver-access.yaml');
  const parsed = parseBlueprint({ file: 'leaver-access.yaml', text });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { aiko } = world.sandbox.ids.people;
  const ask = (target: RunTarget) =>
    readRequest(
      {
        ...{ blueprint: { blueprint: parsed.blueprint, hash: 'h' }, target, requestId: 'r' },
        ...{ cause: { kind: 'http', name: 'HR' }, options: { repair: true, recreate: false } },
      },
      world.parts,
    );
  const subject = `person:${aiko}`;
  expect(await ask({ person: 'aiko.tanaka@halden-moor.example' })).toMatchObject({ subject });
  expect(await ask({ person: aiko, inputs: {}, from: 'json' })).toMatchObject({ subject });
  const wrong: readonly RunTarget[] = [
    { room: 1 },
    { inputs: {}, from: 'text' },
    { person: aiko, inputs: { x: 1 }, from: 'json' },
  ];
  for (const target of wrong) {
    await expect(ask(target)).rejects.toMatchObject({
      ...{ kind: 'invalid-input', message: 'The blueprint leaver-access ends the access of a person.' },
    });
  }
});
