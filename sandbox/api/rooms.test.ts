import { expect, test } from 'vitest';
import { aPortal, idOf, listOf, responseOf, type TestPortal } from '../model/a-portal.ts';
import { changeAccount } from '../model/people.ts';
import { type Account, employeeStatus } from '../model/records.ts';

async function makeRoom({ call }: TestPortal, who: Account, body: Record<string, unknown> = {}): Promise<number> {
  return idOf(await call(who, 'POST files/rooms', { title: 'Room', roomType: 5, ...body }));
}

function triggers({ events }: TestPortal): string[] {
  return events.map((event) => event.trigger);
}

test('a title is trimmed, forbidden characters and each half of an emoji become underscores', async () => {
  const { call, owner } = aPortal();
  const answer = await call(owner, 'POST files/rooms', { title: '  a*b:c/d 🎉 ', roomType: 'customroom' });
  expect(answer.json).toMatchObject({ response: { title: 'a_b_c_d __', roomType: 5 } });
});

test('titles need not be unique, more than 170 characters are 400, unknown types too', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  expect(await makeRoom(portal, owner)).not.toBe(await makeRoom(portal, owner));
  expect((await call(owner, 'POST files/rooms', { title: 'x'.repeat(171), roomType: 5 })).status).toBe(400);
  for (const roomType of [3, 4, 7, 'Nope', undefined]) {
    expect((await call(owner, 'POST files/rooms', { title: 'A', roomType })).status).toBe(400);
  }
});

test('a room is a folder of the Rooms section with its own type and tags', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner, { roomType: 2, tags: ['home', 'new'] });
  const room = responseOf(await call(owner, `GET files/rooms/${id}`));
  expect(room).toMatchObject({ roomType: 2, rootFolderType: 14, tags: ['home', 'new'], access: 0, fileEntryType: 1 });
  expect(room['parentId']).toBe(room['rootFolderId']);
  expect(room).toMatchObject({
    createdBy: { id: owner.id },
    canShare: false,
    security: { EditAccess: true, Delete: true },
  });
  expect(room).not.toHaveProperty('ownerEmail');
  expect((await call(owner, 'GET files/tags')).json).toMatchObject({ response: ['home', 'new'], count: 2 });
});

test('room.created is published before the default link of a public room exists', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  let linksAtEvent = -1;
  const publish = portal.portal.publish;
  portal.portal.publish = (event) => {
    if (event.entity.kind === 'entry') linksAtEvent = portal.portal.state.shares.get(event.entity.id)?.length ?? 0;
    publish(event);
  };
  const id = await makeRoom(portal, owner, { roomType: 6 });
  expect(linksAtEvent).toBe(0);
  expect((await call(owner, `GET files/rooms/${id}/links`)).json).toMatchObject({
    response: [{ access: 2, subjectType: 4, sharedLink: { primary: true, linkType: 1 } }],
  });
});

test('share in the creation of a room is ignored', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const ulf = person('ulf', 'user');
  const id = await makeRoom(portal, owner, { share: [{ shareTo: ulf.id, access: 11 }] });
  expect(listOf(await call(owner, `GET files/rooms/${id}/share`))).toHaveLength(1);
});

test('users and guests may not create rooms; over the tariff it is 402', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const body = { title: 'A', roomType: 5 };
  expect((await call(person('ulf', 'user'), 'POST files/rooms', body)).status).toBe(403);
  expect((await call(person('gina', 'guest'), 'POST files/rooms', body)).status).toBe(403);
  portal.portal.state.settings.roomLimit = 0;
  expect((await call(owner, 'POST files/rooms', body)).status).toBe(402);
});

test('listing pages inside the response; admins see every room, others their own and shared ones', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, rolf] = [person('rita', 'room-admin'), person('rolf', 'room-admin')];
  await makeRoom(portal, rita, { title: 'A' });
  await makeRoom(portal, rita, { title: 'B', tags: ['t1', 't2'] });
  await makeRoom(portal, rolf, { title: 'C' });
  const answer = await call(owner, 'GET files/rooms?count=2&startIndex=1&sortBy=AZ');
  expect(answer.json).toMatchObject({
    count: 1,
    response: {
      count: 2,
      total: 3,
      startIndex: 1,
      folders: [{ title: 'B' }, { title: 'C' }],
      current: { rootFolderType: 14 },
    },
  });
  expect((await call(rolf, 'GET files/rooms')).json).toMatchObject({ response: { total: 1 } });
  expect((await call(owner, `GET files/rooms?subjectOwnerId=${rita.id}`)).json).toMatchObject({
    response: { total: 2 },
  });
  expect((await call(owner, `GET files/rooms?tags=${encodeURIComponent('["t1","t2"]')}`)).json).toMatchObject({
    response: { total: 1, folders: [{ title: 'B' }] },
  });
  expect((await call(owner, 'GET files/rooms?filterValue=c')).json).toMatchObject({ response: { total: 1 } });
  expect((await call(owner, 'GET files/rooms?type=6')).json).toMatchObject({ response: { total: 0 } });
  expect((await call(owner, 'GET files/rooms?subjectId=nonsense')).status).toBe(500);
  expect((await call(owner, 'GET files/rooms?count=0')).status).toBe(400);
});

