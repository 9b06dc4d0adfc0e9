import { expect, test } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';
import type { Account } from '../model/records.ts';

async function aRoom() {
  const portal = aPortal();
  const { call, person, owner } = portal;
  const [rita, ulf, gina] = [person('rita', 'room-admin'), person('ulf', 'user'), person('gina', 'guest')];
  const members = [rita.id, ulf.id, gina.id, owner.id];
  const group = String(responseOf(await call(owner, 'POST group', { groupName: 'HR', members }))['id']);
  const room = idOf(await call(rita, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const share = (id: string, access: number) =>
    call(rita, `PUT files/rooms/${room}/share`, { invitations: [{ id, access }] });
  const list = (who: Account = rita, query = '', id = room) =>
    call(who, `GET files/folder/${id}/group/${group}/share${query}`);
  return { ...portal, rita, ulf, gina, group, room, share, list };
}

test('members of a group are listed one by one, with what is theirs alone and what is the group’s', async () => {
  const { share, list, group, ulf, gina, owner, rita } = await aRoom();
  await share(group, 2);
  await share(ulf.id, 10);
  const answer = await list();
  expect(answer.json).toMatchObject({ count: 4, total: 4 });
  expect(listOf(answer)).toMatchObject([
    { user: { id: gina.id, isVisitor: true }, groupAccess: 2, overridden: false, canEditAccess: true, owner: false },
    { user: { id: owner.id }, groupAccess: 2, overridden: false },
    { user: { id: rita.id }, userAccess: 9, overridden: true, canEditAccess: false, owner: true },
    { user: { id: ulf.id }, groupAccess: 2, userAccess: 10, overridden: true, canEditAccess: true },
  ]);
  expect(listOf(answer)[0]).not.toHaveProperty('userAccess');
});

test('a guest in a group reads the room through it', async () => {
  const { share, group, gina, call, room } = await aRoom();
  expect((await call(gina, `GET files/rooms/${room}`)).status).toBe(403);
  await share(group, 2);
  expect((await call(gina, `GET files/rooms/${room}`)).status).toBe(200);
});

test('the list pages, and filters by names whose case the server lowers, but not the value’s', async () => {
  const { share, list, group } = await aRoom();
  await share(group, 2);
  const page = await list(undefined, '?count=2&startIndex=3');
  expect(page.json).toMatchObject({ count: 1, total: 4, response: [{ user: { firstName: 'ulf' } }] });
  expect(listOf(await list(undefined, '?filterValue=gin'))).toHaveLength(1);
  expect(listOf(await list(undefined, '?filterValue=Gin'))).toEqual([]);
});

test('nothing to see is an empty list, in a folder of the room it is the room’s group, and a guest is refused', async () => {
  const { share, list, group, gina, ulf, rita, call, room, person } = await aRoom();
  expect(listOf(await list())).toEqual([]);
  await share(group, 2);
  const folder = idOf(await call(rita, `POST files/folder/${room}`, { title: 'A' }));
  expect(listOf(await list(ulf, '', folder))).toHaveLength(4);
  expect(listOf(await list(person('rolf', 'room-admin')))).toEqual([]);
  expect(listOf(await list(rita, '', 999))).toEqual([]);
  expect((await list(gina)).status).toBe(403);
});
