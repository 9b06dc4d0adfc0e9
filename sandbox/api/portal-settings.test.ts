import { expect, test } from 'vitest';
import { aPortal, responseOf } from '../model/a-portal.ts';

test('settings are shown to everybody as far as a login page needs them, and more to who is signed in', async () => {
  const { call, owner } = aPortal();
  const open = responseOf(await call(undefined, 'GET settings'));
  expect(open).toMatchObject({ docSpace: true, version: '3.7.2', ownerId: owner.id });
  expect(open).not.toHaveProperty('timezone');
  expect(responseOf(await call(owner, 'GET settings'))).toMatchObject({ timezone: 'UTC', utcOffset: '00:00:00' });
});

test('what clients read at their start is there', async () => {
  const { call, owner } = aPortal();
  expect(responseOf(await call(owner, 'GET portal'))).toMatchObject({ ownerId: owner.id, tenantId: 1 });
  expect(responseOf(await call(undefined, 'GET capabilities'))).toMatchObject({ oauthEnabled: false });
  const files = responseOf(await call(owner, 'GET files/settings'));
  expect(files).toMatchObject({ chunkUploadSize: 10_485_760 });
  expect(files).toHaveProperty(['extsConvertible', '.docx', 0]);
  for (const path of ['modules', 'settings/version/build', 'portal/tariff', 'portal/usedspace', 'portal/userscount'])
    expect((await call(owner, `GET ${path}`)).status, path).toBe(200);
});

test('quota and tariff say what the sandbox is told to limit', async () => {
  const { call, owner, portal } = aPortal();
  expect(responseOf(await call(owner, 'GET portal/quota'))).toMatchObject({ countRoom: -1, countRoomAdmin: -1 });
  Object.assign(portal.state.settings, { roomLimit: 3, paidSeats: 2, tenantQuota: 1000 });
  expect(responseOf(await call(owner, 'GET portal/quota'))).toMatchObject({
    ...{ countRoom: 3, countRoomAdmin: 2, maxTotalSize: 1000 },
  });
});

test('who may invite whom is a setting that the portal obeys', async () => {
  const { call, owner, person } = aPortal();
  const off = { allowInvitingMembers: false, allowInvitingGuests: false };
  expect((await call(person('rita', 'room-admin'), 'PUT settings/invitationsettings', off)).status).toBe(403);
  expect(responseOf(await call(owner, 'PUT settings/invitationsettings', off))).toEqual(off);
  const people = { invitations: [{ email: 'a@example.com', type: 'User' }] };
  expect((await call(owner, 'POST people/invite', people)).status).toBe(403);
});

test('developer tools limited to admins refuse keys to others', async () => {
  const { call, owner, person } = aPortal();
  const rita = person('rita', 'room-admin');
  expect((await call(rita, 'POST keys', { name: 'a' })).status).toBe(200);
  await call(owner, 'POST settings/devtoolsaccess', { limitedAccessForUsers: true });
  expect(responseOf(await call(rita, 'GET settings/devtoolsaccess'))).toMatchObject({ limitedAccessForUsers: true });
  expect((await call(rita, 'POST keys', { name: 'a' })).status).toBe(403);
  expect((await call(owner, 'POST keys', { name: 'a' })).status).toBe(200);
});

test('login settings, addresses that may enter and the greeting are kept, and set back', async () => {
  const { call, owner } = aPortal();
  const login = { attemptCount: 3, blockTime: 10, checkPeriod: 10 };
  expect(responseOf(await call(owner, 'PUT settings/security/loginsettings', login))).toEqual({
    ...login,
    isDefault: false,
  });
  expect(responseOf(await call(owner, 'DELETE settings/security/loginsettings'))).toMatchObject({ isDefault: true });
  expect((await call(owner, 'PUT settings/security/loginsettings', { ...login, attemptCount: 0 })).status).toBe(400);
  const restrictions = { enable: true, ipRestrictions: [{ ip: '10.0.0.1', forAdmin: false }] };
  expect(responseOf(await call(owner, 'PUT settings/iprestrictions', restrictions))).toEqual(restrictions);
  expect((await call(owner, 'GET settings/iprestrictions')).json).toMatchObject({
    response: [{ id: 1, ip: '10.0.0.1' }],
  });
  await call(owner, 'POST settings/greetingsettings', { title: 'Halden & Moor' });
  expect((await call(owner, 'GET settings/greetingsettings')).json).toMatchObject({ response: 'Halden & Moor' });
  expect((await call(owner, 'POST settings/greetingsettings/restore')).json).toMatchObject({ response: 'Web Office' });
});
