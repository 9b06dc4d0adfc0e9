import { expect, test } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

async function aRoom(body: Record<string, unknown> = {}) {
  const portal = aPortal();
  const room = idOf(await portal.call(portal.owner, 'POST files/rooms', { title: 'A', roomType: 5, ...body }));
  portal.events.splice(0);
  const read = async () => responseOf(await portal.call(portal.owner, `GET files/rooms/${room}`));
  return { ...portal, room, read };
}

test('a logo or a cover is set and taken away; each publishes room.updated', async () => {
  const { call, owner, room, read, events } = await aRoom();
  await call(owner, `POST files/rooms/${room}/logo`, { tmpFile: '/temp/logo.png', x: 0, y: 0, width: 10, height: 10 });
  expect(await read()).toMatchObject({ logo: { original: '/temp/logo.png', small: '/temp/logo.png' } });
  await call(owner, `POST files/rooms/${room}/cover`, { color: '61C059', cover: 'book' });
  expect(await read()).toMatchObject({ logo: { original: '', color: '61C059', cover: { id: 'book' } } });
  expect((await call(owner, `DELETE files/rooms/${room}/logo`)).status).toBe(200);
  expect(events.map(({ trigger }) => trigger)).toEqual(Array(3).fill('room.updated'));
  expect(listOf(await call(owner, 'GET files/rooms/covers')).length).toBeGreaterThan(3);
});

test('logo, cover and order are for the owner and managers, and not of an archived room', async () => {
  const { call, owner, person, room } = await aRoom();
  const ada = person('ada', 'docspace-admin');
  const calls = [`POST files/rooms/${room}/logo`, `POST files/rooms/${room}/cover`, `PUT files/rooms/${room}/reorder`];
  for (const operation of calls) expect((await call(ada, operation, {})).status, operation).toBe(403);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  for (const operation of calls) expect((await call(owner, operation, {})).status, operation).toBe(403);
});

test('a room with an index numbers what is in it', async () => {
  const { call, owner, room } = await aRoom({ roomType: 8, indexing: true });
  for (const title of ['B', 'A']) await call(owner, `POST files/folder/${room}`, { title });
  expect((await call(owner, `PUT files/rooms/${room}/reorder`)).status).toBe(200);
  const folders = responseOf(await call(owner, `GET files/${room}?sortBy=AZ`))['folders'];
  expect(folders).toMatchObject([
    { title: 'A', order: '2' },
    { title: 'B', order: '1' },
  ]);
});

test('a lifetime and a watermark are kept with the room, and go when they are not enabled', async () => {
  const lifetime = { deletePermanently: true, period: 1, value: 3, enabled: true };
  const watermark = { enabled: true, additions: 9, text: 'Draft', rotate: -45 };
  const { call, owner, room, read } = await aRoom({ roomType: 8, lifetime, watermark });
  expect(await read()).toMatchObject({ lifetime, watermark: { additions: 9, text: 'Draft', rotate: -45 } });
  const off = { lifetime: { enabled: false }, watermark: { enabled: false } };
  expect((await call(owner, `PUT files/rooms/${room}`, off)).status).toBe(200);
  for (const name of ['lifetime', 'watermark']) expect(await read()).not.toHaveProperty(name);
});

test('a lifetime outside 1 to 999 is 400', async () => {
  const { call, owner } = aPortal();
  for (const value of [0, 1000]) {
    const lifetime = { value, period: 0, enabled: true };
    expect((await call(owner, 'POST files/rooms', { title: 'A', roomType: 5, lifetime })).status).toBe(400);
  }
});

test('nothing is new, for who may read the room', async () => {
  const { call, owner, person, room } = await aRoom();
  expect(listOf(await call(owner, `GET files/rooms/${room}/news`))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/rooms/news'))).toEqual([]);
  expect((await call(person('ulf', 'user'), `GET files/rooms/${room}/news`)).status).toBe(403);
});

test('rooms are filtered by quota; no room is kept elsewhere, and areas of other kinds are empty', async () => {
  const { call, owner, room } = await aRoom({ quota: 500 });
  await call(owner, 'POST files/rooms', { title: 'B', roomType: 5 });
  const total = async (query: string) => responseOf(await call(owner, `GET files/rooms?${query}`))['total'];
  expect(await total('quotaFilter=Custom')).toBe(1);
  expect(await total('quotaFilter=1')).toBe(1);
  expect(await total('storageFilter=Internal')).toBe(2);
  expect(await total('storageFilter=ThirdParty')).toBe(0);
  expect(await total('provider=GoogleDrive')).toBe(0);
  for (const area of ['RecentByLinks', 'Knowledge', 'ResultStorage', 'AiAgents'])
    expect(await total(`searchArea=${area}`), area).toBe(0);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(await total('searchArea=Any')).toBe(2);
});
