import { expect, test } from 'vitest';
import { aPortal, listOf, responseOf } from '../model/a-portal.ts';
import { changeAccount } from '../model/people.ts';
import { employeeStatus } from '../model/records.ts';
import { putGroup, relate } from '../model/state.ts';

test('exactly one flag tells the type, and a guest is the visitor', async () => {
  const { call, owner, person } = aPortal();
  const flags = ['isOwner', 'isAdmin', 'isRoomAdmin', 'isCollaborator', 'isVisitor'];
  const people = [
    owner,
    person('ada', 'docspace-admin'),
    person('rita', 'room-admin'),
    person('ulf', 'user'),
    person('gina', 'guest'),
  ];
  for (const [index, account] of people.entries()) {
    const dto = responseOf(await call(owner, `GET people/${account.id}`));
    expect(flags.filter((flag) => dto[flag] === true)).toEqual([flags[index]]);
  }
});

test('a person is found by id, user name and e-mail; unknown is 404', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  for (const path of [ulf.id, ulf.id.toUpperCase(), 'ulf', 'email?email=ULF@example.com']) {
    expect((await call(owner, `GET people/${path}`)).json).toMatchObject({ response: { id: ulf.id } });
  }
  expect((await call(owner, 'GET people/email?email=no@example.com')).status).toBe(404);
  expect((await call(owner, 'GET people/00000000-0000-4000-8000-00000000dead')).status).toBe(404);
});

test('room admins see members and their own guests only; users and guests see nobody', async () => {
  const { call, person, portal, owner } = aPortal();
  const [rita, ulf, gina, gerd] = [
    person('rita', 'room-admin'),
    person('ulf', 'user'),
    person('gina', 'guest'),
    person('gerd', 'guest'),
  ];
  relate(portal.state, { inviterId: rita.id, guestId: gina.id });
  expect((await call(rita, `GET people/${gina.id}`)).status).toBe(200);
  expect((await call(rita, `GET people/${gerd.id}`)).status).toBe(403);
  expect((await call(rita, `GET people/${owner.id}`)).status).toBe(200);
  expect((await call(ulf, `GET people/${rita.id}`)).status).toBe(403);
  expect((await call(ulf, 'GET people/filter')).status).toBe(403);
  expect((await call(gina, 'GET people')).status).toBe(403);
  expect(listOf(await call(rita, 'GET people/filter?area=2')).map((it) => it['id'])).toEqual([gina.id]);
});

test('the filter knows status, types, area, group, text, paging and total', async () => {
  const { call, owner, person, portal } = aPortal();
  const ulf = person('ulf', 'user');
  const uma = person('uma', 'user');
  person('gina', 'guest');
  putGroup(portal.state, { id: '00000000-0000-4000-8000-0000000000aa', name: 'HR', memberIds: [ulf.id] });
  changeAccount(portal, uma, { status: employeeStatus.terminated });
  const names = async (query: string): Promise<unknown[]> =>
    listOf(await call(owner, `GET people/filter?${query}`)).map((it) => it['userName']);
  expect(await names('employeeStatus=Active&area=1')).toEqual(['olga', 'ulf']);
  expect(await names('employeeStatus=2')).toEqual(['uma']);
  expect(await names('employeeType=Guest')).toEqual(['gina']);
  expect(await names('employeeTypes=4&employeeTypes=2')).toEqual(['gina', 'ulf', 'uma']);
  expect(await names('groupId=00000000-0000-4000-8000-0000000000AA')).toEqual(['ulf']);
  expect(await names('filterValue=GINA')).toEqual(['gina']);
  expect(await names('sortBy=firstname&sortOrder=descending')).toEqual(['uma', 'ulf', 'olga', 'gina']);
  const page = await call(owner, 'GET people/simple/filter?count=1&startIndex=1');
  expect(page.json).toMatchObject({ count: 1, total: 4 });
  expect(listOf(page)[0]).not.toHaveProperty('email');
  expect((await call(owner, 'GET people/filter?count=101')).status).toBe(400);
});

test('adding a member publishes user.created; a guest is refused there', async () => {
  const { call, owner, events } = aPortal();
  const answer = await call(owner, 'POST people', {
    firstName: 'Nora',
    lastName: 'N',
    email: 'nora@example.com',
    type: 'User',
  });
  expect(answer.json).toMatchObject({ response: { isCollaborator: true, status: 1, displayName: 'Nora N' } });
  expect(events.map((event) => event.trigger)).toEqual(['user.created']);
  expect(events[0]?.payload).toMatchObject({ email: 'nora@example.com', status: 1 });
  expect(events[0]?.payload).not.toHaveProperty('displayName');
  expect((await call(owner, 'POST people', { email: 'g@example.com', type: 'Guest' })).status).toBe(403);
});

