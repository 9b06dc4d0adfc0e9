import { expect, test } from 'vitest';
import * as z from 'zod';
import { textWith } from '../../test/support/matchers.ts';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

const Link = z.object({ sharedLink: z.looseObject({ id: z.string(), requestToken: z.string() }) });

async function aFile() {
  const portal = aPortal();
  const { call, owner } = portal;
  const id = idOf(await call(owner, 'POST files/@my/text', { title: 'note', content: 'hello' }));
  return { ...portal, id };
}

test('reading the primary link of a file makes it once, for viewing', async () => {
  const { call, owner, id } = await aFile();
  expect((await call(owner, `GET files/file/${id}/links`)).json).toMatchObject({ response: [], count: 0, total: 0 });
  const first = await call(owner, `GET files/file/${id}/link`);
  expect(first.json).toMatchObject({
    response: {
      subjectType: 4,
      access: 2,
      canEditInternal: true,
      canEditDenyDownload: true,
      canEditExpirationDate: true,
      sharedLink: { primary: true, linkType: 1, shareLink: textWith('/s/'), isExpired: false },
    },
  });
  const again = await call(owner, `GET files/file/${id}/link`);
  expect(Link.parse(responseOf(again)).sharedLink.id).toBe(Link.parse(responseOf(first)).sharedLink.id);
  expect((await call(owner, 'GET files/file/999/link')).status).toBe(404);
});

test('more links are made, changed by their id, and deleted with access 0; the seventh is one too many', async () => {
  const { call, owner, id } = await aFile();
  const put = (body: Record<string, unknown>) => call(owner, `PUT files/file/${id}/links`, { access: 2, ...body });
  const made = await put({ title: 'For Jo', denyDownload: true, password: 'SecurePass123' });
  expect(made.json).toMatchObject({
    response: {
      subjectType: 1,
      isLocked: false,
      sharedLink: { title: 'For Jo', primary: false, denyDownload: true, internal: false, password: 'SecurePass123' },
    },
  });
  const linkId = Link.parse(responseOf(made)).sharedLink.id;
  expect((await put({ linkId, title: 'For Jon' })).json).toMatchObject({
    response: { sharedLink: { id: linkId, title: 'For Jon' } },
  });
  const unknown = '00000000-0000-0000-0000-000000000001';
  expect((await put({ linkId: unknown })).json).toMatchObject({ response: { sharedLink: { id: unknown } } });
  expect((await put({ primary: true })).json).toMatchObject({ response: { subjectType: 4 } });
  for (let number = 0; number < 3; number++) expect((await put({})).status).toBe(200);
  expect((await put({})).status).toBe(403);
  expect((await put({ linkId, access: 0 })).json).not.toHaveProperty('response');
  expect(listOf(await call(owner, `GET files/file/${id}/links`))).toHaveLength(5);
});

test('a link of a file cannot have every level, and not everybody makes one', async () => {
  const { call, owner, id, person } = await aFile();
  for (const access of [1, 9, 11, 3])
    expect(await call(owner, `PUT files/file/${id}/links`, { access })).toMatchObject({
      status: 403,
      json: { error: { message: 'The role is not available for this user type' } },
    });
  expect((await call(person('ulf', 'user'), `PUT files/file/${id}/links`, { access: 2 })).status).toBe(403);
  expect((await call(owner, 'PUT files/file/999/links', { access: 2 })).status).toBe(404);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 2 }));
  const inside = idOf(await call(owner, `POST files/${room}/text`, { title: 'a', content: 'x' }));
  expect((await call(owner, `GET files/file/${inside}/link`)).status).toBe(403);
});

test('folders have links too, and a room’s stay those of the room; nothing in the Archive gets one', async () => {
  const { call, owner } = await aFile();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Sub' }));
  expect((await call(owner, `POST files/folder/${folder}/link`, { title: 'Sub' })).json).toMatchObject({
    response: { subjectType: 4, sharedLink: { title: 'Sub' } },
  });
  const ofRoom = Link.parse(responseOf(await call(owner, `GET files/rooms/${room}/link`))).sharedLink.id;
  expect((await call(owner, `GET files/folder/${room}/link`)).json).toMatchObject({
    response: { sharedLink: { id: ofRoom } },
  });
  expect((await call(owner, `PUT files/folder/${room}/links`, { access: 2 })).json).toMatchObject({
    response: { subjectType: 1 },
  });
  expect(listOf(await call(owner, `GET files/folder/${room}/links`))).toHaveLength(2);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect((await call(owner, `PUT files/folder/${folder}/links`, { access: 2 })).status).toBe(403);
});