test('updating always publishes room.updated; an empty title is ignored; unknown is 403; a stranger admin is 403', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const rita = person('rita', 'room-admin');
  const id = await makeRoom(portal, rita);
  expect((await call(rita, `PUT files/rooms/${id}`, { title: ' ' })).json).toMatchObject({
    response: { title: 'Room' },
  });
  expect((await call(rita, `PUT files/rooms/${id}`, {})).status).toBe(200);
  expect((await call(rita, `PUT files/rooms/${id}`, { title: 'New', tags: ['x'] })).json).toMatchObject({
    response: { title: 'New', tags: ['x'] },
  });
  expect((await call(rita, 'PUT files/rooms/999', { title: 'A' })).status).toBe(403);
  expect((await call(owner, `PUT files/rooms/${id}`, { title: 'A' })).status).toBe(403);
  expect(triggers(portal)).toEqual(['room.created', 'room.updated', 'room.updated', 'room.updated']);
});

test('putting tags adds them, without an event', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner, { tags: ['a'] });
  expect((await call(owner, `PUT files/rooms/${id}/tags`, { names: ['b'] })).json).toMatchObject({
    response: { tags: ['a', 'b'] },
  });
  expect((await call(owner, `DELETE files/rooms/${id}/tags`, { names: ['a'] })).json).toMatchObject({
    response: { tags: ['b'] },
  });
  expect((await call(owner, 'PUT files/rooms/999/tags', { names: ['b'] })).status).toBe(404);
  expect((await call(owner, 'DELETE files/tags', {})).status).toBe(400);
  expect((await call(owner, 'POST files/tags', { name: 'b' })).json).toMatchObject({ response: 'b' });
  expect((await call(owner, 'PUT files/tags', { oldName: 'nope', newName: 'c' })).status).toBe(404);
  expect((await call(owner, 'PUT files/tags', { oldName: 'a', newName: 'b' })).status).toBe(400);
  expect(triggers(portal)).toEqual(['room.created']);
});

test('pinning is per person', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const ada = person('ada', 'docspace-admin');
  const id = await makeRoom(portal, owner);
  expect((await call(owner, `PUT files/rooms/${id}/pin`, {})).json).toMatchObject({ response: { pinned: true } });
  expect((await call(ada, `GET files/rooms/${id}`)).json).toMatchObject({ response: { pinned: false } });
});

test('archiving is an operation: shown once when finished, capital Operation, empty error, then room.archived', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner, { lifetime: { period: 0, value: 3, enabled: true } });
  await call(owner, `PUT files/rooms/${id}/pin`, {});
  const started = responseOf(await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: false }));
  expect(started).toMatchObject({ Operation: 0, finished: false, error: '', progress: 0 });
  const polled = await call(owner, 'GET files/fileops');
  expect(polled.json).toMatchObject({
    count: 1,
    response: [{ id: started['id'], finished: true, error: '', progress: 100, status: 2 }],
  });
  expect(listOf(await call(owner, 'GET files/fileops'))).toEqual([]);
  const room = responseOf(await call(owner, `GET files/rooms/${id}`));
  expect(room).toMatchObject({ rootFolderType: 20, roomType: 5, pinned: false });
  expect(room).not.toHaveProperty('lifetime');
  expect(room['parentId']).toBe(room['rootFolderId']);
  const event = portal.events.at(-1);
  expect(event?.trigger).toBe('room.archived');
  expect(event?.payload).toMatchObject({
    id,
    parentId: room['parentId'],
    rootId: room['parentId'],
    rootFolderType: 20,
    fileEntryType: 1,
  });
  expect(event?.payload).not.toHaveProperty('roomType');
  expect((await call(owner, 'GET files/rooms?searchArea=Archive')).json).toMatchObject({
    response: { total: 1, current: { id: room['parentId'], rootFolderType: 20 } },
  });
  expect((await call(owner, 'GET files/rooms')).json).toMatchObject({ response: { total: 0 } });
});

