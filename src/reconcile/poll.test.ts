import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startSandbox, type TestSandbox } from '../../test/contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { watchRecords } from '../../test/support/watch-records.ts';
import { type Found, poll, type PollOutcome } from './poll.ts';

let sandbox: TestSandbox;
let database: TestStore;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), openTestStore()]);
});

beforeEach(async () => {
  await sandbox.control('POST seed', { name: 'demo' });
  await database.query('truncate polled, kept_rooms cascade');
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const both = [
  { name: 'home-room', triggers: ['user.created', 'user.updated'] },
  { name: 'guest-close-out', triggers: ['room.archived'] },
];

/** One round, and what it found. */
async function look(blueprints = both): Promise<PollOutcome & { readonly all: readonly string[] }> {
  const all: Found[] = [];
  const outcome = await poll({
    portal: sandbox.portal(),
    polled: watchRecords(database).polled,
    blueprints: () => blueprints,
    start(found) {
      all.push(found);
      return Promise.resolve();
    },
  });
  return { ...outcome, all: all.map(({ trigger, entityId }) => `${trigger} ${entityId}`) };
}

async function addPerson(email: string, type = 'User'): Promise<string> {
  const added = await sandbox.control('POST people', { firstName: 'Ada', lastName: 'Lovelace', email, type });
  return z.object({ id: z.string() }).parse(added).id;
}

it('learns what there is first, and starts nothing for it', async () => {
  expect((await look()).all).toEqual([]);
  expect((await look()).all).toEqual([]);
});

it('finds a member who is new, once, and no guest', async () => {
  await look();
  const id = await addPerson('ada@example.com');
  await addPerson('guest@example.com', 'Guest');
  expect((await look()).all).toEqual([`user.created ${id}`]);
  expect((await look()).all).toEqual([]);
});

it('finds a member whose account changed', async () => {
  const id = await addPerson('ada@example.com');
  await look();
  await sandbox.raw(`PUT people/${id}`, { firstName: 'Augusta', lastName: 'Lovelace' });
  expect((await look()).all).toEqual([`user.updated ${id}`]);
});

it('takes one who was away for new when they come back', async () => {
  const id = await addPerson('ada@example.com');
  await look();
  await sandbox.raw('PUT people/status/2', { userIds: [id], resendAll: false });
  expect((await look()).all).toEqual([]);
  await sandbox.raw('PUT people/status/1', { userIds: [id], resendAll: false });
  expect((await look()).all).toEqual([`user.created ${id}`]);
});

it('starts nothing for one whose room is there already', async () => {
  await look();
  const id = await addPerson('ada@example.com');
  await database.query(
    `insert into kept_rooms (blueprint, key, subject, run_id, state, title, intended_since)
      values ('home-room', $1, 'person:' || $1, 'a', 'complete', 'x', now())`,
    [id],
  );
  expect((await look()).all).toEqual([]);
});

it('finds a room that is new in the Archive, once, also the very first, and again when it comes back', async () => {
  await look();
  const room = await sandbox.portal().createRoom({ title: 'Client', type: 'custom', tags: [] });
  await sandbox.portal().archiveRoom(room.id);
  expect((await look()).all).toEqual([`room.archived ${room.id}`]);
  expect((await look()).all).toEqual([]);
  await sandbox.portal().unarchiveRoom(room.id);
  await look();
  await sandbox.portal().archiveRoom(room.id);
  expect((await look()).all).toEqual([`room.archived ${room.id}`]);
});

it('takes a call for each hundred people and rooms, and none for what no blueprint is started by', async () => {
  expect((await look()).calls).toBe(2);
  expect((await look(both.slice(1))).calls).toBe(1);
  expect((await look([{ name: 'client-room', triggers: [] }])).calls).toBe(0);
  await Promise.all(Array.from({ length: 130 }, (_, index) => addPerson(`many${index}@example.com`)));
  const { calls, found } = await look();
  expect([calls, found]).toEqual([3, 130]);
});

describe('a page that is refused', () => {
  /** The second page of a list, from the next call of its first one on. */
  const refuseSecondPage = (operation: string, status: number) =>
    sandbox.control('POST faults', { match: { operation, nth: 2 }, fault: { status } });
  const kindOf = (status: number) => ({ kind: status === 403 ? 'forbidden' : 'unavailable' });

  async function fill(): Promise<void> {
    await Promise.all(Array.from({ length: 130 }, (_, index) => addPerson(`many${index}@example.com`)));
  }

  it.each([403, 500])(
    'leaves a first round of people the first: nobody of before is new, status %i',
    async (status) => {
      await fill();
      await refuseSecondPage('searchUsersByExtendedFilter', status);
      await expect(look()).rejects.toMatchObject(kindOf(status));
      expect((await look()).all).toEqual([]);
      const id = await addPerson('ada@example.com');
      expect((await look()).all).toEqual([`user.created ${id}`]);
    },
  );

  it('forgets nobody who would have stood on it', async () => {
    await fill();
    await look();
    await refuseSecondPage('searchUsersByExtendedFilter', 403);
    await expect(look()).rejects.toMatchObject(kindOf(403));
    expect((await look()).all).toEqual([]);
  });

  it.each([403, 500])('leaves the Archive unread: no room in it is new or forgotten, status %i', async (status) => {
    const archived = Array.from({ length: 110 }, (_, index) => ({ title: `Old ${index}`, state: 'archived' }));
    await sandbox.control('POST seed', { seed: { rooms: archived } });
    const closing = both.slice(1);
    await refuseSecondPage('getRoomsFolder', status);
    await expect(look(closing)).rejects.toMatchObject(kindOf(status));
    expect((await look(closing)).all).toEqual([]);
    await refuseSecondPage('getRoomsFolder', status);
    await expect(look(closing)).rejects.toMatchObject(kindOf(status));
    expect((await look(closing)).all).toEqual([]);
  });
});

it('starts what a round that broke off had not got to', async () => {
  await look();
  const ids = await Promise.all(['a', 'b', 'c'].map((name) => addPerson(`${name}@example.com`)));
  const started: string[] = [];
  const broken = poll({
    portal: sandbox.portal(),
    polled: watchRecords(database).polled,
    blueprints: () => both,
    start({ entityId }) {
      if (started.length === 1) return Promise.reject(new Error('killed'));
      started.push(entityId);
      return Promise.resolve();
    },
  });
  await expect(broken).rejects.toThrow('killed');
  const { all } = await look();
  expect(all.map((one) => one.split(' ')[1]).toSorted()).toEqual(ids.toSorted());
});

it('finds a room that is new, once, where a blueprint is for new rooms', async () => {
  const forRooms = [{ name: 'room-house-standard', triggers: ['room.created'] }];
  expect((await look(forRooms)).all).toEqual([]);
  const room = await sandbox.portal().createRoom({ title: 'New', type: 'custom', tags: [] });
  expect((await look(forRooms)).all).toEqual([`room.created ${room.id}`]);
  expect((await look(forRooms)).all).toEqual([]);
});

it('finds an account that was disabled, a guest too, once and again after it was enabled, where a blueprint is for them', async () => {
  const forDisabled = [{ name: 'leaver-access', triggers: ['user.updated'], forDisabled: true }];
  const id = await addPerson('ada@example.com');
  const guest = sandbox.ids.people.greta;
  const set = (status: 1 | 2, ...userIds: readonly string[]) =>
    sandbox.raw(`PUT people/status/${status}`, { userIds, resendAll: false });
  // Whoever is disabled from before is for sweeps.
  expect((await look(forDisabled)).all).toEqual([]);
  await set(2, id, guest);
  const { all, calls } = await look(forDisabled);
  expect(all.toSorted()).toEqual([`user.updated ${id}`, `user.updated ${guest}`].toSorted());
  expect(calls).toBe(2);
  expect((await look(forDisabled)).all).toEqual([]);
  await set(1, id);
  await look(forDisabled);
  await set(2, id);
  expect((await look(forDisabled)).all).toEqual([`user.updated ${id}`]);
  expect((await look(both)).calls).toBe(2);
});
