import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import type { CreateRoom } from '../plan/plan.ts';
import { createRoom, deleteTwins } from './create-room.ts';

let world: ActionWorld;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const action: CreateRoom = {
  kind: 'create-room',
  id: 'room',
  after: [],
  title: 'Home – Ada',
  roomType: 'collaboration',
  tags: ['home'],
};

/** The rooms of this title, the oldest first. */
async function rooms(title = action.title) {
  const all = await world.portal.roomsOwnedBy(world.sandbox.ids.people.owner);
  return all.filter((room) => room.title === title).toSorted((a, b) => a.id - b.id);
}

const lost = { kind: 'unavailable', details: { effect: 'unknown' } };

describe('creating a room', () => {
  it('makes it with its type and tags, and claims it', async () => {
    const result = await createRoom.run(action, world.context());
    const [room] = await rooms();
    expect(room).toMatchObject({ type: 'collaboration', tags: ['home'] });
    expect(result).toMatchObject({ room: { id: room?.id, title: action.title, url: room?.url }, added: [] });
    expect(result.twinsSince).toBeUndefined();
    const kept = await world.keptRooms.find('home-room', 'ada');
    expect(kept).toMatchObject({ state: 'making', roomId: room?.id, url: room?.url });
  });

  it('records the intent, by the portal’s own clock, before the portal is called', async () => {
    await world.sandbox.control('PUT clock', { now: '2031-01-01T00:00:00.000Z' });
    await world.fail('createRoom', { status: 503 });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject(lost);
    const intent = await world.claims('ada').intend(action.title, new Date());
    expect(intent).toMatchObject({ isNew: false, roomId: undefined });
    expect(await rooms()).toEqual([]);
  });

  it('answers the room that was claimed before, and makes none', async () => {
    const first = await createRoom.run(action, world.context());
    const again = await createRoom.run(action, world.context());
    expect(again.room).toEqual(first.room);
    expect(await world.countCalls('createRoom')).toBe(1);
  });

  it('takes the intent back when it is certain that nothing was made', async () => {
    await world.fail('createRoom', { status: 402 });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject({ details: { effect: 'none' } });
    expect(await world.keptRooms.find('home-room', 'ada')).toBeUndefined();
  });

  it('is refused when the portal makes another room than it was asked for', async () => {
    const odd = { ...action, title: 'not: cleaned' };
    await expect(createRoom.run(odd, world.context())).rejects.toMatchObject({
      kind: 'rejected',
      message: textWith('"not_ cleaned" (collaboration) instead of "not: cleaned"'),
    });
  });
});

describe('after a lost reply', () => {
  it('finds the room that was made after all', async () => {
    await world.fail('createRoom', { drop: 'after' });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject(lost);
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    expect((await rooms()).map(({ id }) => id)).toEqual([result.room?.id]);
    expect(await world.countCalls('createRoom')).toBe(1);
    expect(await world.keptRooms.find('home-room', 'ada')).toMatchObject({ roomId: result.room?.id });
  });

  it('makes the room when the call was lost on its way', async () => {
    await world.fail('createRoom', { drop: 'before' });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject(lost);
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    expect((await rooms()).map(({ id }) => id)).toEqual([result.room?.id]);
    expect(result.twinsSince).toBeDefined();
  });

  it('looks again for a room that comes late', async () => {
    const impatient = world.sandbox.portal(undefined, { timeouts: { readMs: 5_000, writeMs: 100 } });
    await world.fail('createRoom', { delayMs: 400 });
    await expect(createRoom.run(action, world.context({ portal: impatient }))).rejects.toMatchObject(lost);
    const result = await createRoom.run(action, world.context({ isDoubtful: true, looksAfterSeconds: [0, 1, 2] }));
    expect((await rooms()).map(({ id }) => id)).toEqual([result.room?.id]);
    expect(await world.countCalls('createRoom')).toBe(1);
  });

  it('deletes the empty twin that comes after a second room was made', async () => {
    const impatient = world.sandbox.portal(undefined, { timeouts: { readMs: 5_000, writeMs: 100 } });
    await world.fail('createRoom', { delayMs: 600 });
    await expect(createRoom.run(action, world.context({ portal: impatient }))).rejects.toMatchObject(lost);
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    await expect.poll(async () => (await rooms()).length).toBe(2);
    const twin = (await rooms()).find(({ id }) => id !== result.room?.id);
    const deleted = await deleteTwins(action, result.twinsSince ?? '', world.context());
    expect(deleted).toEqual([twin?.id]);
    await expect.poll(async () => (await rooms()).map(({ id }) => id)).toEqual([result.room?.id]);
  });

  it('keeps looking for the twin of the first call when a later one certainly made nothing', async () => {
    await world.fail('createRoom', { drop: 'before' });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject(lost);
    await world.fail('createRoom', { status: 402 });
    await expect(createRoom.run(action, world.context())).rejects.toMatchObject({ details: { effect: 'none' } });
    expect(await world.claims('ada').intend(action.title, new Date())).toMatchObject({ isNew: false });
  });

  it('says since when twins are to be looked for when one of two lost rooms is found', async () => {
    await world.claims('ada').intend(action.title, new Date(Date.now() - 120_000));
    const made = [
      await world.portal.createRoom({ ...action, type: action.roomType }),
      await world.portal.createRoom({ ...action, type: action.roomType }),
    ];
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    expect(result.room?.id).toBe(made[0]?.id);
    expect(await deleteTwins(action, result.twinsSince ?? '', world.context())).toEqual([made[1]?.id]);
  });

  it('waits no longer for a call that a crash left long ago', async () => {
    await world.claims('ada').intend(action.title, new Date());
    await world.database.query(`update kept_rooms set created_at = now() - interval '1 minute'`);
    const crashed = { isDoubtful: true, isAfterCrash: true, looksAfterSeconds: [0, 5, 30] };
    // With the pauses of a call that was just sent this would outlast the test.
    const result = await createRoom.run(action, world.context(crashed));
    expect(await rooms()).toMatchObject([{ id: result.room?.id }]);
  });
});