test('deleteAfter true never shows the finished operation', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner);
  await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: true });
  expect(listOf(await call(owner, 'GET files/fileops'))).toEqual([]);
  expect((await call(owner, `GET files/rooms/${id}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('archiving an archived room finishes with nothing done; a reply may name another operation of the list', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner);
  const first = responseOf(await call(owner, `PUT files/rooms/${id}/archive`, {}));
  const second = responseOf(await call(owner, `PUT files/rooms/${id}/archive`, {}));
  expect(second['id']).toBe(first['id']);
  expect(listOf(await call(owner, 'GET files/fileops'))).toHaveLength(2);
  expect(triggers(portal)).toEqual(['room.created', 'room.archived']);
});

test('owner and DocSpace admins archive, a manager may not; unknown is 404 at once', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, rolf] = [person('rita', 'room-admin'), person('rolf', 'room-admin')];
  const id = await makeRoom(portal, rita);
  await call(rita, `PUT files/rooms/${id}/share`, { invitations: [{ id: rolf.id, access: 9 }] });
  expect((await call(rolf, `PUT files/rooms/${id}/archive`, {})).status).toBe(403);
  expect((await call(owner, 'PUT files/rooms/999/archive', {})).status).toBe(404);
  expect((await call(owner, `PUT files/rooms/${id}/archive`, {})).status).toBe(200);
  expect((await call(rita, `PUT files/rooms/${id}/unarchive`, {})).status).toBe(200);
  expect(triggers(portal)).toEqual(['room.created', 'room.archived', 'room.restored']);
});

test('an unarchive over the tariff only shows as an error on the finished operation', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner);
  await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: true });
  portal.portal.state.settings.roomLimit = 0;
  await call(owner, 'GET files/fileops');
  expect((await call(owner, `PUT files/rooms/${id}/unarchive`, {})).status).toBe(200);
  expect(listOf(await call(owner, 'GET files/fileops'))).toMatchObject([
    { status: 4, finished: true, error: 'The number of rooms exceeds the tariff: 0' },
  ]);
  expect((await call(owner, `GET files/rooms/${id}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('in the Archive everything but reading, moving back and deleting is denied to everyone', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, ulf] = [person('rita', 'room-admin'), person('ulf', 'user')];
  const id = await makeRoom(portal, rita);
  await call(rita, `PUT files/rooms/${id}/share`, {
    invitations: [
      { id: ulf.id, access: 11 },
      { id: owner.id, access: 9 },
    ],
  });
  await call(rita, `PUT files/rooms/${id}/archive`, {});
  const denied: [string, unknown][] = [
    [`PUT files/rooms/${id}`, { title: 'A' }],
    [`PUT files/rooms/${id}/share`, { invitations: [{ id: ulf.id, access: 0 }] }],
    [`PUT files/rooms/${id}/links`, { linkType: 0, access: 2 }],
    [`PUT files/rooms/${id}/tags`, { names: ['a'] }],
    [`PUT files/rooms/${id}/pin`, {}],
    [`POST files/folder/${id}`, { title: 'A' }],
    [`POST files/${id}/text`, { title: 'report', content: 'x' }],
    [`POST files/owner`, { folderIds: [id], userId: owner.id }],
  ];
  for (const who of [rita, owner]) {
    for (const [operation, body] of denied) expect((await call(who, operation, body)).status, operation).toBe(403);
  }
  expect((await call(ulf, `GET files/${id}`)).status).toBe(200);
  expect((await call(ulf, `GET files/rooms/${id}/share`)).json).toMatchObject({ total: 3 });
  expect((await call(ulf, `PUT files/rooms/${id}/share`, { invitations: [{ id: ulf.id, access: 0 }] })).status).toBe(
    200,
  );
  expect((await call(ulf, `GET files/rooms/${id}`)).status).toBe(403);
});

test('an active room is deleted by its owner only, an archived one by admins too; only room.deleted is published', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const rita = person('rita', 'room-admin');
  const id = await makeRoom(portal, rita);
  expect((await call(owner, `DELETE files/rooms/${id}`, {})).status).toBe(403);
  expect((await call(rita, `DELETE files/rooms/${id}`, {})).json).toMatchObject({ response: { Operation: 2 } });
  expect((await call(rita, `GET files/rooms/${id}`)).status).toBe(404);
  expect(triggers(portal)).toEqual(['room.created', 'room.deleted']);
});

test('a new owner must be an active admin; the old one stays as manager; folder.updated is published', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, rolf, ulf] = [person('rita', 'room-admin'), person('rolf', 'room-admin'), person('ulf', 'user')];
  const id = await makeRoom(portal, rita);
  changeAccount(portal.portal, rolf, { status: employeeStatus.terminated });
  for (const userId of [ulf.id, rolf.id])
    expect((await call(owner, 'POST files/owner', { folderIds: [id], userId })).json).toMatchObject({
      ...{ statusCode: 403, error: { message: 'You cannot select this user' } },
    });
  const answer = await call(owner, 'POST files/owner', { folderIds: [id], userId: owner.id });
  expect(answer.json).toMatchObject({ response: [{ createdBy: { id: owner.id } }] });
  expect(listOf(await call(owner, `GET files/rooms/${id}/share`))).toMatchObject([
    { isOwner: true, access: 1, sharedToUser: { id: owner.id } },
    { access: 9, sharedToUser: { id: rita.id } },
  ]);
  expect(triggers(portal)).toEqual(['room.created', 'folder.updated']);
  await call(owner, 'POST files/owner', { folderIds: [id], userId: owner.id });
  expect(triggers(portal)).toEqual(['room.created', 'folder.updated']);
});

