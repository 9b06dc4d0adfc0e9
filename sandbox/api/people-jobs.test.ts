import { expect, test } from 'vitest';
import { aPortal, idOf, responseOf } from '../model/a-portal.ts';
import type { Account } from '../model/records.ts';

const running = { error: '', percentage: 0, isCompleted: false, status: 1 };
const completed = { error: '', percentage: 100, isCompleted: true, status: 2 };

function aPortalWithRosa() {
  const portal = aPortal();
  const rosa = portal.person('rosa', 'room-admin');
  const makeRoom = async () => idOf(await portal.call(rosa, 'POST files/rooms', { title: 'Room', roomType: 2 }));
  const ownerOf = async (room: number) =>
    responseOf(await portal.call(portal.owner, `GET files/rooms/${room}`))['createdBy'];
  const dismiss = ({ id }: Account) => portal.call(portal.owner, 'PUT people/status/2', { userIds: [id] });
  return { ...portal, rosa, makeRoom, ownerOf, dismiss };
}

test('a lowered type takes the rooms away, and its progress is there to be polled', async () => {
  const { call, owner, rosa, makeRoom, ownerOf, events } = aPortalWithRosa();
  const room = await makeRoom();
  expect((await call(owner, `GET people/type/progress/${rosa.id}`)).json).not.toHaveProperty('response');
  const started = await call(owner, 'POST people/type', { type: 'User', userId: rosa.id });
  expect(responseOf(started)).toMatchObject(running);
  expect(responseOf(await call(owner, `GET people/type/progress/${rosa.id}`))).toMatchObject(completed);
  expect(responseOf(await call(owner, `GET people/${rosa.id}`))).toMatchObject({ isCollaborator: true });
  expect(await ownerOf(room)).toMatchObject({ id: owner.id });
  expect(events.at(-1)?.trigger).toBe('user.updated');
  expect((await call(rosa, 'POST people/type', { type: 'Guest', userId: owner.id })).status).toBe(403);
  expect((await call(owner, 'POST people/type', { type: 'RoomAdmin', userId: rosa.id })).status).toBe(400);
});

test('the rooms of somebody who was dismissed go to somebody else', async () => {
  const { call, owner, rosa, person, makeRoom, ownerOf, dismiss } = aPortalWithRosa();
  const heir = person('heir', 'room-admin');
  const room = await makeRoom();
  expect((await call(owner, `GET people/reassign/necessary?UserId=${rosa.id}&Type=User`)).json).toMatchObject({
    response: true,
  });
  const ask = { fromUserId: rosa.id, toUserId: heir.id };
  expect((await call(owner, 'POST people/reassign/start', ask)).status).toBe(400);
  await dismiss(rosa);
  expect((await call(heir, 'POST people/reassign/start', ask)).status).toBe(403);
  expect(responseOf(await call(owner, 'POST people/reassign/start', ask))).toMatchObject(running);
  expect(responseOf(await call(owner, `GET people/reassign/progress/${rosa.id}`))).toMatchObject(completed);
  expect(await ownerOf(room)).toMatchObject({ id: heir.id });
  expect(responseOf(await call(owner, 'PUT people/reassign/terminate', { userId: rosa.id }))).toMatchObject({
    ...completed,
    status: 3,
  });
  expect((await call(owner, `GET people/reassign/necessary?UserId=${rosa.id}`)).json).toMatchObject({
    response: false,
  });
});

test('somebody’s data are removed with the account', async () => {
  const { call, owner, rosa, makeRoom, dismiss, events } = aPortalWithRosa();
  const room = await makeRoom();
  await dismiss(rosa);
  expect(responseOf(await call(owner, 'POST people/remove/start', { userId: rosa.id }))).toMatchObject(running);
  expect(responseOf(await call(owner, `GET people/remove/progress/${rosa.id}`))).toMatchObject(completed);
  expect((await call(owner, `GET files/rooms/${room}`)).status).toBe(404);
  expect((await call(owner, `GET people/${rosa.id}`)).status).toBe(404);
  expect(events.at(-1)?.trigger).toBe('user.deleted');
});

test('a reassignment may take the account away at its end', async () => {
  const { call, owner, rosa, dismiss } = aPortalWithRosa();
  await dismiss(rosa);
  await call(owner, 'POST people/reassign/start', { fromUserId: rosa.id, toUserId: owner.id, deleteProfile: true });
  expect((await call(owner, `GET people/${rosa.id}`)).status).toBe(404);
});