test('an external link says to anybody what it leads to, or why it does not open', async () => {
  const { call, owner, id } = await aFile();
  const link = async (body: Record<string, unknown>) =>
    Link.parse(responseOf(await call(owner, `PUT files/file/${id}/links`, { access: 2, ...body }))).sharedLink
      .requestToken;
  const statusOf = async (key: string) => responseOf(await call(undefined, `GET files/share/${key}`))['status'];
  const open = await link({});
  expect((await call(undefined, `GET files/share/${open}`)).json).toMatchObject({
    response: { status: 0, id: String(id), title: 'note.txt', type: 2, isAuthenticated: false, isRoom: false },
  });
  expect(await statusOf('nothing')).toBe(1);
  expect(await statusOf(await link({ expirationDate: '2020-01-01T00:00:00Z' }))).toBe(2);
  const locked = await link({ password: 'SecurePass123' });
  expect(await statusOf(locked)).toBe(3);
  const enter = async (password: string) =>
    responseOf(await call(undefined, `POST files/share/${locked}/password`, { password }))['status'];
  expect([await enter('wrong'), await enter('SecurePass123')]).toEqual([4, 0]);
  const internal = await link({ internal: true });
  expect(await statusOf(internal)).toBe(5);
  expect((await call(owner, `GET files/share/${internal}`)).json).toMatchObject({ response: { status: 0 } });
});

test('a file of My documents is shared with people and groups, seen by them in @share, and left by them', async () => {
  const { call, owner, id, person } = await aFile();
  const [ulf, uma] = [person('ulf', 'user'), person('uma', 'user')];
  expect((await call(ulf, `GET files/file/${id}`)).status).toBe(403);
  const share = [
    { shareTo: ulf.id, access: 2 },
    { email: uma.email, access: 10 },
  ];
  const answer = await call(owner, `PUT files/file/${id}/share`, { share });
  expect(listOf(answer)).toMatchObject([
    { isOwner: true, sharedToUser: { id: owner.id } },
    { access: 2, sharedToUser: { id: ulf.id } },
    { access: 10, sharedToUser: { id: uma.id } },
  ]);
  expect((await call(ulf, 'GET files/@share')).json).toMatchObject({ response: { total: 1, files: [{ id }] } });
  expect((await call(ulf, `PUT files/file/${id}`, { title: 'x' })).status).toBe(403);
  const edit = async (who: typeof ulf) => (await call(who, `POST files/file/${id}/edit_session`)).status;
  expect([await edit(ulf), await edit(uma)]).toEqual([403, 200]);
  expect((await call(ulf, 'DELETE files/share', { fileIds: [id] })).json).toMatchObject({ response: true });
  expect((await call(ulf, `GET files/file/${id}`)).status).toBe(403);
  expect(listOf(await call(owner, `GET files/file/${id}/share`))).toHaveLength(2);
  await call(owner, 'PUT files/share', { fileIds: [id], share: [{ shareTo: uma.id, access: 0 }] });
  expect(listOf(await call(owner, 'POST files/share', { fileIds: [id] }))).toHaveLength(1);
});

test('what is in a room is not shared by itself, and a file has no managers', async () => {
  const { call, owner, id, person } = await aFile();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const inside = idOf(await call(owner, `POST files/${room}/text`, { title: 'a', content: 'x' }));
  const share = [{ shareTo: person('ulf', 'user').id, access: 2 }];
  expect((await call(owner, `PUT files/file/${inside}/share`, { share })).status).toBe(403);
  expect(listOf(await call(owner, `PUT files/folder/${room}/share`, { share }))).toHaveLength(2);
  const manage = { share: [{ ...share[0], access: 9 }] };
  expect((await call(owner, `PUT files/file/${id}/share`, manage)).status).toBe(403);
});