test('only the owner adds DocSpace admins, only admins add room admins', async () => {
  const { call, owner, person } = aPortal();
  const ada = person('ada', 'docspace-admin');
  const rita = person('rita', 'room-admin');
  const add = async (who: typeof ada, type: string): Promise<number> =>
    (await call(who, 'POST people', { email: `${who.userName}-${type}@example.com`, type })).status;
  expect(await add(owner, 'DocSpaceAdmin')).toBe(200);
  expect(await add(ada, 'DocSpaceAdmin')).toBe(403);
  expect(await add(ada, 'RoomAdmin')).toBe(200);
  expect(await add(rita, 'RoomAdmin')).toBe(403);
  expect(await add(rita, 'User')).toBe(200);
});

test('an admin over the paid seats silently becomes a user', async () => {
  const { call, owner, portal } = aPortal();
  portal.state.settings.paidSeats = 1;
  const answer = await call(owner, 'POST people', { email: 'r@example.com', type: 'RoomAdmin' });
  expect(answer.json).toMatchObject({ response: { isRoomAdmin: false, isCollaborator: true } });
});

test('people/active makes a usable guest that belongs to its creator', async () => {
  const { call, person, portal } = aPortal();
  const rita = person('rita', 'room-admin');
  const guest = { email: 'g@example.com', firstName: 'G', lastName: 'G', type: 'Guest' };
  const answer = await call(rita, 'POST people/active', guest);
  expect(answer.json).toMatchObject({ response: { isVisitor: true, status: 1, activationStatus: 2 } });
  expect((await call(rita, 'GET people/email?email=g@example.com')).status).toBe(200);
  portal.state.settings.allowInvitingGuests = false;
  expect((await call(rita, 'POST people/active', { ...guest, email: 'h@example.com' })).status).toBe(403);
});

test('inviting stops at the first bad entry, keeps what came before and answers with all pending people', async () => {
  const { call, owner, events } = aPortal();
  const bad = await call(owner, 'POST people/invite', {
    invitations: [
      { email: 'a@example.com', type: 'User' },
      { email: 'b@example.com', type: 'Guest' },
    ],
  });
  expect(bad.status).toBe(403);
  const good = await call(owner, 'POST people/invite', { invitations: [{ email: 'c@example.com', type: 'User' }] });
  expect(listOf(good).map((it) => it['displayName'])).toEqual(['a@example.com', 'c@example.com']);
  expect(events.map((event) => event.trigger)).toEqual(['user.invited', 'user.invited']);
});

test('status and type changes publish user.updated and count 1', async () => {
  const { call, owner, person, events } = aPortal();
  const [ulf, gina] = [person('ulf', 'user'), person('gina', 'guest')];
  const status = await call(owner, 'PUT people/status/Terminated', { userIds: [ulf.id, gina.id] });
  expect(status.json).toMatchObject({ count: 1, response: [{ status: 2 }, { status: 2 }] });
  await call(owner, 'PUT people/status/1', { userIds: [gina.id] });
  const type = await call(owner, 'PUT people/type/User', { userIds: [gina.id] });
  expect(type.json).toMatchObject({ response: [{ isVisitor: false, isCollaborator: true }] });
  expect(events.map((event) => event.trigger)).toEqual(Array(4).fill('user.updated'));
});

test('only terminated accounts can be deleted', async () => {
  const { call, owner, person, events } = aPortal();
  const ulf = person('ulf', 'user');
  expect((await call(owner, `DELETE people/${ulf.id}`)).status).toBe(403);
  await call(owner, 'PUT people/status/2', { userIds: [ulf.id] });
  expect((await call(owner, `DELETE people/${ulf.id}`)).status).toBe(200);
  expect((await call(owner, `GET people/${ulf.id}`)).status).toBe(404);
  expect(events.at(-1)?.trigger).toBe('user.deleted');
});

test('guests are removed only by who they belong to, and only what that person granted', async () => {
  const { call, person, portal, owner } = aPortal();
  const [rita, gina] = [person('rita', 'room-admin'), person('gina', 'guest')];
  expect((await call(owner, 'DELETE people/guests', { userIds: [gina.id] })).status).toBe(403);
  const mine = responseOf(await call(rita, 'POST files/rooms', { title: 'Mine', roomType: 5 }));
  const other = responseOf(await call(owner, 'POST files/rooms', { title: 'Other', roomType: 5 }));
  for (const [who, room] of [
    [rita, mine],
    [owner, other],
  ] as const) {
    await call(who, `PUT files/rooms/${String(room['id'])}/share`, { invitations: [{ email: gina.email, access: 2 }] });
  }
  expect(portal.state.indexes.entriesBySubject.get(gina.id)?.size).toBe(2);
  expect((await call(rita, 'DELETE people/guests', { userIds: [gina.id, rita.id] })).status).toBe(403);
  expect((await call(rita, 'DELETE people/guests', { userIds: [gina.id] })).status).toBe(200);
  expect([...(portal.state.indexes.entriesBySubject.get(gina.id) ?? [])]).toEqual([other['id']]);
  expect((await call(owner, `GET people/${gina.id}`)).status).toBe(200);
});

