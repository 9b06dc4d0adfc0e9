import { expect, test } from 'vitest';
import { aPortal, idOf, keyOf, listOf, responseOf, type TestPortal } from '../../sandbox/model/a-portal.ts';
import type { Account } from '../../sandbox/model/records.ts';

// What the vendor's published samples do, and how the server really answers.

function makeRoom({ call }: TestPortal, who: Account, body: Record<string, unknown> = {}): Promise<number> {
  return call(who, 'POST files/rooms', { title: 'Room', roomType: 2, ...body }).then(idOf);
}

test('share with `entries` is 200 and adds nobody', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const ulf = person('ulf', 'user');
  const room = await makeRoom(portal, owner);
  const answer = await call(owner, `PUT files/rooms/${room}/share`, {
    entries: [{ id: ulf.id, isGroup: false, access: 4 }],
    notify: true,
  });
  expect(answer.status).toBe(200);
  expect(responseOf(answer)).toEqual({ error: 0 });
  expect(listOf(await call(owner, `GET files/rooms/${room}/share`))).toHaveLength(1);
});

test.each([1, 2, 5, 6, 8, 9])('access 4 "full" and 1 "read only" are 403 in room type %i', async (roomType) => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const ulf = person('ulf', 'user');
  const room = await makeRoom(portal, owner, { roomType });
  for (const access of [4, 1]) {
    const answer = await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access }] });
    expect(answer).toMatchObject({ status: 403, json: { error: { type: 'System.InvalidOperationException' } } });
  }
});

test('a placeholder group id is 400', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner);
  const invitations = [{ id: 'HR_GROUP_ID', isGroup: true, access: 2 }];
  expect((await call(owner, `PUT files/rooms/${room}/share`, { invitations })).status).toBe(400);
});

test('members in the creation of a room are ignored', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const room = await makeRoom(portal, owner, { share: [{ shareTo: person('ulf', 'user').id, access: 10 }] });
  expect((await call(owner, `GET files/rooms/${room}/share`)).json).toMatchObject({ total: 1 });
});

test('copyas with destTitle null is 400', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner);
  const file = idOf(await call(owner, `POST files/${room}/file`, { title: 'Template' }));
  expect((await call(owner, `POST files/file/${file}/copyas`, { destTitle: null, destFolderId: room })).status).toBe(
    400,
  );
});

test('links with {} in a collaboration room make nothing; an external link there is 403', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner);
  const answer = await call(owner, `PUT files/rooms/${room}/links`, {});
  expect(answer.status).toBe(200);
  expect(answer.json).not.toHaveProperty('response');
  expect((await call(owner, `PUT files/rooms/${room}/links`, { linkType: 1, access: 2 })).status).toBe(403);
});

test('links with `primary` and no linkType make an invitation link, or nothing', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner, { roomType: 6 });
  const nothing = await call(owner, `PUT files/rooms/${room}/links`, { primary: true, title: 'Public' });
  expect(nothing.json).not.toHaveProperty('response');
  const answer = await call(owner, `PUT files/rooms/${room}/links`, { primary: true, access: 2 });
  expect(answer.json).toMatchObject({ response: { subjectType: 3, sharedLink: { linkType: 0, primary: false } } });
});

test('a report posted as a folder is an empty folder', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner);
  const answer = await call(owner, `POST files/folder/${room}`, { title: 'report.txt', content: 'Removed guests' });
  expect(answer.json).toMatchObject({ response: { title: 'report.txt', fileEntryType: 1, filesCount: 0 } });
});

test('nothing is written into an archived room, and no guest leaves it', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const gina = person('gina', 'guest');
  const room = await makeRoom(portal, owner);
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: gina.id, access: 2 }] });
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect((await call(owner, `POST files/${room}/text`, { title: 'report', content: '' })).status).toBe(403);
  expect((await call(owner, `POST files/folder/${room}`, { title: 'report' })).status).toBe(403);
  const remove = { invitations: [{ id: gina.id, access: 0 }] };
  expect((await call(owner, `PUT files/rooms/${room}/share`, remove)).status).toBe(403);
  expect((await call(gina, `GET files/rooms/${room}`)).status).toBe(200);
  const silent = await call(owner, `PUT files/rooms/${room}/share`, { entries: [] });
  expect(responseOf(silent)).toEqual({ error: 0 });
});

