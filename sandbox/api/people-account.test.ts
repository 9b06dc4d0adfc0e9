import { expect, test } from 'vitest';
import { aPortal, listOf, responseOf } from '../model/a-portal.ts';

test('culture, activation, photo and the wish to be deleted publish user.updated; a password publishes nothing', async () => {
  const { call, owner, person, events } = aPortal();
  const ulf = person('ulf', 'user');
  await call(ulf, `PUT people/${ulf.id}/culture`, { cultureName: 'de' });
  await call(owner, 'PUT people/activationstatus/Pending', { userIds: [ulf.id] });
  await call(ulf, `PUT people/${ulf.id}/photo`, { files: '/photos/ulf.png' });
  await call(ulf, `DELETE people/${ulf.id}/photo`);
  await call(ulf, 'PUT people/self/delete');
  expect(events.map(({ trigger }) => trigger)).toEqual(Array(5).fill('user.updated'));
  expect((await call(ulf, `PUT people/${ulf.id}/password`, { password: 'another-one' })).status).toBe(200);
  expect(events).toHaveLength(5);
  expect(responseOf(await call(ulf, 'GET people/@self'))).toMatchObject({ cultureName: 'de', activationStatus: 2 });
});

test('a person changes their own account; others are for who manages them', async () => {
  const { call, owner, person } = aPortal();
  const [ulf, rita] = [person('ulf', 'user'), person('rita', 'room-admin')];
  for (const [path, body] of [
    ['culture', { cultureName: 'de' }],
    ['password', { password: 'another-one' }],
    ['photo', { files: 'x' }],
  ] as const) {
    expect((await call(rita, `PUT people/${ulf.id}/${path}`, body)).status).toBe(403);
    expect((await call(owner, `PUT people/${ulf.id}/${path}`, body)).status).toBe(200);
    expect((await call(owner, `PUT people/nobody/${path}`, body)).status).toBe(404);
  }
});

test('a password must satisfy the policy of the portal', async () => {
  const { call, owner } = aPortal();
  const set = async (password: string) => (await call(owner, `PUT people/${owner.id}/password`, { password })).status;
  expect(await set('short')).toBe(400);
  expect(await set('with a space')).toBe(400);
  expect(await set('longenough')).toBe(200);
  const policy = { minLength: 8, upperCase: true, digits: true, specSymbols: true };
  expect((await call(owner, 'PUT settings/security/password', policy)).status).toBe(200);
  expect(await set('longenough')).toBe(400);
  expect(await set('Longenough1!')).toBe(200);
});

test('the photo of a person has six sizes, and shows in the person', async () => {
  const { call, owner } = aPortal();
  const photo = responseOf(await call(owner, `GET people/${owner.id}/photo`));
  expect(Object.keys(photo)).toEqual(['original', 'retina', 'max', 'big', 'medium', 'small']);
  await call(owner, `PUT people/${owner.id}/photo`, { files: '/photos/olga.png' });
  expect(responseOf(await call(owner, 'GET people/@self'))).toMatchObject({
    hasAvatar: true,
    avatarSmall: '/photos/olga.png',
  });
});

test('a theme is of the person who chose it', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  await call(ulf, 'PUT people/theme', { theme: 'Dark' });
  expect(responseOf(await call(ulf, 'GET people/theme'))).toMatchObject({ theme: 1 });
  expect(responseOf(await call(owner, 'GET people/theme'))).toMatchObject({ theme: 2 });
});

test('invitations are sent again to people who have still to accept, and count 1', async () => {
  const { call, owner, person } = aPortal();
  await call(owner, 'POST people/invite', { invitations: [{ email: 'a@example.com', type: 'User' }] });
  const ulf = person('ulf', 'user');
  expect(listOf(await call(owner, 'PUT people/invite', { resendAll: true }))).toMatchObject([
    { email: 'a@example.com' },
  ]);
  expect((await call(owner, 'PUT people/invite', { userIds: [ulf.id] })).json).toMatchObject({
    count: 1,
    response: [],
  });
  expect((await call(ulf, 'PUT people/invite', { resendAll: true })).status).toBe(403);
});

test('mails about passwords and addresses are acknowledged', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  expect((await call(ulf, 'POST people/password', { email: ulf.email })).json).toHaveProperty('response');
  expect((await call(ulf, 'POST people/password', { email: 'x' })).status).toBe(400);
  expect((await call(owner, 'POST people/email', { userId: ulf.id, email: 'new@example.com' })).status).toBe(200);
  expect((await call(owner, 'POST people/email', { userId: ulf.id, email: owner.email })).status).toBe(400);
  expect((await call(ulf, 'POST people/email', { userId: owner.id, email: 'new@example.com' })).status).toBe(403);
});
