import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { expireDue } from './expire-due.ts';

const blueprint = `apiVersion: concierge/v1
kind: Room
name: contractor-room
on: { http: true }
inputs: { id: string, who: user }
key: "{{ id }}"
room:
  title: "Contractor {{ id }}"
  type: custom
  access:
    - { user: "{{ who.id }}", level: editor, expires: 30d }
    - { person: "new@partner.example", level: viewer, expires: 30d }
`;

let world: RunWorld;
let documentHash: string;

beforeAll(async () => {
  world = await startRunWorld();
  documentHash = await world.save(blueprint);
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** A room of this key whose access has ended by now. */
async function anEndedRoom(id: string): Promise<number> {
  const { aiko } = world.sandbox.ids.people;
  const run = await world.apply(
    world.input('', { blueprint: 'contractor-room', documentHash, subject: `key:${id}`, inputs: { id, who: aiko } }),
  );
  expect(run.state).toBe('done');
  await world.database.query(`update kept_items set expires_at = now() - interval '1 s' where expires_at is not null`);
  return run.room?.id ?? 0;
}

async function expire() {
  const due = await expireDue(world.engine, world.parts);
  const newest = await world.parts.runs.list({ limit: 1 });
  return { due, run: await world.follow(newest[0]?.id ?? '') };
}

const membersOf = async (roomId: number): Promise<string[]> =>
  (await world.parts.portal.members(roomId)).filter(({ isOwner }) => !isOwner).map(({ name }) => name);

it('takes away access whose time has come, once, and gives it to nobody again', async () => {
  const roomId = await anEndedRoom('k1');
  expect(await membersOf(roomId)).toHaveLength(2);
  const { due, run } = await expire();
  expect([due, run.state]).toEqual([1, 'done']);
  expect(await membersOf(roomId)).toEqual([]);
  expect(await expireDue(world.engine, world.parts)).toBe(0);

  const options = { repair: true, recreate: false };
  const { aiko } = world.sandbox.ids.people;
  const inputs = { id: 'k1', who: aiko };
  const again = world.input('', { blueprint: 'contractor-room', documentHash, subject: 'key:k1', inputs, options });
  expect((await world.apply(again)).state).toBe('nothing-to-do');
  expect(await membersOf(roomId)).toEqual([]);
});

it('leaves who is out already, and a room that is archived to its close-out', async () => {
  const gone = await anEndedRoom('k2');
  const ids = (await world.parts.portal.members(gone)).filter(({ isOwner }) => !isOwner).map(({ id }) => id);
  await world.parts.portal.removeAccess(gone, ids);
  const first = await expire();
  expect(first.run).toMatchObject({ state: 'nothing-to-do', reason: 'whose time had come was out already' });

  const archived = await anEndedRoom('k3');
  await world.parts.portal.archiveRoom(archived);
  await expect.poll(async () => (await world.parts.portal.room(archived)).archived).toBe(true);
  const second = await expire();
  expect(second.run).toMatchObject({ state: 'nothing-to-do', reason: 'the room is archived: left to its close-out' });
  expect(await membersOf(archived)).toHaveLength(2);
});