test('groups: users may not read them, a bad guid is a 404 of routing, deleting answers 204', async () => {
  const { call, owner, person, events } = aPortal();
  const [rita, ulf] = [person('rita', 'room-admin'), person('ulf', 'user')];
  const group = responseOf(
    await call(owner, 'POST group', { groupName: 'HR', groupManager: rita.id, members: [ulf.id] }),
  );
  const id = String(group['id']);
  expect(group).toMatchObject({ name: 'HR', membersCount: 2 });
  expect((await call(rita, 'GET group')).json).toMatchObject({ count: 1, total: 1 });
  expect(listOf(await call(rita, 'GET group'))[0]).not.toHaveProperty('members');
  expect((await call(rita, `GET group/${id}`)).json).toMatchObject({ response: { members: [{}, {}] } });
  expect(responseOf(await call(rita, `GET group/${id}?includeMembers=false`))).not.toHaveProperty('members');
  expect((await call(rita, `GET group/user/${ulf.id}`)).json).toMatchObject({ response: [{ id, manager: 'rita' }] });
  expect((await call(ulf, 'GET group')).status).toBe(403);
  expect(await call(owner, 'GET group/PLACEHOLDER')).toMatchObject({ status: 404, text: '' });
  expect(await call(owner, `DELETE group/${id}`)).toMatchObject({ status: 204, text: '' });
  expect(events.map((event) => event.trigger)).toEqual(['group.created', 'group.deleted']);
});

test('a new key is shown whole once; an unknown permission is 400; guests get none', async () => {
  const { call, owner, person } = aPortal();
  const created = responseOf(
    await call(owner, 'POST keys', { name: 'robot', permissions: ['rooms:write'], expiresInDays: 10 }),
  );
  expect(created['key']).toMatch(/^sk-[0-9a-f]{64}$/);
  expect(created).toMatchObject({
    isActive: true,
    permissions: ['rooms:write'],
    expiresAt: '2026-07-11T09:00:00.0000000Z',
  });
  const listed = listOf(await call(owner, 'GET keys')).find((key) => key['id'] === created['id']);
  expect(listed?.['key']).toBe(`sk-***${String(created['keyPostfix'])}`);
  expect((await call(owner, 'POST keys', { name: 'x', permissions: ['rooms:own'] })).status).toBe(400);
  expect((await call(person('gina', 'guest'), 'POST keys', { name: 'x' })).status).toBe(403);
  expect((await call(owner, `PUT keys/${String(created['id'])}`, { isActive: false })).json).toMatchObject({
    response: true,
  });
  expect((await call(owner, `DELETE keys/${String(created['id'])}`)).json).toMatchObject({ response: true });
});

test('a type is taken by name in any case or by number; a name with other characters than names have is 400', async () => {
  const { call, owner } = aPortal();
  for (const [email, type] of [
    ['a@example.com', 'roomadmin'],
    ['b@example.com', 1],
    ['c@example.com', '1'],
  ])
    expect(responseOf(await call(owner, 'POST people', { email, type })), String(type)).toMatchObject({
      isRoomAdmin: true,
    });
  const wrong = await call(owner, 'POST people', { email: 'd@example.com', firstName: '<b>', lastName: 'X' });
  expect(wrong.status).toBe(400);
});

test('all guests are listed by area or by type; users and guests list nobody', async () => {
  const { call, owner, person } = aPortal();
  const [guest, user] = [person('gus', 'guest'), person('ulf', 'user')];
  for (const query of ['area=2', 'area=Guests', 'employeeType=Guest', 'employeeType=2']) {
    const listed = await call(owner, `GET people/filter?${query}`);
    expect(listed.json, query).toMatchObject({ total: 1, response: [{ id: guest.id }] });
  }
  for (const who of [guest, user])
    for (const path of ['people', 'people/filter', 'people/simple/filter'])
      expect((await call(who, `GET ${path}`)).status, path).toBe(403);
});

