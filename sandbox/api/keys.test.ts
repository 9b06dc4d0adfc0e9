import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Answer, aPortal, keyOf, listOf, responseOf, type TestPortal } from '../model/a-portal.ts';
import type { Account } from '../model/records.ts';
import { putKey } from '../model/state.ts';

const Made = z.object({ response: z.looseObject({ id: z.string(), key: z.string() }) });

async function makeKey({ call }: TestPortal, who: Account, body: Record<string, unknown> = {}) {
  return Made.parse((await call(who, 'POST keys', { name: 'robot', ...body })).json).response;
}

/** Gives a person's key these scopes. */
function restrict({ portal }: TestPortal, who: Account, permissions: string[]): void {
  const known = portal.state.keys.get(who.id);
  if (known) putKey(portal.state, { ...known, permissions });
}

function withKey({ send }: TestPortal, operation: string, authorization: string): Promise<Answer> {
  return send(operation, { headers: { authorization } });
}

test('a key is "sk-" and 64 lower-case hexadecimal digits, and is later known by its last four only', async () => {
  const world = aPortal();
  const { key, id } = await makeKey(world, world.owner);
  expect(key).toMatch(/^sk-[0-9a-f]{64}$/);
  const listed = listOf(await world.call(world.owner, 'GET keys')).find((it) => it['id'] === id);
  expect(listed).toMatchObject({ key: `sk-***${key.slice(-4)}`, keyPostfix: key.slice(-4), isActive: true });
});

test('a key without restrictions shows an empty list of permissions', async () => {
  const world = aPortal();
  expect(await makeKey(world, world.owner)).toMatchObject({ permissions: [] });
});

test('what a key may be limited to is a list of texts', async () => {
  const { call, owner } = aPortal();
  const { json } = await call(owner, 'GET keys/permissions');
  const scopes = ['files', 'rooms', 'accounts', 'accounts.self'].flatMap((name) => [`${name}:read`, `${name}:write`]);
  const known = z.object({ response: z.array(z.string()) }).parse(json).response;
  expect(known.toSorted()).toEqual([...scopes, '*', '*:read'].toSorted());
});

test.each([{ name: ' ' }, { name: 'x'.repeat(31) }, { expiresInDays: 0 }, { expiresInDays: 366 }])(
  'a key has a name of 30 characters at most and 1 to 365 days: %j is 400',
  async (wrong) => {
    const { call, owner } = aPortal();
    expect((await call(owner, 'POST keys', { name: 'robot', ...wrong })).status).toBe(400);
  },
);

test('a key that has passed its days is 401 without a body', async () => {
  const world = aPortal();
  const { key } = await makeKey(world, world.owner, { expiresInDays: 1 });
  expect((await withKey(world, 'GET people/@self', `Bearer ${key}`)).status).toBe(200);
  world.wait(24 * 60 * 60 * 1000);
  expect(await withKey(world, 'GET people/@self', `Bearer ${key}`)).toMatchObject({ status: 401, text: '' });
});

test('DocSpace admins see all keys, others their own; changing and deleting a key answer true', async () => {
  const world = aPortal();
  const { call, person, owner } = world;
  const [admin, user] = [person('anna', 'docspace-admin'), person('ulf', 'user')];
  const { id } = await makeKey(world, user);
  expect(listOf(await call(user, 'GET keys'))).toHaveLength(2);
  expect(listOf(await call(admin, 'GET keys'))).toHaveLength(4);
  expect((await call(person('otto', 'user'), `PUT keys/${id}`, { name: 'mine' })).status).toBe(403);
  expect((await call(user, `PUT keys/${id}`, { name: 'renamed', isActive: false })).json).toMatchObject({
    response: true,
  });
  expect(listOf(await call(user, 'GET keys'))).toContainEqual(
    expect.objectContaining({ id, name: 'renamed', isActive: false }),
  );
  expect((await call(owner, `DELETE keys/${id}`)).json).toMatchObject({ response: true });
  expect(listOf(await call(user, 'GET keys'))).toHaveLength(1);
});

