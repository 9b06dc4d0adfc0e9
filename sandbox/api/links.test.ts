import { expect, test } from 'vitest';
import { type Answer, aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';
import { joinRoom } from '../model/join-room.ts';
import type { Account } from '../model/records.ts';
import { requireRoom } from '../model/rooms.ts';

async function aRoom(roomType: number) {
  const portal = aPortal();
  const room = idOf(await portal.call(portal.owner, 'POST files/rooms', { title: 'Room', roomType }));
  const put = (body: unknown, who: Account = portal.owner): Promise<Answer> =>
    portal.call(who, `PUT files/rooms/${room}/links`, body);
  const list = async (query = '', who: Account = portal.owner) =>
    listOf(await portal.call(who, `GET files/rooms/${room}/links${query}`));
  const primary = (who: Account = portal.owner): Promise<Answer> => portal.call(who, `GET files/rooms/${room}/link`);
  return { ...portal, room, put, list, primary };
}

function linkIdOf(answer: Answer): string {
  const link = responseOf(answer)['sharedLink'];
  return typeof link === 'object' && link !== null && 'id' in link ? String(link.id) : '';
}

test('an empty body makes nothing and answers without response; with an invitation link there it is 403', async () => {
  const { put, list } = await aRoom(2);
  const answer = await put({});
  expect(answer).toMatchObject({ status: 200, json: { count: 0 } });
  expect(answer.json).not.toHaveProperty('response');
  expect(await list()).toEqual([]);
  expect((await put({ linkType: 0, access: 2 })).status).toBe(200);
  expect((await put({})).status).toBe(403);
  expect((await put({ linkType: 0, access: 10 })).status).toBe(403);
});

test('a missing linkType makes an invitation link, whatever `primary` says', async () => {
  const { put } = await aRoom(5);
  const answer = await put({ primary: true, access: 2, title: 'Guests' });
  expect(answer.json).toMatchObject({
    response: {
      subjectType: 3,
      access: 2,
      sharedLink: { linkType: 0, title: 'Guests', primary: false, currentUseCount: 0 },
    },
  });
});

test.each([2, 8, 9])('room type %i has no external links', async (roomType) => {
  const { put, primary } = await aRoom(roomType);
  expect((await put({ linkType: 1, access: 2 })).status).toBe(403);
  expect((await primary()).status).toBe(403);
});

test('reading the primary link of a custom room creates it, once', async () => {
  const { primary, list } = await aRoom(5);
  expect(await list()).toEqual([]);
  const first = await primary();
  expect(first.json).toMatchObject({
    response: { subjectType: 4, access: 2, sharedLink: { primary: true, linkType: 1 } },
  });
  expect(linkIdOf(await primary())).toBe(linkIdOf(first));
  expect(await list('?type=1')).toHaveLength(1);
  expect(await list('?type=0')).toHaveLength(0);
});

test('five additional external links, not six; none in a form-filling room', async () => {
  const { put } = await aRoom(5);
  for (let number = 0; number < 5; number++) expect((await put({ linkType: 1, access: 2 })).status).toBe(200);
  expect((await put({ linkType: 1, access: 2 })).status).toBe(403);
  const forms = await aRoom(1);
  expect((await forms.put({ linkType: 1, access: 7 })).status).toBe(403);
  expect((await forms.primary()).json).toMatchObject({ response: { access: 7 } });
});

test('editing keeps id and address; fields that are not sent fall back', async () => {
  const { put, primary } = await aRoom(5);
  const link = await primary();
  const edited = await put({
    linkId: linkIdOf(link),
    access: 10,
    expirationDate: '2026-09-01T00:00:00Z',
    password: 'long-enough-1',
  });
  expect(edited.json).toMatchObject({
    response: {
      access: 10,
      subjectType: 4,
      sharedLink: {
        id: linkIdOf(link),
        expirationDate: '2026-09-01T00:00:00.0000000Z',
        password: 'long-enough-1',
        isExpired: false,
      },
    },
  });
  const again = await put({ linkId: linkIdOf(link), access: 10 });
  expect(responseOf(again)['sharedLink']).not.toHaveProperty('expirationDate');
  expect((await put({ linkId: linkIdOf(link), access: 10, password: 'short' })).status).toBe(400);
  expect((await put({ linkId: linkIdOf(link), access: 9 })).status).toBe(403);
});

test('an external link may be expired already; an invitation link may not', async () => {
  const { put } = await aRoom(5);
  const past = '2026-06-01T00:00:00Z';
  expect((await put({ linkType: 1, access: 2, expirationDate: past })).json).toMatchObject({
    response: { sharedLink: { isExpired: true } },
  });
  expect((await put({ linkType: 0, access: 2, expirationDate: past })).status).toBe(400);
  expect((await put({ linkType: 0, access: 2, maxUseCount: 0 })).status).toBe(400);
});

test('the primary link of a public room ignores expiry and cannot be lost: deleting it makes a fresh one', async () => {
  const { put, primary, list } = await aRoom(6);
  const old = await primary();
  const edited = await put({
    linkId: linkIdOf(old),
    linkType: 1,
    access: 2,
    expirationDate: '2026-09-01T00:00:00Z',
    internal: true,
  });
  expect(responseOf(edited)['sharedLink']).not.toHaveProperty('expirationDate');
  expect(edited.json).toMatchObject({ response: { sharedLink: { internal: false } } });
  const fresh = await put({ linkId: linkIdOf(old), access: 0 });
  expect(linkIdOf(fresh)).not.toBe(linkIdOf(old));
  expect(await list()).toHaveLength(1);
});

test('deleting the primary link of a custom room leaves none and answers without response', async () => {
  const { put, primary, list } = await aRoom(5);
  const answer = await put({ linkId: linkIdOf(await primary()), access: 0 });
  expect(answer.json).not.toHaveProperty('response');
  expect(await list()).toEqual([]);
});

test('without the right to read links the lists are empty, never refused', async () => {
  const { put, list, person, call, room } = await aRoom(5);
  await put({ linkType: 0, access: 2 });
  const ada = person('ada', 'docspace-admin');
  expect(await list('', ada)).toEqual([]);
  expect(listOf(await call(ada, `GET files/rooms/${room}/share?filterType=15`))).toEqual([]);
  expect((await put({ linkType: 1, access: 2 }, ada)).status).toBe(403);
});

test('links stay in the Archive and are read there, and cannot be changed', async () => {
  const { put, primary, list, call, owner, room } = await aRoom(5);
  const link = await primary();
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(await list()).toHaveLength(1);
  expect((await put({ linkId: linkIdOf(link), access: 0 })).status).toBe(403);
});

test('an invitation link counts its uses up to its number, which may not fall below them', async () => {
  const { put, list, portal, room } = await aRoom(5);
  const link = await put({ linkType: 0, access: 2, maxUseCount: 3 });
  expect(link.json).toMatchObject({ response: { sharedLink: { maxUseCount: 3, currentUseCount: 0 } } });
  for (const email of ['a@x.example', 'b@x.example'])
    joinRoom(portal, requireRoom(portal.state, room), { email, firstName: '', lastName: '' });
  expect(await list('?type=0')).toMatchObject([{ sharedLink: { currentUseCount: 2 } }]);
  expect((await put({ linkId: linkIdOf(link), access: 2, maxUseCount: 1 })).status).toBe(400);
  expect((await put({ linkId: linkIdOf(link), access: 2, maxUseCount: 1001 })).status).toBe(400);
  const edited = await put({ linkId: linkIdOf(link), access: 2, maxUseCount: 2, currentUseCount: 0 });
  expect(edited.json).toMatchObject({ response: { sharedLink: { maxUseCount: 2, currentUseCount: 2 } } });
});

test('denyDownload and internal are kept; a data room forces people to sign in', async () => {
  const { put } = await aRoom(5);
  expect((await put({ linkType: 1, access: 2, denyDownload: true, internal: true })).json).toMatchObject({
    response: { sharedLink: { denyDownload: true, internal: true } },
  });
  const data = await aRoom(8);
  expect((await data.put({ linkType: 0, access: 2 })).json).toMatchObject({
    response: { sharedLink: { internal: true } },
  });
});

test('the primary link of a form-filling room is renewed when it is deleted', async () => {
  const { put, primary, list } = await aRoom(1);
  const old = await primary();
  const fresh = await put({ linkId: linkIdOf(old), linkType: 1, access: 0 });
  expect(fresh.json).toMatchObject({ response: { access: 7, sharedLink: { primary: true } } });
  expect(linkIdOf(fresh)).not.toBe(linkIdOf(old));
  expect(await list('?type=1')).toHaveLength(1);
});