test('a terminated account does not come in any more, and keeps its place in rooms until it is deleted', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  const room = responseOf(await call(owner, 'POST files/rooms', { title: 'Kept', roomType: 5 }))['id'];
  const share = `files/rooms/${String(room)}/share`;
  await call(owner, `PUT ${share}`, { invitations: [{ id: ulf.id, access: 2 }] });
  await call(owner, 'PUT people/status/2', { userIds: [ulf.id] });
  expect(await call(ulf, 'GET people/@self')).toMatchObject({ status: 401, text: '' });
  expect((await call(owner, `GET ${share}`)).json).toMatchObject({ total: 2 });
  const gone = await call(owner, 'PUT people/delete', { userIds: [ulf.id] });
  expect(gone.json).toMatchObject({ response: [{ id: ulf.id }], count: 1 });
  expect((await call(owner, `GET ${share}`)).json).toMatchObject({ total: 1 });
});

test('who made an account is shown to admins only', async () => {
  const { call, owner, person } = aPortal();
  const rosa = person('rosa', 'room-admin');
  const made = responseOf(await call(owner, 'POST people', { email: 'new@example.com', type: 4 }));
  expect(made).toMatchObject({ createdBy: { id: owner.id } });
  const seen = responseOf(await call(rosa, `GET people/${String(made['id'])}`));
  expect(seen).not.toHaveProperty('createdBy');
});

test('groups are listed with count and total but without members; one of them comes with members unless told otherwise', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  for (const groupName of ['Sales', 'Studio'])
    await call(owner, 'POST group', { groupName, groupManager: owner.id, members: [ulf.id] });
  const { json } = await call(owner, 'GET group?count=1');
  expect(json).toMatchObject({ count: 1, total: 2, response: [{ name: 'Sales', membersCount: 2 }] });
  const [listed] = listOf(await call(owner, 'GET group?filterValue=stu'));
  expect(listed).not.toHaveProperty('members');
  const path = `GET group/${String(listed?.['id'])}`;
  expect(responseOf(await call(owner, path))).toMatchObject({ members: [{}, {}], manager: { id: owner.id } });
  expect(responseOf(await call(owner, `${path}?includeMembers=false`))).not.toHaveProperty('members');
  expect((await call(owner, `GET group/user/${ulf.id}`)).json).toMatchObject({
    response: [{ manager: 'olga' }, { manager: 'olga' }],
  });
});

test('an invitation to the portal is refused for guests, above the caller, for a bad e-mail and for a disabled account', async () => {
  const { portal, events, call, owner, person } = aPortal();
  const [rosa, ulf, gone] = [person('rosa', 'room-admin'), person('ulf', 'user'), person('gone', 'user')];
  changeAccount(portal, gone, { status: employeeStatus.terminated });
  const invite = async (who: typeof owner, email: string, type: string) =>
    (await call(who, 'POST people/invite', { invitations: [{ email, type }] })).status;
  expect(await invite(owner, 'a@example.com', 'Guest')).toBe(403);
  expect(await invite(ulf, 'a@example.com', 'User')).toBe(403);
  expect(await invite(rosa, 'a@example.com', 'RoomAdmin')).toBe(403);
  expect(await invite(person('anna', 'docspace-admin'), 'a@example.com', 'DocSpaceAdmin')).toBe(403);
  expect(await invite(owner, 'nobody', 'User')).toBe(400);
  expect(await invite(owner, gone.email, 'User')).toBe(400);
  expect(events).toEqual([]);
});

test('inviting a known account raises its type, never lowers it, and fires nothing', async () => {
  const { events, call, owner, person } = aPortal();
  const [gus, rosa] = [person('gus', 'guest'), person('rosa', 'room-admin')];
  const invitations = [gus, rosa].map(({ email }) => ({ email, type: 'User' }));
  expect((await call(owner, 'POST people/invite', { invitations })).status).toBe(200);
  expect(responseOf(await call(owner, `GET people/${gus.id}`))).toMatchObject({ isCollaborator: true });
  expect(responseOf(await call(owner, `GET people/${rosa.id}`))).toMatchObject({ isRoomAdmin: true });
  expect(events).toEqual([]);
});

test('a person whom the caller may not see is 403, by id and by e-mail; oneself is always seen', async () => {
  const { call, person } = aPortal();
  const [rosa, ulf, gus] = [person('rosa', 'room-admin'), person('ulf', 'user'), person('gus', 'guest')];
  expect((await call(ulf, `GET people/${rosa.id}`)).status).toBe(403);
  expect((await call(rosa, `GET people/email?email=${gus.email}`)).status).toBe(403);
  expect((await call(rosa, `GET people/${ulf.id}`)).status).toBe(200);
  expect((await call(gus, `GET people/${gus.id}`)).status).toBe(200);
});