test('rooms change their owner one after the other, up to the first that may not; a manager, folders and files may not', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [rita, rolf] = [person('rita', 'room-admin'), person('rolf', 'room-admin')];
  const [first, second] = [await makeRoom(portal, rita), await makeRoom(portal, rolf)];
  await call(rita, `PUT files/rooms/${first}/share`, { invitations: [{ id: rolf.id, access: 9 }] });
  const give = (who: Account, body: Record<string, unknown>) =>
    call(who, 'POST files/owner', { userId: owner.id, ...body });
  const ownerOf = async (id: number) => responseOf(await call(owner, `GET files/rooms/${id}`))['createdBy'];
  expect((await give(rolf, { folderIds: [first] })).status).toBe(403);
  const folder = idOf(await call(rita, `POST files/folder/${first}`, { title: 'A' }));
  const file = idOf(await call(rita, `POST files/${first}/text`, { title: 'a', content: '' }));
  expect((await give(rita, { folderIds: [folder] })).status).toBe(403);
  expect((await give(rita, { fileIds: [file] })).status).toBe(403);
  expect((await give(rita, { folderIds: [first, second] })).status).toBe(403);
  expect(await ownerOf(first)).toMatchObject({ id: owner.id });
  expect(await ownerOf(second)).toMatchObject({ id: rolf.id });
});

test('quotas of rooms are set by admins', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const rita = person('rita', 'room-admin');
  const id = await makeRoom(portal, rita);
  expect((await call(rita, 'PUT files/rooms/roomquota', { roomIds: [id], quota: 5 })).status).toBe(403);
  const set = await call(owner, 'PUT files/rooms/roomquota', { roomIds: [id], quota: 5 });
  expect(set.json).toMatchObject({ response: [{ quotaLimit: 5, isCustomQuota: true }] });
  const reset = await call(owner, 'PUT files/rooms/resetquota', { roomIds: [id] });
  expect(reset.json).toMatchObject({ response: [{ quotaLimit: -1, isCustomQuota: false }] });
});

test('quota, denyDownload and indexing are set with the room and changed later; what is not sent stays', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner, { quota: 500, denyDownload: true, indexing: true });
  const read = async () => responseOf(await call(owner, `GET files/rooms/${id}`));
  expect(await read()).toMatchObject({ quotaLimit: 500, isCustomQuota: true, denyDownload: true, indexing: true });
  await call(owner, `PUT files/rooms/${id}`, { denyDownload: false });
  expect(await read()).toMatchObject({ quotaLimit: 500, denyDownload: false, indexing: true });
  await call(owner, `PUT files/rooms/${id}`, { quota: 600 });
  expect(await read()).toMatchObject({ quotaLimit: 600 });
});

test('a quota over that of the portal is 403; with room quotas off it is passed over and not shown', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const { settings } = portal.portal.state;
  const id = await makeRoom(portal, owner);
  settings.tenantQuota = 100;
  expect((await call(owner, 'POST files/rooms', { title: 'A', roomType: 5, quota: 101 })).status).toBe(403);
  expect((await call(owner, `PUT files/rooms/${id}`, { quota: 101 })).status).toBe(403);
  expect((await call(owner, 'PUT files/rooms/roomquota', { roomIds: [id], quota: 101 })).status).toBe(403);
  settings.roomQuotasEnabled = false;
  expect(await call(owner, `PUT files/rooms/${id}`, { quota: 101 })).toMatchObject({ status: 200 });
  expect(responseOf(await call(owner, `GET files/rooms/${id}`))).not.toHaveProperty('quotaLimit');
  settings.roomQuotasEnabled = true;
  expect(responseOf(await call(owner, `GET files/rooms/${id}`))).toMatchObject({ isCustomQuota: false });
});

test('writing more than the quota of a room is 402, wherever in the room', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = await makeRoom(portal, owner, { quota: 10 });
  const folder = idOf(await call(owner, `POST files/folder/${id}`, { title: 'A' }));
  const write = async (content: string) =>
    (await call(owner, `POST files/${folder}/text`, { title: 'a', content, createNewIfExist: true })).status;
  expect(await write('123456')).toBe(200);
  expect(await write('12345')).toBe(402);
  expect(responseOf(await call(owner, `GET files/rooms/${id}`))).toMatchObject({ usedSpace: 6 });
});
