import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf } from '../../../sandbox/model/a-portal.ts';

// A program with the habits of the vendor's plug-ins for other sites (WordPress, Pipedrive): it looks around before it
// signs in, signs in by a hash, carries the cookie, names enums, and pages people until `total`.

test('what a plug-in reads before it signs in is open to everybody', async () => {
  const { send, owner } = aPortal();
  for (const path of ['settings', 'security/csp', 'settings/version/build', 'capabilities']) {
    expect((await send(`GET ${path}`, {})).status, path).toBe(200);
  }
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const body = JSON.stringify({ email: owner.email });
  expect((await send('POST people/password', { headers, body })).status).toBe(200);
});

test('an account is made with a hash, signs in by it and is known by its cookie', async () => {
  const { call, send, owner } = aPortal();
  const person = { email: 'wp@site.example', passwordHash: 'a-hash', firstname: 'Wanda', lastname: 'Press', type: 4 };
  expect(responseOf(await call(owner, 'POST people/active', person))).toMatchObject({ displayName: 'Wanda Press' });
  const credentials = { userName: person.email, passwordHash: person.passwordHash };
  const token = z.string().parse(responseOf(await call(undefined, 'POST authentication', credentials))['token']);
  const headers = { cookie: `asc_auth_key=${token}` };
  expect(responseOf(await send('GET people/@self', { headers }))).toMatchObject({ isCollaborator: true });
  expect((await call(undefined, 'POST authentication/123456', { ...credentials, code: '123456' })).status).toBe(401);
  expect((await send('POST authentication/logout', { headers })).status).toBe(200);
  expect((await send('GET people/@self', { headers })).status).toBe(401);
});

test('groups are made and changed with members to add and to remove, and share a room by its names of levels', async () => {
  const { call, owner, person } = aPortal();
  const [ulf, uta] = [person('ulf', 'user'), person('uta', 'user')];
  const made = await call(owner, 'POST group', { groupName: 'Site', groupManager: owner.id, members: [ulf.id] });
  const { id } = z.object({ id: z.string() }).parse(responseOf(made));
  const change = { groupName: 'The site', membersToAdd: [uta.id], membersToRemove: [ulf.id] };
  expect(responseOf(await call(owner, `PUT group/${id}`, change))).toMatchObject({ name: 'The site' });
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Deal', roomType: 'CustomRoom', tags: ['deal'] }));
  const shared = await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id, access: 'Editing' }] });
  expect(responseOf(shared)['members']).toMatchObject([{ access: 10, sharedToGroup: { id, name: 'The site' } }]);
  expect(responseOf(await call(uta, `GET files/rooms/${room}`))).toMatchObject({ access: 10, tags: ['deal'] });
});

test('people of one type are paged until `total`', async () => {
  const { call, owner, person } = aPortal();
  for (const name of ['ann', 'bea', 'cora']) person(name, 'user');
  const found: unknown[] = [];
  for (let startIndex = 0, total = 1; startIndex < total; startIndex += 2) {
    const page = await call(owner, `GET people/simple/filter?employeeType=4&startIndex=${startIndex}&count=2`);
    total = z.object({ total: z.number() }).parse(page.json).total;
    found.push(...listOf(page).map(({ displayName }) => displayName));
  }
  expect(found).toEqual(['ann Test', 'bea Test', 'cora Test']);
});
