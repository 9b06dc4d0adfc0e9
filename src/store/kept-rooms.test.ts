import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyNumber } from '../../test/support/matchers.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import type { KeptRoomRecords, RoomOwner } from '../runs/records.ts';
import { createDocumentRecords } from './documents.ts';
import { createKeptRoomRecords } from './kept-rooms.ts';

let database: TestStore;
let rooms: KeptRoomRecords;

beforeAll(async () => {
  database = await openTestStore();
  rooms = createKeptRoomRecords(database.store.db);
  const document = { hash: 'a-hash', name: 'home-room', file: 'home-room.yaml', text: '' };
  await createDocumentRecords(database.store.db).save(document);
});

beforeEach(async () => {
  await database.query('truncate kept_rooms cascade');
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const since = new Date('2026-07-01T12:00:00.000Z');
const room = { id: 7, url: 'https://portal.example/7' };

function owner(key: string, changes: Partial<RoomOwner> = {}): RoomOwner {
  return {
    blueprint: 'home-room',
    key,
    subject: `person:${key}`,
    runId: `run-${key}`,
    timesFrom: '2026-07-01T12:00:01.000Z',
    documentHash: 'a-hash',
    ...changes,
  };
}

async function itemsOf(key: string): Promise<unknown[]> {
  return database.query(
    `select item, portal_id, i.run_id from kept_items i join kept_rooms r on r.id = kept_room_id where key = $1 order by item`,
    [key],
  );
}

describe('an intent', () => {
  it('is new once, and keeps its time', async () => {
    const claims = rooms.claimsOf(owner('a'));
    expect(await claims.intend('Home', since)).toEqual({
      isNew: true,
      secondsAgo: anyNumber,
      since: since.toISOString(),
      roomId: undefined,
    });
    const again = await claims.intend('Home', new Date('2031-01-01T00:00:00.000Z'));
    expect(again).toMatchObject({ isNew: false, since: since.toISOString() });
    expect(await rooms.find('home-room', 'a')).toMatchObject({ state: 'making', title: 'Home' });
  });

  it('is new for one of several that record it at once', async () => {
    const claims = rooms.claimsOf(owner('a'));
    const intents = await Promise.all(Array.from({ length: 6 }, () => claims.intend('Home', since)));
    expect(intents.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('knows its age by the database’s clock', async () => {
    const claims = rooms.claimsOf(owner('a'));
    await claims.intend('Home', since);
    await database.query(`update kept_rooms set created_at = now() - interval '40 s'`);
    const { secondsAgo } = await claims.intend('Home', since);
    expect(Math.round(secondsAgo)).toBeGreaterThanOrEqual(40);
  });

  it('is refused for another subject of the same key', async () => {
    await rooms.claimsOf(owner('a')).intend('Home', since);
    const other = rooms.claimsOf(owner('a', { subject: 'person:b' }));
    await expect(other.intend('Home', since)).rejects.toMatchObject({
      kind: 'conflict',
      message: 'The key "a" of home-room belongs to person:a, not to person:b.',
    });
  });

  it('is taken back only while no room is claimed for it', async () => {
    const claims = rooms.claimsOf(owner('a'));
    await claims.intend('Home', since);
    await claims.withdraw();
    expect(await rooms.find('home-room', 'a')).toBeUndefined();
    await claims.intend('Home', since);
    await claims.claim(room);
    await claims.withdraw();
    expect(await rooms.find('home-room', 'a')).toMatchObject({ roomId: 7 });
  });

  it('takes back nobody else’s', async () => {
    await rooms.claimsOf(owner('b')).intend('Home', since);
    await rooms.claimsOf(owner('a', { blueprint: 'other' })).intend('Home', since);
    await rooms.claimsOf(owner('a')).withdraw();
    expect(await rooms.find('home-room', 'b')).toBeDefined();
    expect(await rooms.find('other', 'a')).toBeDefined();
  });
});

describe('a claim', () => {
  it('makes a room ours, and may be made again', async () => {
    const claims = rooms.claimsOf(owner('a'));
    await claims.intend('Home', since);
    expect(await claims.claim(room)).toBe(true);
    expect(await claims.claim(room)).toBe(true);
    expect(await claims.intend('Home', since)).toMatchObject({ isNew: false, roomId: 7 });
    expect(await rooms.find('home-room', 'a')).toEqual({
      id: anyNumber,
      items: [],
      timesFrom: '2026-07-01T12:00:01.000Z',
      state: 'making',
      title: 'Home',
      roomId: 7,
      url: room.url,
    });
  });

  it('is one subject’s alone, of all that make it at once', async () => {
    const all = ['a', 'b', 'c', 'd'].map((key) => rooms.claimsOf(owner(key)));
    for (const claims of all) await claims.intend('Home', since);
    const claimed = await Promise.all(all.map((claims) => claims.claim(room)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
  });

  it('gives a subject no second room', async () => {
    const claims = rooms.claimsOf(owner('a'));
    await claims.intend('Home', since);
    await claims.claim(room);
    expect(await claims.claim({ id: 8, url: 'x' })).toBe(false);
    expect(await claims.intend('Home', since)).toMatchObject({ roomId: 7 });
  });

  it('is nothing without an intent', async () => {
    expect(await rooms.claimsOf(owner('a')).claim(room)).toBe(false);
  });

  it('tells which rooms are taken, for whatever subject', async () => {
    const claims = rooms.claimsOf(owner('a'));
    await claims.intend('Home', since);
    await claims.claim(room);
    expect(await rooms.claimsOf(owner('b')).claimed([6, 7, 8])).toEqual(new Set([7]));
    expect(await claims.claimed([])).toEqual(new Set());
  });
});

describe('a contested title', () => {
  it('is one that another subject’s room of that title may be there unclaimed', async () => {
    const mine = rooms.claimsOf(owner('a'));
    const theirs = rooms.claimsOf(owner('b'));
    await mine.intend('Home', since);
    expect(await mine.isTitleContested('Home')).toBe(false);
    await theirs.intend('Home', since);
    expect(await mine.isTitleContested('Home')).toBe(true);
    expect(await mine.isTitleContested('Elsewhere')).toBe(false);
    await theirs.claim(room);
    expect(await mine.isTitleContested('Home')).toBe(false);
  });

  it('is one of another blueprint with the same key too', async () => {
    await rooms.claimsOf(owner('a', { blueprint: 'other' })).intend('Home', since);
    expect(await rooms.claimsOf(owner('a')).isTitleContested('Home')).toBe(true);
  });
});

describe('a kept room', () => {
  async function make(key: string): Promise<void> {
    const claims = rooms.claimsOf(owner(key));
    await claims.intend('Home', since);
    await claims.claim(room);
  }

  const folder = { item: 'folder:A/', portalId: '1' };
  const person = { item: 'member:x', portalId: 'x', expiresAt: '2026-07-02T00:00:00.000Z' };
  const nothing = { added: [], removed: [] };

  it('has what runs added, each thing once; set right later it stays the run’s that made it', async () => {
    await make('a');
    await rooms.record(owner('a'), { added: [folder, person], removed: [] });
    await rooms.record(owner('a', { runId: 'later' }), { added: [{ ...folder, portalId: '2' }, person], removed: [] });
    expect(await itemsOf('a')).toEqual([
      { item: 'folder:A/', portal_id: '2', run_id: 'later' },
      { item: 'member:x', portal_id: 'x', run_id: 'run-a' },
    ]);
    expect(await rooms.find('home-room', 'a')).toMatchObject({
      timesFrom: '2026-07-01T12:00:01.000Z',
      items: [
        { ...person, runId: 'run-a' },
        { item: 'folder:A/', portalId: '2', runId: 'later' },
      ],
    });
  });

  it('forgets what a run took away', async () => {
    await make('a');
    await rooms.record(owner('a'), { added: [folder, person], removed: [] });
    await rooms.record(owner('a'), { added: [], removed: ['member:x'] });
    await rooms.record(owner('a'), nothing);
    expect(await itemsOf('a')).toEqual([{ item: 'folder:A/', portal_id: '1', run_id: 'run-a' }]);
  });

  it('is complete with the document and the inputs of its newest run', async () => {
    await make('a');
    await rooms.complete(owner('a', { inputs: { client: { id: '7' } }, sealed: { password: 'x.y.z' } }));
    expect(await rooms.find('home-room', 'a')).toMatchObject({ state: 'complete' });
    const [row] = await database.query('select document_hash, inputs, sealed from kept_rooms');
    const given = { inputs: { client: { id: '7' } }, sealed: { password: 'x.y.z' } };
    expect(row).toEqual({ document_hash: 'a-hash', ...given });
  });

  it('is due when the access that a run gave has ended, until that is settled', async () => {
    await make('a');
    await rooms.record(owner('a'), { added: [folder, person], removed: [] });
    expect(await rooms.listDue(10)).toEqual([]);
    await rooms.complete(owner('a'));
    const [due] = await rooms.listDue(10);
    expect(due).toEqual({
      ...{ id: anyNumber, blueprint: 'home-room', subject: 'person:a', documentHash: 'a-hash' },
      dueSince: person.expiresAt,
    });
    await rooms.settleItems(due?.id ?? 0, ['member:x']);
    expect(await rooms.listDue(10)).toEqual([]);
    expect((await rooms.get(due?.id ?? 0))?.items).toContainEqual({ ...person, runId: 'run-a', isSettled: true });
  });

  it('is not due for a link that has ended, nor for access that has not', async () => {
    await make('a');
    const link = { item: 'link:primary', portalId: 'l', expiresAt: person.expiresAt };
    const later = { ...person, expiresAt: '2999-01-01T00:00:00.000Z' };
    await rooms.record(owner('a'), { added: [link, later], removed: [] });
    await rooms.complete(owner('a'));
    expect(await rooms.listDue(10)).toEqual([]);
  });

  it('is found by the room, with the run that made it', async () => {
    await make('a');
    expect(await rooms.findByRoom(room.id)).toEqual({ blueprint: 'home-room', key: 'a', runId: 'run-a' });
    expect(await rooms.findByRoom(8)).toBeUndefined();
  });

  it('can be retired, and forgotten with all that was added, so that its id is free', async () => {
    await make('a');
    await rooms.record(owner('a'), { added: [folder], removed: [] });
    const { id } = (await rooms.find('home-room', 'a')) ?? { id: 0 };
    await rooms.retire(id);
    expect(await rooms.find('home-room', 'a')).toMatchObject({ state: 'retired', roomId: 7 });
    await rooms.forget(id);
    expect(await rooms.find('home-room', 'a')).toBeUndefined();
    expect(await database.query('select * from kept_items')).toEqual([]);
    await make('b');
    expect(await rooms.find('home-room', 'b')).toMatchObject({ roomId: 7 });
  });
});