test('keys/@self tells of the key that asks, whatever its scope, and when it was used', async () => {
  const world = aPortal();
  const { key, id } = await makeKey(world, world.owner, { permissions: ['accounts:read'] });
  const asked = responseOf(await withKey(world, 'GET keys/@self', `Bearer ${key}`));
  expect(asked).toMatchObject({ id, permissions: ['accounts:read'], lastUsed: '2026-07-01T09:00:00.0000000Z' });
  world.wait(60_000);
  await withKey(world, 'GET people', `Bearer ${key}`);
  const used = listOf(await world.call(world.owner, 'GET keys')).find((it) => it['id'] === id);
  expect(used).toMatchObject({ lastUsed: '2026-07-01T09:01:00.0000000Z' });
});

test('Bearer is matched by its case', async () => {
  const world = aPortal();
  for (const word of ['bearer', 'BEARER'])
    expect(await withKey(world, 'GET people/@self', `${word} ${keyOf(world.owner)}`)).toMatchObject({ status: 401 });
});

test('a request with a key acts as who made the key', async () => {
  const world = aPortal();
  const anna = world.person('anna', 'room-admin');
  const { key } = await makeKey(world, anna, { permissions: ['rooms:write'] });
  const made = await world.send('POST files/rooms', {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Made by a key', roomType: 5 }),
  });
  expect(responseOf(made)).toMatchObject({ createdBy: { id: anna.id } });
});

test.each([
  [['rooms:read'], ['GET files/rooms'], ['POST files/rooms', 'GET files/@my', 'GET people']],
  [['rooms:write'], ['GET files/rooms', 'POST files/rooms'], ['POST files/tags', 'PUT files/fileops/copy']],
  [['rooms:write'], [], ['POST files/roomtemplate', 'POST files/owner', 'POST files/folder/1', 'POST files/1/text']],
  [['files:read'], ['GET files/@my', 'GET files/tags', 'GET files/fileops'], ['POST files/tags', 'GET files/rooms']],
  [['files:write'], ['GET files/@my', 'POST files/tags', 'PUT files/fileops/copy'], ['POST files/rooms']],
  [['accounts.self:read'], ['GET people/@self'], ['GET people', 'PUT people/@self/password']],
  [['accounts:read'], ['GET people', 'GET group'], ['GET people/@self', 'PUT people/status/2', 'POST group']],
  [['accounts:write'], ['GET people', 'PUT people/status/2', 'POST group'], ['GET group', 'GET files/rooms']],
  [['*:read'], ['GET files/rooms', 'GET group', 'GET keys', 'GET settings'], ['POST files/rooms', 'POST keys']],
  [['files:write', 'rooms:write', 'accounts:write'], [], ['GET keys', 'POST keys', 'GET portal']],
  [['*'], ['GET keys', 'POST files/rooms', 'GET group'], []],
])('a key with the scopes %j passes %j and is 403 without a body at %j', async (permissions, open, closed) => {
  const world = aPortal();
  restrict(world, world.owner, permissions);
  const ask = (operation: string): Promise<Answer> =>
    world.call(world.owner, operation, operation.startsWith('GET') ? undefined : {});
  for (const operation of open) expect((await ask(operation)).status, operation).not.toBe(403);
  for (const operation of closed) expect(await ask(operation), operation).toMatchObject({ status: 403, text: '' });
});

test('what anybody may read is closed to a key without the scope, and open to none at all', async () => {
  const world = aPortal();
  const { call, owner } = world;
  const made = await call(owner, 'POST files/rooms', { title: 'Open', roomType: 5 });
  const room = `GET files/rooms/${String(responseOf(made)['id'])}`;
  restrict(world, owner, ['accounts:read']);
  expect(await call(owner, room)).toMatchObject({ status: 403, text: '' });
  expect((await call(undefined, room)).status).toBe(401);
});
