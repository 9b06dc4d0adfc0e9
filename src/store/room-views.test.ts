import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createDocumentRecords } from './documents.ts';
import { createKeptRoomRecords } from './kept-rooms.ts';
import { createRoomViews, type RoomViews } from './room-views.ts';

let database: TestStore;
let views: RoomViews;

beforeAll(async () => {
  database = await openTestStore();
  const document = { hash: 'd1', name: 'client-room', file: 'client-room.yaml', text: '' };
  await createDocumentRecords(database.store.db).save(document);
  views = createRoomViews(database.store.db);
});

beforeEach(() => database.query('delete from kept_rooms'));

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** A kept room with access for one person. Answers its record's id. */
async function aRoom(key: string, { roomId, blueprint = 'client-room' }: { roomId: number; blueprint?: string }) {
  const records = createKeptRoomRecords(database.store.db);
  const owner = { blueprint, key, subject: `key:${key}`, runId: `run ${key}`, timesFrom: new Date().toISOString() };
  const claims = records.claimsOf({ ...owner, documentHash: 'd1' });
  await claims.intend(`Client ${key}`, new Date());
  await claims.claim({ id: roomId, url: `https://portal.example/rooms/${roomId}` });
  const added = [{ item: 'member:ada@client.example', portalId: 'ada@client.example' }];
  await records.record({ ...owner, documentHash: 'd1' }, { added, removed: [] });
  await records.complete({ ...owner, documentHash: 'd1' });
  return (await records.find(blueprint, key))?.id ?? 0;
}

it('lists rooms the newest first, page by page, by a part of the title whose wildcards mean themselves', async () => {
  const ids = [
    await aRoom('50% off', { roomId: 1 }),
    await aRoom('500 off', { roomId: 2 }),
    await aRoom('home', { roomId: 3, blueprint: 'home-room' }),
  ];
  const list = async (query: Partial<Parameters<RoomViews['list']>[0]>) =>
    (await views.list({ limit: 9, ...query })).map(({ id }) => id);
  expect(await list({})).toEqual(ids.toReversed());
  expect(await list({ limit: 1, before: ids[2] ?? 0 })).toEqual([ids[1]]);
  expect(await list({ text: '50% OFF' })).toEqual([ids[0]]);
  expect(await list({ blueprints: ['home-room'] })).toEqual([ids[2]]);
  expect(await list({ state: 'making' })).toEqual([]);
});

it('sets the end of access that a run gave, under its run, and of no other', async () => {
  const id = await aRoom('k1', { roomId: 4 });
  const until = new Date('2099-01-31T00:00:00Z');
  expect(await views.setEnd(id, 'member:ada@client.example', until)).toBe('ada@client.example');
  expect(await views.setEnd(id, 'member:bob@client.example', until)).toBeUndefined();
  expect(await views.listAccess()).toMatchObject([{ item: 'member:ada@client.example', until, runId: 'run k1' }]);
});

it('keeps the end of access that a person gave, of no run, anew after the first one has been seen to', async () => {
  const id = await aRoom('k2', { roomId: 5 });
  const records = createKeptRoomRecords(database.store.db);
  await views.setGuestEnd(id, 'g-1', new Date(Date.now() - 1_000));
  expect(await records.listDue(9)).toMatchObject([{ id }]);
  await records.settleItems(id, ['guest:g-1']);
  expect(await records.listDue(9)).toEqual([]);
  const until = new Date('2099-01-31T00:00:00Z');
  await views.setGuestEnd(id, 'g-1', until);
  const guest = (await views.listAccess()).find(({ item }) => item === 'guest:g-1');
  expect([guest?.until, guest?.runId]).toEqual([until, undefined]);
});
