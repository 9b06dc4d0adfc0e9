import { expect, test } from 'vitest';
import { demoIds } from '../seed/demo-ids.ts';
import { aSandbox } from './a-sandbox.ts';

const { rooms, people, groups } = demoIds;

test('somebody opens a room’s invitation link', async () => {
  await using portal = await aSandbox();
  const person = { email: 'nora@client.example', firstName: 'Nora', lastName: 'New' };
  expect(await portal.control(`POST rooms/${rooms.library}/join`, person)).toMatchObject({
    status: 200,
    json: { email: 'nora@client.example' },
  });
  expect((await portal.api(`GET files/rooms/${rooms.library}/share?filterValue=nora`)).json).toMatchObject({
    response: [{ access: 10, sharedToUser: { firstName: 'Nora', isVisitor: true } }],
  });
  expect((await portal.control('GET events')).json).toMatchObject({ events: [{ trigger: 'user.created' }] });
});

test('a refusal of the link comes in the portal’s words and with its status', async () => {
  await using portal = await aSandbox();
  const join = (room: number, body: unknown) => portal.control(`POST rooms/${room}/join`, body);
  expect(await join(rooms.fjordline, { email: 'a@b.example' })).toMatchObject({
    status: 404,
    json: { error: 'There is no such invitation link' },
  });
  expect(await join(4711, { email: 'a@b.example' })).toMatchObject({ status: 404 });
  expect(await join(rooms.library, { email: 'robert.quill@halden-moor.example' })).toMatchObject({
    status: 403,
    json: { error: 'The account is disabled' },
  });
  expect(await join(rooms.library, { email: 'nobody' })).toMatchObject({ status: 400 });
});

test('a room’s owner gives and takes levels, which no event tells', async () => {
  await using portal = await aSandbox();
  const invite = (body: unknown) => portal.control(`POST rooms/${rooms.library}/invite`, body);
  const members = async () =>
    (await portal.api(`GET files/rooms/${rooms.library}/share?filterType=User`)).json['total'];
  const before = Number(await members());
  expect(await invite({ userId: people.david, access: 2 })).toMatchObject({ json: { done: true } });
  expect(await invite({ email: 'new@client.example', access: 2 })).toMatchObject({ json: { done: true } });
  expect(await members()).toBe(before + 2);
  await invite({ userId: people.david, access: 0 });
  expect(await members()).toBe(before + 1);
  expect(await invite({ userId: people.david, access: 9 })).toMatchObject({ status: 403 });
  expect((await portal.control('GET events')).json).toEqual({ events: [] });
});

test('a form of a data room keeps whom it waits for, until forced', async () => {
  await using portal = await aSandbox();
  const key = await portal.keyOf('tomas.moor@halden-moor.example');
  await portal.control(`POST rooms/${rooms.whitcombe}/form-roles`, { userIds: [people.henry] });
  const remove = (force: boolean) => {
    const invitations = [{ id: people.henry, access: 0 }];
    return portal.api(`PUT files/rooms/${rooms.whitcombe}/share`, { invitations, force }, key);
  };
  const members = async () =>
    (await portal.api(`GET files/rooms/${rooms.whitcombe}/share?filterType=User`)).json['total'];
  expect((await remove(false)).json['response']).toEqual({ error: 1 });
  expect(await members()).toBe(2);
  expect((await remove(true)).json['response']).toEqual({ error: 0, members: [] });
  expect(await members()).toBe(1);
});

test('a guest becomes a member of a group, without an event', async () => {
  await using portal = await aSandbox();
  await portal.control(`POST groups/${groups.finance}/members`, { add: [people.greta], remove: [people.tomas] });
  expect((await portal.api(`GET people/filter?groupId=${groups.finance}&area=2`)).json).toMatchObject({ total: 1 });
  expect((await portal.api(`GET group/${groups.finance}`)).json).toMatchObject({ response: { membersCount: 2 } });
  expect((await portal.control('GET events')).json).toEqual({ events: [] });
  expect((await portal.control(`POST groups/${people.greta}/members`, {})).status).toBe(404);
});
