import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf, type TestPortal } from './a-portal.ts';
import type { Account } from './records.ts';

const Content = z.object({ current: z.object({ id: z.number() }) });

async function makeRoom({ call }: TestPortal, who: Account, body: Record<string, unknown>): Promise<number> {
  return idOf(await call(who, 'POST files/rooms', { roomType: 5, ...body }));
}

async function titles({ call }: TestPortal, who: Account, query: string): Promise<unknown[]> {
  const { folders } = responseOf(await call(who, `GET files/rooms?${query}`));
  return Array.isArray(folders) ? folders.map((folder: Record<string, unknown>) => folder['title']) : [];
}

test('rooms are filtered by types, by number or by name in any case, more than one at a time', async () => {
  const world = aPortal();
  for (const [title, roomType] of [
    ['Custom', 5],
    ['Public', 6],
    ['Data', 8],
  ])
    await makeRoom(world, world.owner, { title, roomType });
  expect(await titles(world, world.owner, 'type=6')).toEqual(['Public']);
  expect((await titles(world, world.owner, 'type=customroom&type=VirtualDataRoom')).toSorted()).toEqual([
    'Custom',
    'Data',
  ]);
});

test('tags are asked for by one text with a JSON array, and all must fit; withoutTags asks for none', async () => {
  const world = aPortal();
  await makeRoom(world, world.owner, { title: 'Both', tags: ['a', 'b'] });
  await makeRoom(world, world.owner, { title: 'One', tags: ['a'] });
  await makeRoom(world, world.owner, { title: 'None' });
  const tags = (...names: string[]): string => `tags=${encodeURIComponent(JSON.stringify(names))}`;
  expect((await titles(world, world.owner, tags('a'))).toSorted()).toEqual(['Both', 'One']);
  expect(await titles(world, world.owner, tags('a', 'b'))).toEqual(['Both']);
  expect(await titles(world, world.owner, 'withoutTags=true')).toEqual(['None']);
});

test('a subject that is no guid is read by hand and ends in 500', async () => {
  const { call, owner } = aPortal();
  expect((await call(owner, 'GET files/rooms?subjectId=nobody')).status).toBe(500);
});

test('a page of rooms has 1 to 100 of them, all else is 400', async () => {
  const { call, owner } = aPortal();
  for (const count of [0, 101, -1])
    expect((await call(owner, `GET files/rooms?count=${count}`)).json, String(count)).toMatchObject({
      response: { status: 400, errors: { Count: ['The field Count must be between 1 and 100.'] } },
    });
});

test('access in a room is the caller’s level: 0 for the owner and for an admin who is no member', async () => {
  const world = aPortal();
  const { call, owner, person } = world;
  const [maker, admin, member] = [
    person('rosa', 'room-admin'),
    person('anna', 'docspace-admin'),
    person('ulf', 'user'),
  ];
  const id = await makeRoom(world, maker, { title: 'Levels' });
  await call(maker, `PUT files/rooms/${id}/share`, { invitations: [{ id: member.id, access: 10 }] });
  const read = async (who: Account) => responseOf(await call(who, `GET files/rooms/${id}`));
  expect(await read(maker)).toMatchObject({ access: 0, createdBy: { id: maker.id } });
  expect(await read(admin)).toMatchObject({ access: 0, security: { Read: true, EditAccess: false } });
  expect(await read(owner)).toMatchObject({ access: 0, security: { EditRoom: false } });
  expect(await read(member)).toMatchObject({ access: 10, inRoom: true, security: { Read: true, Create: false } });
});

test.each([
  ['Custom', 5, true],
  ['Public', 6, true],
  ['form-filling', 1, true],
  ['Collaboration', 2, false],
  ['virtual data', 8, false],
])(
  'canShare is about external links: of a %s room (%i) it is %s, even for the owner',
  async (_name, roomType, canShare) => {
    const world = aPortal();
    const id = await makeRoom(world, world.owner, { title: 'Shared?', roomType });
    expect(responseOf(await world.call(world.owner, `GET files/rooms/${id}`))).toMatchObject({
      canShare,
      security: { EditAccess: true },
    });
  },
);

test('availableShareRights names levels, by who could get them', async () => {
  const world = aPortal();
  const id = await makeRoom(world, world.owner, { title: 'Rights', roomType: 2 });
  const Rights = z.object({ User: z.array(z.string()), Group: z.array(z.string()) });
  const room = responseOf(await world.call(world.owner, `GET files/rooms/${id}`));
  const { User: user, Group: group } = Rights.parse(room['availableShareRights']);
  expect(user).toEqual(expect.arrayContaining(['RoomManager', 'ContentCreator', 'Editing', 'Read']));
  expect(group).toEqual(expect.arrayContaining(['ContentCreator', 'Editing', 'Read']));
  expect(group).not.toContain('RoomManager');
});

