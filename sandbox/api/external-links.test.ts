import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, responseOf } from '../model/a-portal.ts';

const Link = z.looseObject({ sharedLink: z.looseObject({ id: z.string(), requestToken: z.string() }) });

async function aLinkedRoom(roomType = 6) {
  const portal = aPortal();
  const { call, send, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Press', roomType }));
  const { sharedLink } = Link.parse(responseOf(await call(owner, `GET files/rooms/${room}/link`)));
  const key = sharedLink.requestToken;
  const visit = (operation: string, headers: Record<string, string> = {}) => send(operation, { headers });
  const change = (body: Record<string, unknown>) =>
    call(owner, `PUT files/rooms/${room}/links`, { linkId: sharedLink.id, linkType: 1, access: 2, ...body });
  return { ...portal, room, key, linkId: sharedLink.id, visit, change };
}

test('the key of an external link opens the room to anybody, as a query or as a header, to read', async () => {
  const { room, key, visit, call, owner, send } = await aLinkedRoom();
  expect(await visit(`GET files/rooms/${room}`)).toMatchObject({ status: 401, text: '' });
  expect((await visit(`GET files/rooms/${room}?share=${key}`)).json).toMatchObject({
    response: { id: room, access: 2, security: { Read: true, Create: false, EditAccess: false } },
  });
  expect((await visit(`GET files/${room}`, { 'request-token': key })).status).toBe(200);
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'Other', roomType: 5 }));
  expect((await visit(`GET files/rooms/${other}?share=${key}`)).status).toBe(403);
  expect((await visit(`GET people/@self?share=${key}`)).status).toBe(401);
  const body = { headers: { 'content-type': 'application/json' }, body: '{"title":"a"}' };
  expect((await send(`POST files/folder/${room}?share=${key}`, body)).status).toBe(401);
});

test('a link says what it is to who opens it, and names the room only to those who get in', async () => {
  const { room, key, linkId, visit, change } = await aLinkedRoom(5);
  expect(responseOf(await visit(`GET files/share/${key}`))).toMatchObject({
    ...{ status: 0, id: String(room), title: 'Press', linkId, isRoom: true, shared: false, isAuthenticated: false },
  });
  await change({ expirationDate: '2020-01-01T00:00:00Z' });
  expect(responseOf(await visit(`GET files/share/${key}`))).toMatchObject({ status: 2, title: '' });
  await change({ internal: true });
  expect(responseOf(await visit(`GET files/share/${key}`))).toMatchObject({ status: 5 });
  expect(responseOf(await visit('GET files/share/nothing'))).toMatchObject({ status: 1, id: '' });
});

test('a password is asked for once, and then remembered by a cookie', async () => {
  const { room, key, visit, change, send } = await aLinkedRoom();
  await change({ password: 'open-sesame' });
  expect(responseOf(await visit(`GET files/share/${key}`))).toMatchObject({ status: 3 });
  expect((await visit(`GET files/rooms/${room}?share=${key}`)).status).toBe(401);
  const give = (password: string) =>
    send(`POST files/share/${key}/password`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    });
  expect(responseOf(await give('wrong'))).toMatchObject({ status: 4 });
  const given = await give('open-sesame');
  expect(responseOf(given)).toMatchObject({ status: 0, title: 'Press' });
  const cookie = given.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await visit(`GET files/rooms/${room}?share=${key}`, { cookie })).status).toBe(200);
  await change({ password: 'another-one' });
  expect((await visit(`GET files/rooms/${room}?share=${key}`, { cookie })).status).toBe(401);
});

test('external links are dead in the Archive, and open again when the room is back', async () => {
  const { room, key, visit, call, owner } = await aLinkedRoom();
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(responseOf(await visit(`GET files/share/${key}`))).toMatchObject({ status: 1, title: '' });
  expect((await visit(`GET files/rooms/${room}?share=${key}`)).status).toBe(401);
  await call(owner, `PUT files/rooms/${room}/unarchive`, {});
  expect((await visit(`GET files/rooms/${room}?share=${key}`)).status).toBe(200);
});
