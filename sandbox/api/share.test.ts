import { expect, test } from 'vitest';
import { type Answer, aPortal, idOf, listOf, responseOf, type TestPortal } from '../model/a-portal.ts';
import { changeAccount } from '../model/people.ts';
import { type Account, employeeStatus } from '../model/records.ts';
import { putFolder, putGroup, relate } from '../model/state.ts';

const groupId = '00000000-0000-4000-8000-0000000000aa';

interface Scene extends TestPortal {
  owner: Account;
  room: number;
  share: (invitations: unknown, who?: Account) => Promise<Answer>;
  members: (who?: Account) => Promise<Record<string, unknown>[]>;
}

async function aRoom(roomType = 5): Promise<Scene> {
  const portal = aPortal();
  const room = idOf(await portal.call(portal.owner, 'POST files/rooms', { title: 'Room', roomType }));
  return {
    ...portal,
    room,
    share: (invitations, who = portal.owner) => portal.call(who, `PUT files/rooms/${room}/share`, { invitations }),
    members: async (who = portal.owner) => listOf(await portal.call(who, `GET files/rooms/${room}/share`)),
  };
}

const levels = [-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const table: { roomType: number; member: number[]; group: number[]; guest: number[] }[] = [
  { roomType: 5, member: [2, 5, 6, 9, 10, 11], group: [2, 5, 6, 10, 11], guest: [2, 5, 6, 10, 11] },
  { roomType: 6, member: [9, 11], group: [11], guest: [11] },
  { roomType: 1, member: [7, 9, 11], group: [7, 11], guest: [7, 11] },
  { roomType: 2, member: [2, 9, 10, 11], group: [2, 10, 11], guest: [2, 10, 11] },
  { roomType: 8, member: [2, 7, 9, 10, 11], group: [2, 7, 10, 11], guest: [2, 7, 10, 11] },
  { roomType: 9, member: [2, 9, 11], group: [2, 11], guest: [2] },
];

test.each(table)(
  'room type $roomType takes exactly the levels of the role table',
  async ({ roomType, member, group, guest }) => {
    const { share, person, portal } = await aRoom(roomType);
    const [rita, ulf, gina] = [person('rita', 'room-admin'), person('ulf', 'user'), person('gina', 'guest')];
    putGroup(portal.state, { id: groupId, name: 'HR', memberIds: [ulf.id] });
    const accepted = async (subject: Record<string, unknown>): Promise<number[]> => {
      const answers = [];
      for (const access of levels) answers.push({ access, status: (await share([{ ...subject, access }])).status });
      expect(answers.every(({ status }) => status === 200 || status === 403)).toBe(true);
      return answers.filter(({ status }) => status === 200).map(({ access }) => access);
    };
    expect(await accepted({ id: rita.id })).toEqual(member);
    expect(await accepted({ id: ulf.id })).toEqual(member.filter((level) => level !== 9));
    expect(await accepted({ id: gina.id })).toEqual(guest);
    expect(await accepted({ id: groupId })).toEqual(group);
    // By e-mail everybody is checked as a guest, even a room admin.
    expect(await accepted({ email: rita.email })).toEqual(guest);
  },
);

test('access is read as an exact name, an integer or digits; anything else is None and removes', async () => {
  const { share, person, members } = await aRoom();
  const ulf = person('ulf', 'user');
  const levelAfter = async (access: unknown): Promise<unknown> => {
    await share([{ id: ulf.id, access: 2 }]);
    await share([{ id: ulf.id, access }]);
    return (await members())[1]?.['access'];
  };
  expect(await levelAfter('Editing')).toBe(10);
  expect(await levelAfter('10')).toBe(10);
  for (const access of ['editing', 'Nonsense', true, null, undefined]) expect(await levelAfter(access)).toBeUndefined();
});

test('PUT share is a patch, answered with the current entries of the ids sent', async () => {
  const { share, person, members, events } = await aRoom();
  const [ulf, rita] = [person('ulf', 'user'), person('rita', 'room-admin')];
  await share([{ id: ulf.id, access: 2 }]);
  const answer = await share([{ id: rita.id, access: 9 }]);
  expect(answer.json).toMatchObject({
    response: { error: 0, members: [{ access: 9, sharedToUser: { id: rita.id } }] },
  });
  expect(await members()).toHaveLength(3);
  expect((await share([{ id: ulf.id, access: 0 }])).json).toMatchObject({ response: { members: [] } });
  expect(events.map((event) => event.trigger)).toEqual(['room.created']);
});

test('no invitations at all is 200 without a look at the room', async () => {
  const { call, owner } = aPortal();
  for (const body of [{}, { invitations: [] }, { entries: [{ id: owner.id, access: 2 }] }]) {
    const answer = await call(owner, 'PUT files/rooms/999/share', body);
    expect(answer).toMatchObject({ status: 200, json: { response: { error: 0 } } });
  }
  expect((await call(owner, 'GET files/rooms/999/share')).status).toBe(404);
});

test('a failing entry leaves those before it applied', async () => {
  const { share, person, members } = await aRoom();
  const [ulf, uma] = [person('ulf', 'user'), person('uma', 'user')];
  const answer = await share([
    { id: ulf.id, access: 2 },
    { id: uma.id, access: 9 },
  ]);
  expect(answer.status).toBe(403);
  expect((await members()).map((it) => it['access'])).toEqual([1, 2]);
});

test('an id that is no guid is 400, and so is a bad or empty e-mail', async () => {
  const { share } = await aRoom();
  expect(await share([{ id: 'HR_GROUP', access: 2 }])).toMatchObject({
    status: 400,
    json: { response: { errors: { '$.invitations[0].id': [expect.any(String)] } } },
  });
  for (const email of ['nobody', '']) {
    expect(await share([{ email, access: 2 }])).toMatchObject({
      status: 400,
      json: { response: { errors: { 'Invitations[0].Email': [expect.any(String)] } } },
    });
  }
});

test('only the owner and managers change access; a stranger admin gets 403', async () => {
  const { share, person, owner, call } = await aRoom();
  const [ada, rita, ulf] = [person('ada', 'docspace-admin'), person('rita', 'room-admin'), person('ulf', 'user')];
  expect((await share([{ id: ulf.id, access: 2 }], ada)).status).toBe(403);
  await share([{ id: rita.id, access: 9 }]);
  expect((await share([{ id: ulf.id, access: 11 }], rita)).status).toBe(200);
  expect((await share([{ id: rita.id, access: 2 }], ulf)).status).toBe(403);
  const theirs = idOf(await call(rita, 'POST files/rooms', { title: 'R', roomType: 5 }));
  const answer = await call(owner, `PUT files/rooms/${theirs}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  expect(answer.status).toBe(403);
});

test('an unknown e-mail becomes a pending guest and a member at once, without an event', async () => {
  const { share, members, call, owner, events } = await aRoom();
  const answer = await share([{ email: 'new@example.com', access: 2 }]);
  expect(answer.json).toMatchObject({ response: { members: [], error: 0 } });
  expect((await members())[1]).toMatchObject({
    access: 2,
    subjectType: 0,
    sharedToUser: { isVisitor: true, status: 4, activationStatus: 2, displayName: 'new@example.com' },
  });
  expect((await call(owner, 'GET people/email?email=new@example.com')).json).toMatchObject({
    response: { isVisitor: true },
  });
  expect(events.map((event) => event.trigger)).toEqual(['room.created']);
});

test('a guest who cannot be created is a warning, and the entry is left out', async () => {
  const { share, members, portal } = await aRoom();
  portal.state.settings.guestLimit = 0;
  expect((await share([{ email: 'new@example.com', access: 2 }])).json).toMatchObject({
    response: { warning: 'new@example.com: the number of guests exceeds the quota' },
  });
  expect(await members()).toHaveLength(1);
});

test('without AllowInvitingGuests any e-mail refuses the whole call; an existing guest by id still works', async () => {
  const { share, person, members, portal } = await aRoom();
  const [ulf, gina] = [person('ulf', 'user'), person('gina', 'guest')];
  portal.state.settings.allowInvitingGuests = false;
  const answer = await share([
    { id: ulf.id, access: 2 },
    { email: ulf.email, access: 2 },
  ]);
  expect(answer.status).toBe(403);
  expect(await members()).toHaveLength(1);
  expect((await share([{ id: gina.id, access: 2 }])).status).toBe(200);
  expect(await members()).toHaveLength(2);
});

test("a room admin's entry for somebody else's guest is dropped silently, except by the owner for members", async () => {
  const { person, call, portal } = await aRoom();
  const [rita, rolf, gina] = [person('rita', 'room-admin'), person('rolf', 'room-admin'), person('gina', 'guest')];
  const room = idOf(await call(rita, 'POST files/rooms', { title: 'R', roomType: 5 }));
  const share = (who: Account, access: number): Promise<Answer> =>
    call(who, `PUT files/rooms/${room}/share`, { invitations: [{ id: gina.id, access }] });
  expect(await share(rita, 2)).toMatchObject({ status: 200, json: { response: { members: [], error: 0 } } });
  relate(portal.state, { inviterId: rolf.id, guestId: gina.id });
  await call(rita, `PUT files/rooms/${room}/share`, { invitations: [{ id: rolf.id, access: 9 }] });
  expect((await share(rolf, 2)).json).toMatchObject({ response: { members: [{ access: 2 }] } });
  expect((await share(rita, 10)).json).toMatchObject({ response: { members: [{ access: 10 }] } });
  expect((await share(rita, 0)).status).toBe(200);
  expect(listOf(await call(rita, `GET files/rooms/${room}/share`))).toHaveLength(2);
});

test('an e-mail with access 0 removes nobody', async () => {
  const { share, person, members } = await aRoom();
  const ulf = person('ulf', 'user');
  await share([{ id: ulf.id, access: 2 }]);
  expect((await share([{ email: ulf.email, access: 0 }])).status).toBe(200);
  expect(await members()).toHaveLength(2);
});

test('terminated accounts are skipped, but can be removed; an unknown id is stored and never listed', async () => {
  const { share, person, members, portal, room } = await aRoom();
  const [ulf, uma] = [person('ulf', 'user'), person('uma', 'user')];
  await share([{ id: ulf.id, access: 2 }]);
  for (const account of [ulf, uma]) changeAccount(portal, account, { status: employeeStatus.terminated });
  await share([
    { id: ulf.id, access: 10 },
    { id: uma.id, access: 2 },
  ]);
  expect((await members()).map((it) => it['access'])).toEqual([1, 2]);
  await share([{ id: ulf.id, access: 0 }]);
  expect(await members()).toHaveLength(1);
  expect((await share([{ id: groupId, access: 2 }])).json).toMatchObject({ response: { members: [] } });
  expect(await members()).toHaveLength(1);
  expect(portal.state.shares.get(room)).toHaveLength(1);
});

test('the list starts with the owner, then managers, groups, members, guests and pending people', async () => {
  const { share, person, members, portal } = await aRoom();
  const [rita, ulf, gina] = [person('rita', 'room-admin'), person('ulf', 'user'), person('gina', 'guest')];
  putGroup(portal.state, { id: groupId, name: 'HR', memberIds: [], managerId: rita.id });
  await share([
    { email: 'new@example.com', access: 2 },
    { id: gina.id, access: 11 },
    { id: ulf.id, access: 2 },
    { id: groupId, access: 2 },
    { id: rita.id, access: 9 },
  ]);
  const listed = await members();
  expect(listed.map((it) => it['subjectType'])).toEqual([0, 0, 2, 0, 0, 0]);
  expect(listed[0]).toMatchObject({ isOwner: true, access: 1 });
  expect(listed[2]).toMatchObject({ sharedToGroup: { id: groupId, name: 'HR', manager: 'rita' } });
  expect(listed[4]).toMatchObject({ access: 11, sharedToUser: { isVisitor: true } });
  expect(listed[5]).toMatchObject({ sharedToUser: { status: 4 } });
});

test('the list pages up to its total; who cannot read the room gets an empty one', async () => {
  const { share, person, call, owner, room } = await aRoom();
  for (let number = 0; number < 3; number++) await share([{ email: `g${number}@example.com`, access: 2 }]);
  const page = await call(owner, `GET files/rooms/${room}/share?count=2&startIndex=3`);
  expect(page.json).toMatchObject({ count: 1, total: 4 });
  expect((await call(person('ulf', 'user'), `GET files/rooms/${room}/share`)).json).toMatchObject({
    response: [],
    total: 0,
  });
});

test("a personal level beats a group's, and group members may read", async () => {
  const { share, person, portal, call, room } = await aRoom();
  const [ulf, uma] = [person('ulf', 'user'), person('uma', 'user')];
  putGroup(portal.state, { id: groupId, name: 'HR', memberIds: [ulf.id, uma.id] });
  await share([
    { id: groupId, access: 11 },
    { id: ulf.id, access: 2 },
  ]);
  expect((await call(ulf, `POST files/folder/${room}`, { title: 'A' })).status).toBe(403);
  expect((await call(uma, `POST files/folder/${room}`, { title: 'A' })).status).toBe(200);
});

test('invitations are sent again by who may change access; not of an archived room, a template or an unknown one', async () => {
  const { call, owner, person, room } = await aRoom();
  const resend = async (id: number, who = owner) =>
    (await call(who, `POST files/rooms/${id}/resend`, { usersIds: [person(`u${id}${who.firstName}`, 'user').id] }))
      .status;
  expect(await resend(room)).toBe(200);
  expect(await resend(room, person('ada', 'docspace-admin'))).toBe(403);
  await call(owner, 'POST files/roomtemplate', { roomId: room, title: 'T' });
  expect(await resend(Number(responseOf(await call(owner, 'GET files/roomtemplate/status'))['templateId']))).toBe(404);
  expect(await resend(4711)).toBe(404);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(await resend(room)).toBe(403);
});

test('in a data room nothing at all is done when somebody goes whom a form waits for, unless forced', async () => {
  const { portal, room, share, call, owner, person, members } = await aRoom(8);
  const [ulf, uta] = [person('ulf', 'user'), person('uta', 'user')];
  await share([{ id: ulf.id, access: 7 }]);
  const folder = portal.state.folders.get(room);
  if (folder?.room) putFolder(portal.state, { ...folder, room: { ...folder.room, formRoleIds: [ulf.id] } });
  const change = [
    { id: uta.id, access: 2 },
    { id: ulf.id, access: 0 },
  ];
  expect(responseOf(await share(change))).toEqual({ error: 1 });
  expect(await members()).toHaveLength(2);
  expect((await share(change, uta)).status).toBe(403);
  expect((await share([{ id: ulf.id, access: 2 }])).json).toMatchObject({ response: { error: 0 } });
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: change, force: true });
  expect(await members()).toMatchObject([{ isOwner: true }, { sharedToUser: { id: uta.id } }]);
});

test('more invitations by e-mail than the portal takes in a day are 400; sharing by id takes none', async () => {
  const { call, owner, person, portal, wait } = aPortal();
  portal.state.settings.invitationLimit = 2;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const invite = (...emails: string[]) =>
    call(owner, `PUT files/rooms/${room}/share`, { invitations: emails.map((email) => ({ email, access: 2 })) });
  const refused = await invite('a@example.com', 'b@example.com', 'c@example.com');
  expect(refused).toMatchObject({ status: 400, json: { response: { errors: { Invitations: [expect.any(String)] } } } });
  expect((await invite('a@example.com', 'b@example.com')).status).toBe(200);
  const people = { invitations: [{ email: 'd@example.com', type: 'User' }] };
  expect((await call(owner, 'POST people/invite', people)).status).toBe(400);
  const byId = { invitations: [{ id: person('ulf', 'user').id, access: 2 }] };
  expect((await call(owner, `PUT files/rooms/${room}/share`, byId)).status).toBe(200);
  wait(86_400_001);
  expect((await invite('c@example.com')).status).toBe(200);
});

test('a text in the list of members finds the owner, members and groups by name or e-mail', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  const find = async (text: string) =>
    listOf(await call(owner, `GET files/rooms/${room}/share?filterValue=${text}`)).map((it) => it['isOwner']);
  expect(await find(owner.email)).toEqual([true]);
  expect(await find('ULF')).toEqual([false]);
  expect(await find('nobody')).toEqual([]);
});

test('with an id and an e-mail the e-mail decides who gets the level', async () => {
  const { call, owner, person } = aPortal();
  const [ulf, mia] = [person('ulf', 'user'), person('mia', 'user')];
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'Both', roomType: 5 }));
  await call(owner, `PUT files/rooms/${id}/share`, { invitations: [{ id: ulf.id, email: mia.email, access: 2 }] });
  const listed = listOf(await call(owner, `GET files/rooms/${id}/share`));
  expect(listed.map((row) => row['sharedToUser'])).toMatchObject([{ id: owner.id }, { id: mia.id }]);
});

test('the same level once more changes nothing, not even who gave it; an entry for the owner leaves the owner', async () => {
  const { portal, call, owner, person } = aPortal();
  const [ulf, rosa] = [person('ulf', 'user'), person('rosa', 'room-admin')];
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'Again', roomType: 5 }));
  const share = (who: typeof owner, invitations: unknown[]) =>
    call(who, `PUT files/rooms/${id}/share`, { invitations });
  await share(owner, [
    { id: ulf.id, access: 2 },
    { id: rosa.id, access: 9 },
  ]);
  await share(rosa, [
    { id: ulf.id, access: 2 },
    { id: owner.id, access: 2 },
    { id: owner.id, access: 0 },
  ]);
  const row = portal.state.shares.get(id)?.find(({ subjectId }) => subjectId === ulf.id);
  expect(row?.grantedBy).toBe(owner.id);
  const [first] = listOf(await call(owner, `GET files/rooms/${id}/share`));
  expect(first).toMatchObject({ access: 1, isOwner: true, subjectType: 0, sharedToUser: { id: owner.id } });
});

test('taking oneself out is allowed to anybody, in the Archive too; taking others along is not', async () => {
  const { call, owner, person } = aPortal();
  const [gus, ulf, rosa] = [person('gus', 'guest'), person('ulf', 'user'), person('rosa', 'room-admin')];
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'Left', roomType: 5 }));
  const invitations = [gus, ulf, rosa].map((who) => ({ id: who.id, access: 2 }));
  await call(owner, `PUT files/rooms/${id}/share`, { invitations });
  await call(owner, `PUT files/rooms/${id}/archive`, { deleteAfter: false });
  const both = { invitations: [rosa, ulf].map((who) => ({ id: who.id, access: 0 })) };
  expect((await call(rosa, `PUT files/rooms/${id}/share`, both)).status).toBe(403);
  for (const who of [gus, ulf, rosa]) {
    const out = { invitations: [{ id: who.id, access: 0 }] };
    expect((await call(who, `PUT files/rooms/${id}/share`, out)).status).toBe(200);
  }
  expect(listOf(await call(owner, `GET files/rooms/${id}/share`))).toHaveLength(1);
});

test('the group of everyone may have a level, and lets everyone in', async () => {
  const { call, owner, person } = aPortal();
  const everyone = 'c5cc67d1-c3e8-43c0-a3ad-3928ae3e5b5e';
  const ulf = person('ulf', 'user');
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'All', roomType: 5 }));
  expect((await call(ulf, `GET files/rooms/${id}`)).status).toBe(403);
  await call(owner, `PUT files/rooms/${id}/share`, { invitations: [{ id: everyone, access: 2 }] });
  expect((await call(ulf, `GET files/rooms/${id}`)).status).toBe(200);
  const [, group] = listOf(await call(owner, `GET files/rooms/${id}/share`));
  expect(group).toMatchObject({ subjectType: 2, sharedToGroup: { id: everyone } });
});

test('an entry is locked for its own holder, and the list of an unknown room is 404', async () => {
  const { call, owner, person } = aPortal();
  const rosa = person('rosa', 'room-admin');
  const id = idOf(await call(owner, 'POST files/rooms', { title: 'Own', roomType: 5 }));
  await call(owner, `PUT files/rooms/${id}/share`, { invitations: [{ id: rosa.id, access: 9 }] });
  const locks = async (who: typeof owner) =>
    listOf(await call(who, `GET files/rooms/${id}/share`)).map((row) => row['isLocked']);
  expect([await locks(owner), await locks(rosa)]).toEqual([
    [true, false],
    [false, true],
  ]);
  expect((await call(owner, 'GET files/rooms/987654/share')).status).toBe(404);
});
