import { expect, test } from 'vitest';
import { aPortal, idOf, listOf } from '../model/a-portal.ts';

async function aRoom() {
  const portal = aPortal();
  const { call, owner, person, wait } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  wait(1000);
  const file = idOf(await call(owner, `POST files/${room}/text`, { title: 'note', content: 'hello' }));
  wait(1000);
  const ulf = person('ulf', 'user');
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  wait(1000);
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'bye', createNewIfExist: true });
  return { ...portal, room, file, ulf };
}

test('the history of a room has what was made in it and who was let in, newest first', async () => {
  const { call, owner, room, file, ulf } = await aRoom();
  const answer = await call(owner, `GET files/folder/${room}/log`);
  expect(answer.json).toMatchObject({ count: 4, total: 4 });
  expect(listOf(answer)).toMatchObject([
    { action: { id: 5034, key: 'UserFileUpdated' }, data: { id: String(file), title: 'note.txt', parentId: room } },
    { action: { id: 5085, key: 'RoomCreateUser' }, data: { user: { id: ulf.id }, access: '2' } },
    { action: { id: 5000, key: 'FileCreated' }, initiator: { id: owner.id }, date: '2026-07-01T09:00:01.0000000Z' },
    { action: { id: 5070, key: 'RoomCreated' }, data: { id: String(room), title: 'Room' } },
  ]);
});

test('a history is paged and taken between two dates', async () => {
  const { call, owner, room, file } = await aRoom();
  const page = await call(owner, `GET files/folder/${room}/log?count=1&startIndex=1`);
  expect(page.json).toMatchObject({ count: 1, total: 4, response: [{ id: 3, action: { key: 'RoomCreateUser' } }] });
  const query = 'fromDate=2026-07-01T09:00:01Z&toDate=2026-07-01T09:00:02Z';
  expect(listOf(await call(owner, `GET files/folder/${room}/log?${query}`))).toHaveLength(2);
  expect((await call(owner, `GET files/file/${file}/log?fromDate=soon`)).status).toBe(400);
});

test('a history is for who may read it', async () => {
  const { call, owner, file, person, room } = await aRoom();
  expect(listOf(await call(owner, `GET files/file/${file}/log`))).toHaveLength(2);
  expect((await call(person('uta', 'user'), `GET files/folder/${room}/log`)).status).toBe(403);
  expect((await call(owner, 'GET files/file/999/log')).status).toBe(404);
});
