import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { textWith } from '../../../test/support/matchers.ts';
import { readProjectFile } from '../../../test/support/project-files.ts';
import { startRunWorld, type RunWorld } from '../../../test/support/run-world.ts';
import type { Portal } from '../../docspace/portal.ts';

let world: RunWorld;
let closing: string;
let borrowing: string;

beforeAll(async () => {
  world = await startRunWorld();
  const shipped = readProjectFile('blueprints/guest-close-out.yaml');
  closing = await world.save(shipped);
  borrowing = await world.save(shipped.replace('ownership: never', 'ownership: borrow'));
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

type Person = keyof RunWorld['sandbox']['ids']['people'];
const as = async (name: Person): Promise<Portal> =>
  world.sandbox.portal(await world.sandbox.keyOf(world.sandbox.ids.people[name]));

/** A room of a person with a member, a guest and, where the type has one, a link; archived. */
async function anArchivedRoom(owner: Person, type: 'custom' | 'public' | 'virtual-data' = 'custom'): Promise<number> {
  const portal = await as(owner);
  const { id } = await portal.createRoom({ title: 'Closing', type, tags: ['client'] });
  const level = type === 'public' ? 'content-creator' : 'viewer';
  const { aiko } = world.sandbox.ids.people;
  await portal.share(
    id,
    [
      { id: aiko, level },
      { email: 'new@guest.example', level },
    ],
    { notify: false },
  );
  if (type !== 'virtual-data') await portal.primaryLink(id);
  await portal.archiveRoom(id);
  await expect.poll(async () => (await portal.room(id)).archived).toBe(true);
  await world.sandbox.control('DELETE calls');
  return id;
}

const close = (roomId: number, options = {}, documentHash = closing) =>
  world.apply(
    world.input('', {
      ...{ blueprint: 'guest-close-out', documentHash, subject: `room:${roomId}` },
      options: { repair: false, recreate: false, ...options },
    }),
  );

async function stateOf(roomId: number, owner: Person = 'owner') {
  const portal = await as(owner);
  const [room, members, links] = await Promise.all([portal.room(roomId), portal.members(roomId), portal.links(roomId)]);
  const others = members.filter(({ isOwner }) => !isOwner).map(({ name, level }) => `${name} ${level ?? ''}`);
  return { archived: room.archived, ownerId: room.ownerId, members: others, links: links.length };
}

const Calls = z.object({
  calls: z.array(z.object({ operation: z.string().default(''), effect: z.string().optional() })),
});

async function operations(): Promise<z.infer<typeof Calls>['calls']> {
  return Calls.parse(await world.sandbox.control('GET calls')).calls;
}

async function writes(): Promise<string[]> {
  return (await operations()).filter(({ effect }) => effect === 'write').map(({ operation }) => operation);
}

describe('an archived room', () => {
  it('is open for five calls at most, and ends as it was, without guests and links', async () => {
    const roomId = await anArchivedRoom('owner');
    const run = await close(roomId);
    expect(run).toMatchObject({ state: 'done', remarks: [expect.stringContaining('set ALERT_TO')] });
    const { owner } = world.sandbox.ids.people;
    expect(await stateOf(roomId)).toEqual({
      archived: true,
      ownerId: owner,
      members: ['Aiko Tanaka viewer'],
      links: 0,
    });
    const names = (await operations()).map(({ operation }) => operation);
    const open = names.slice(names.indexOf('unarchiveRoom') + 1, names.indexOf('archiveRoom') + 1);
    expect(open.length).toBeLessThanOrEqual(5);
  });

  it('keeps nobody of 250 guests', async () => {
    const roomId = await anArchivedRoom('owner');
    const portal = await as('owner');
    await portal.unarchiveRoom(roomId);
    await expect.poll(async () => (await portal.room(roomId)).archived).toBe(false);
    const guests = Array.from({ length: 250 }, (_, index) => ({
      email: `g${index}@x.example`,
      level: 'viewer' as const,
    }));
    await portal.share(roomId, guests, { notify: false });
    await portal.archiveRoom(roomId);
    await expect.poll(async () => (await portal.room(roomId)).archived).toBe(true);
    expect(await close(roomId)).toMatchObject({
      state: 'done',
      reason: textWith('251 guests and 1 links'),
    });
    expect((await stateOf(roomId)).members).toEqual(['Aiko Tanaka viewer']);
  });

  it('has a dead address in place of a link that cannot be removed, once', async () => {
    const roomId = await anArchivedRoom('owner', 'public');
    const portal = await as('owner');
    const [before] = await portal.links(roomId);
    expect(await close(roomId)).toMatchObject({ state: 'done' });
    const [after, second] = await portal.links(roomId);
    expect([after?.id === before?.id, second]).toEqual([false, undefined]);
    await world.sandbox.control('DELETE calls');
    expect(await close(roomId)).toMatchObject({ state: 'nothing-to-do' });
    expect(await writes()).toEqual([]);
  });

  it('is left as it is when the portal has no place for it outside', async () => {
    const roomId = await anArchivedRoom('owner');
    await world.sandbox.control('POST limits', { rooms: 1 });
    const run = await close(roomId);
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'rejected' } });
    expect(await stateOf(roomId)).toMatchObject({ archived: true, links: 1 });
  });

  it('that was restored meanwhile is left alone', async () => {
    const roomId = await anArchivedRoom('owner');
    const portal = await as('owner');
    await portal.unarchiveRoom(roomId);
    await expect.poll(async () => (await portal.room(roomId)).archived).toBe(false);
    await world.sandbox.control('DELETE calls');
    expect(await close(roomId)).toMatchObject({ state: 'nothing-to-do', reason: 'the room is not archived any more' });
    expect(await writes()).toEqual([]);
  });

  it('is archived again at once when something goes wrong inside', async () => {
    const roomId = await anArchivedRoom('owner');
    await world.fail('setRoomSecurity', { status: 500 }, 50);
    const run = await close(roomId);
    expect(run.state).toBe('waiting');
    expect(await stateOf(roomId)).toMatchObject({ archived: true });
  });
});