test('sending the remaining people does not remove the others', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const [ulf, gina] = [person('ulf', 'user'), person('gina', 'guest')];
  const room = await makeRoom(portal, owner);
  const put = (ids: string[]): Promise<unknown> =>
    call(owner, `PUT files/rooms/${room}/share`, { invitations: ids.map((id) => ({ id, access: 2 })) });
  await put([ulf.id, gina.id]);
  await put([ulf.id]);
  expect((await call(owner, `GET files/rooms/${room}/share`)).json).toMatchObject({ total: 3 });
});

test('a share entry tells a guest only by sharedToUser.isVisitor; a room has no ownerEmail', async () => {
  const portal = aPortal();
  const { call, owner, person } = portal;
  const gina = person('gina', 'guest');
  const room = await makeRoom(portal, owner);
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: gina.id, access: 11 }] });
  const entry = listOf(await call(owner, `GET files/rooms/${room}/share`))[1] ?? {};
  expect(entry).toMatchObject({ access: 11, subjectType: 0, isOwner: false, sharedToUser: { isVisitor: true } });
  for (const name of ['id', 'email', 'name', 'isGuest', 'isVisitor', 'type']) expect(entry).not.toHaveProperty(name);
  const read = responseOf(await call(owner, `GET files/rooms/${room}`));
  for (const name of ['ownerEmail', 'owner', 'members']) expect(read).not.toHaveProperty(name);
  expect(read).toMatchObject({ createdBy: { id: owner.id } });
});

test('archiving fires room.archived with payload.id, and a guest fires nothing when invited to a room', async () => {
  const portal = aPortal();
  const { call, owner, events } = portal;
  const room = await makeRoom(portal, owner);
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ email: 'new@example.com', access: 2 }] });
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(events.map((event) => event.trigger)).toEqual(['room.created', 'room.archived']);
  expect(events[1]?.payload).toMatchObject({ id: room, rootFolderType: 20 });
  for (const name of ['roomId', 'newParentId']) expect(events[1]?.payload).not.toHaveProperty(name);
});

test('user.created carries no type and no guest flag', async () => {
  const { call, owner, events } = aPortal();
  await call(owner, 'POST people/active', { email: 'g@example.com', type: 'Guest' });
  expect(events[0]?.trigger).toBe('user.created');
  for (const name of ['isVisitor', 'type', 'displayName']) expect(events[0]?.payload).not.toHaveProperty(name);
});

test('two rooms of one title are two rooms, and creations answer 200', async () => {
  const { call, owner } = aPortal();
  const answers = [1, 2].map(() => call(owner, 'POST files/rooms', { title: 'Home', roomType: 5 }));
  const [first, second] = await Promise.all(answers);
  expect([first?.status, second?.status]).toEqual([200, 200]);
  expect((await call(owner, 'GET files/rooms')).json).toMatchObject({ response: { total: 2 } });
});

test('a raw key is 401, a POST to share 405 and files/room 404', async () => {
  const portal = aPortal();
  const { call, send, owner } = portal;
  const room = await makeRoom(portal, owner);
  expect(await send('GET people/@self', { headers: { authorization: keyOf(owner) } })).toMatchObject({
    status: 401,
    text: '',
  });
  expect((await call(owner, `POST files/rooms/${room}/share`, { shareTo: owner.id })).status).toBe(405);
  expect((await call(owner, `POST files/room/${room}/share`, {})).status).toBe(404);
});

test('"Editing" by e-mail, as in the one sample that is right, makes a guest with that level', async () => {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = await makeRoom(portal, owner);
  const invitations = [{ email: 'user@example.com', access: 'Editing' }];
  await call(owner, `PUT files/rooms/${room}/share`, { invitations, notify: true, message: 'Welcome' });
  expect(listOf(await call(owner, `GET files/rooms/${room}/share`))[1]).toMatchObject({
    access: 10,
    sharedToUser: { isVisitor: true },
  });
});
