import { expect, test } from 'vitest';
import { aPortal, idOf, listOf } from '../model/a-portal.ts';

async function aSharedRoom() {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, ulf, uma] = [person('rita', 'room-admin'), person('ulf', 'user'), person('uma', 'user')];
  for (const groupName of ['HR', 'Sales']) await call(owner, 'POST group', { groupName, members: [ulf.id] });
  const room = idOf(await call(rita, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const groups = listOf(await call(owner, 'GET group'));
  const invitations = [
    { id: ulf.id, access: 2 },
    { id: groups[0]?.['id'], access: 2 },
  ];
  await call(rita, `PUT files/rooms/${room}/share`, { invitations });
  const names = async (path: string) =>
    listOf(await call(rita, `GET ${path}`)).map((it) => [it['userName'] ?? it['name'], it['shared']]);
  return { ...portal, rita, ulf, uma, room, names };
}

test('who is in a room, and who could be, is told apart by `shared`', async () => {
  const { room, names } = await aSharedRoom();
  expect(await names(`people/room/${room}`)).toEqual([
    ['olga', false],
    ['rita', true],
    ['ulf', true],
    ['uma', false],
  ]);
  expect(await names(`people/room/${room}?excludeShared=true`)).toEqual([
    ['olga', false],
    ['uma', false],
  ]);
  expect(await names(`people/room/${room}?includeShared=true&employeeTypes=4`)).toEqual([['ulf', true]]);
  expect(await names(`group/room/${room}`)).toEqual([
    ['HR', true],
    ['Sales', false],
  ]);
  expect(await names(`accounts/room/${room}/search?filterValue=u&count=2`)).toEqual([
    ['ulf', true],
    ['uma', false],
  ]);
});

test('only who may change the access of a room sees its candidates', async () => {
  const { call, owner, ulf, room } = await aSharedRoom();
  for (const path of [`people/room/${room}`, `group/room/${room}`, `accounts/room/${room}/search`]) {
    expect((await call(ulf, `GET ${path}`)).status, path).toBe(403);
    expect((await call(owner, `GET ${path}`)).status, path).toBe(403);
  }
  expect((await call(owner, 'GET people/room/999')).status).toBe(404);
});