describe('somebody else’s archived room', () => {
  it('is left to its owner, and nothing is written', async () => {
    const roomId = await anArchivedRoom('marcus');
    expect(await close(roomId)).toMatchObject({ state: 'needs-owner' });
    expect(await writes()).toEqual([]);
  });

  it('is borrowed where that is allowed, and given back as it was', async () => {
    const roomId = await anArchivedRoom('marcus');
    const { marcus } = world.sandbox.ids.people;
    expect(await close(roomId, {}, borrowing)).toMatchObject({ state: 'done', remarks: [] });
    const left = { archived: true, ownerId: marcus, members: ['Aiko Tanaka viewer'], links: 0 };
    expect(await stateOf(roomId, 'marcus')).toEqual(left);
    expect(
      world.mailServer.mails.some(({ envelope }) => envelope.to.includes('marcus.boateng@halden-moor.example')),
    ).toBe(true);
  });

  it('is not borrowed against the installation’s own word', async () => {
    world.parts.allowBorrow = false;
    const roomId = await anArchivedRoom('marcus');
    expect(await close(roomId, {}, borrowing)).toMatchObject({ state: 'needs-owner' });
    expect(await writes()).toEqual([]);
  });

  it('is given back and archived when something goes wrong inside', async () => {
    const roomId = await anArchivedRoom('marcus');
    await world.fail('setRoomLink', { status: 500 }, 50);
    expect((await close(roomId, {}, borrowing)).state).toBe('waiting');
    const { marcus } = world.sandbox.ids.people;
    expect(await stateOf(roomId, 'marcus')).toMatchObject({ archived: true, ownerId: marcus });
  });
});

describe('a room that is archived by us', () => {
  it('is never open to guests again', async () => {
    const portal = await as('owner');
    const { id } = await portal.createRoom({ title: 'Active', type: 'custom', tags: [] });
    await portal.share(id, [{ email: 'new@guest.example', level: 'viewer' }], { notify: false });
    await portal.primaryLink(id);
    await world.sandbox.control('DELETE calls');
    expect(await close(id, { archive: true })).toMatchObject({ state: 'done' });
    expect(await stateOf(id)).toMatchObject({ archived: true, members: [], links: 0 });
    expect(await writes()).toEqual(['setRoomLink', 'setRoomSecurity', 'archiveRoom', 'createTextFile']);
  });
});