test('archiving unpins a room for everybody, drops its lifetime, and keeps members, links, type and owner', async () => {
  const world = aPortal();
  const { call, owner, person } = world;
  const member = person('ulf', 'user');
  const lifetime = { enabled: true, deletePermanently: false, period: 0, value: 7 };
  const id = await makeRoom(world, owner, { title: 'Ending', roomType: 6, lifetime });
  await call(owner, `PUT files/rooms/${id}/share`, { invitations: [{ id: member.id, access: 11 }] });
  for (const who of [owner, member]) await call(who, `PUT files/rooms/${id}/pin`, {});
  const before = responseOf(await call(owner, `GET files/rooms/${id}`));
  expect(before).toMatchObject({ pinned: true, lifetime: { value: 7 } });
  const shares = listOf(await call(owner, `GET files/rooms/${id}/share?filterType=0`));
  const links = listOf(await call(owner, `GET files/rooms/${id}/links`));
  await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: false });

  const after = responseOf(await call(owner, `GET files/rooms/${id}`));
  const archive = responseOf(await call(owner, 'GET files/rooms?searchArea=Archive'))['current'];
  expect(archive).toMatchObject({ id: after['parentId'], rootFolderType: 20 });
  expect(after).toMatchObject({ rootFolderType: 20, rootFolderId: after['parentId'], roomType: 6, pinned: false });
  expect(after['lifetime']).toBeUndefined();
  expect(after['createdBy']).toEqual(before['createdBy']);
  const members = listOf(await call(owner, `GET files/rooms/${id}/share?filterType=0`));
  expect(members.map((it) => it['access'])).toEqual(shares.map((it) => it['access']));
  expect(listOf(await call(owner, `GET files/rooms/${id}/links`))).toHaveLength(links.length);
  expect(responseOf(await call(member, `GET files/rooms/${id}`))).toMatchObject({ pinned: false });
});

test('a guest who is a member still lists and reads an archived room', async () => {
  const world = aPortal();
  const { call, owner, person } = world;
  const guest = person('gus', 'guest');
  const id = await makeRoom(world, owner, { title: 'Kept', roomType: 5 });
  await call(owner, `PUT files/rooms/${id}/share`, { invitations: [{ id: guest.id, access: 2 }] });
  await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: false });
  expect(await titles(world, guest, 'searchArea=Archive')).toEqual(['Kept']);
  expect(await titles(world, guest, '')).toEqual([]);
  expect((await call(guest, `GET files/rooms/${id}`)).status).toBe(200);
});

test('there is no files/@archive; moving a room to the Archive root archives it', async () => {
  const world = aPortal();
  const { call, owner } = world;
  expect((await call(owner, 'GET files/@archive')).status).toBe(404);
  const id = await makeRoom(world, owner, { title: 'Moved' });
  const { current } = Content.parse(responseOf(await call(owner, 'GET files/rooms?searchArea=1&count=1')));
  await call(owner, 'PUT files/fileops/move', { folderIds: [id], destFolderId: current.id });
  expect(responseOf(await call(owner, `GET files/rooms/${id}`))).toMatchObject({ rootFolderType: 20 });
});

test('tags: a known name is fine, users and guests are 403, no names 400, an unknown old name 404, a taken new one 400', async () => {
  const { call, owner, person } = aPortal();
  for (let time = 0; time < 2; time++)
    expect((await call(owner, 'POST files/tags', { name: 'one' })).json).toMatchObject({ response: 'one' });
  await call(owner, 'POST files/tags', { name: 'two' });
  for (const who of [person('ulf', 'user'), person('gus', 'guest')])
    expect((await call(who, 'POST files/tags', { name: 'three' })).status).toBe(403);
  expect((await call(owner, 'DELETE files/tags', {})).status).toBe(400);
  expect((await call(owner, 'PUT files/tags', { oldName: 'none', newName: 'x' })).status).toBe(404);
  expect((await call(owner, 'PUT files/tags', { oldName: 'one', newName: 'two' })).status).toBe(400);
  expect((await call(owner, 'GET files/tags')).json).toMatchObject({ response: ['one', 'two'] });
});

test('a room that nobody has is 404, one without the right 403 with words of its own, and 401 without a key', async () => {
  const world = aPortal();
  const { call, owner, person } = world;
  const id = await makeRoom(world, owner, { title: 'Closed' });
  expect((await call(owner, 'GET files/rooms/987654')).status).toBe(404);
  const refused = await call(person('ulf', 'user'), `GET files/rooms/${id}`);
  expect(refused).toMatchObject({ status: 403, json: { error: { type: 'System.InvalidOperationException' } } });
  expect(await call(undefined, `GET files/rooms/${id}`)).toMatchObject({ status: 401, text: '' });
});

test('filterValue finds a part of the title in any case; subjectOwnerId the rooms of one person', async () => {
  const world = aPortal();
  const rosa = world.person('rosa', 'room-admin');
  await makeRoom(world, world.owner, { title: 'Client - Acme' });
  await makeRoom(world, rosa, { title: 'Home – Rosa' });
  expect(await titles(world, world.owner, 'filterValue=ACME')).toEqual(['Client - Acme']);
  expect(await titles(world, world.owner, `subjectOwnerId=${rosa.id}`)).toEqual(['Home – Rosa']);
});