describe('a room in doubt', () => {
  /** An intent of ours, as a lost call leaves it. */
  async function lose(key = 'ada'): Promise<void> {
    await world.claims(key).intend(action.title, new Date(Date.now() - 120_000));
  }

  /** A room as the lost call would have made it. */
  function make(changes: Partial<CreateRoom> = {}, portal = world.portal) {
    const { title, roomType, tags } = { ...action, ...changes };
    return portal.createRoom({ title, type: roomType, tags });
  }

  async function isTakenFor(room: { readonly id: number }): Promise<boolean> {
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    return result.room?.id === room.id;
  }

  it('is ours with this title, type, owner and time, empty, without members', async () => {
    await lose();
    expect(await isTakenFor(await make())).toBe(true);
  });

  it('is not one of another title or type', async () => {
    await lose();
    const rooms = [await make({ title: 'Home – Adam' }), await make({ roomType: 'custom' })];
    const result = await createRoom.run(action, world.context({ isDoubtful: true }));
    expect(rooms.map(({ id }) => id)).not.toContain(result.room?.id);
  });

  it('is not one that was made before', async () => {
    const earlier = await make();
    await world.sandbox.control('PUT clock', { advanceMs: 600_000 });
    await world.portal.self();
    expect(await isTakenFor(earlier)).toBe(false);
    await world.fail('createRoom', { drop: 'before' });
    const bob = world.context({ claims: world.claims('bob') });
    await expect(createRoom.run(action, bob)).rejects.toMatchObject(lost);
    const result = await createRoom.run(action, { ...bob, isDoubtful: true });
    expect(result.room?.id).not.toBe(earlier.id);
  });

  it('is not one that holds something', async () => {
    await lose();
    const room = await make();
    await world.portal.createFolder(room.id, 'x');
    expect(await isTakenFor(room)).toBe(false);
  });

  it('is not one that somebody is a member of', async () => {
    await lose();
    const room = await make();
    await world.portal.share(room.id, [{ id: world.sandbox.ids.people.aiko, level: 'viewer' }], { notify: false });
    expect(await isTakenFor(room)).toBe(false);
  });

  it('is not one of another account', async () => {
    await lose();
    const tomas = world.sandbox.portal(await world.sandbox.keyOf(world.sandbox.ids.people.tomas));
    expect(await isTakenFor(await make({}, tomas))).toBe(false);
  });

  it('is not one that another subject of the same title has', async () => {
    const theirs = await createRoom.run(action, world.context({ claims: world.claims('bob') }));
    await lose();
    expect(await isTakenFor({ id: theirs.room?.id ?? 0 })).toBe(false);
  });

  it('that another run of the same title took is left to it, and a further one made', async () => {
    await lose();
    await world.fail('createRoom', { hold: 'after' });
    const bob = world.context({ claims: world.claims('bob') });
    const held = createRoom.run(action, bob).catch((error: unknown) => error);
    await expect.poll(async () => (await rooms()).length).toBe(1);
    const adas = await createRoom.run(action, world.context({ isDoubtful: true }));
    await world.sandbox.control('DELETE faults');
    expect(await held).toMatchObject({ kind: 'unavailable', message: textWith('taken by another run') });
    const bobs = await createRoom.run(action, { ...bob, isDoubtful: true });
    expect((await rooms()).map(({ id }) => id)).toEqual([adas.room?.id, bobs.room?.id]);
  });

  it('is not deleted as a twin while another subject may have made it', async () => {
    const mine = await createRoom.run(action, world.context());
    await lose('bob');
    const theirs = await make();
    expect(await deleteTwins(action, '2020-01-01T00:00:00.000Z', world.context())).toEqual([]);
    expect((await rooms()).map(({ id }) => id)).toEqual([mine.room?.id, theirs.id]);
    await world.claims('bob').claim(theirs);
    expect(await deleteTwins(action, '2020-01-01T00:00:00.000Z', world.context())).toEqual([]);
    expect(await rooms()).toHaveLength(2);
  });
});
