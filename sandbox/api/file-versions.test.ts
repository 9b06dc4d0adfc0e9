import { expect, test } from 'vitest';
import { textLike, textWith } from '../../test/support/matchers.ts';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

async function aFile() {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const write = (content: string) =>
    call(owner, `POST files/${room}/text`, { title: 'note', content, createNewIfExist: true });
  const id = idOf(await write('one'));
  portal.events.length = 0;
  const read = async (query = '') => (await call(owner, `GET /filehandler.ashx?fileid=${id}${query}`)).text;
  return { ...portal, room, id, write, read };
}

test('a new file has one version; each overwriting keeps the older ones, the latest first', async () => {
  const { call, owner, id, write, read } = await aFile();
  const versions = async () => listOf(await call(owner, `GET files/file/${id}/history`));
  expect(await versions()).toMatchObject([{ id, version: 1, versionGroup: 1, comment: 'Created', fileStatus: 0 }]);
  await write('two, longer');
  expect(await versions()).toMatchObject([
    { id, version: 2, pureContentLength: 11 },
    { id, version: 1, pureContentLength: 3 },
  ]);
  expect([await read(), await read('&version=1'), await read('&version=3')]).toEqual(['two, longer', 'one', '']);
});

test('the edit history is told the oldest first, with who made each version', async () => {
  const { call, owner, id, write } = await aFile();
  await write('two');
  const edits = listOf(await call(owner, `GET files/file/${id}/edit/history`));
  expect(edits).toMatchObject([
    { id, version: 1, user: { id: owner.id, name: 'olga Test' } },
    { id, version: 2, key: textLike(/./) },
  ]);
  expect(edits[0]?.['key']).not.toBe(edits[1]?.['key']);
  expect((await call(owner, `GET files/file/${id}/edit/diff?version=2`)).json).toMatchObject({
    response: { version: 2, fileType: 'txt', previous: { fileType: 'txt' } },
  });
});

test('lastVersion makes an older version the latest under a new number and tells file.updated; one too high means the latest', async () => {
  const { call, owner, id, write, read, events } = await aFile();
  await write('two');
  events.length = 0;
  expect((await call(owner, `PUT files/file/${id}`, { lastVersion: 1 })).json).toMatchObject({
    response: { version: 3, comment: textWith('Revision') },
  });
  expect(await read()).toBe('one');
  expect(events.map(({ trigger }) => trigger)).toEqual(['file.updated']);
  expect((await call(owner, `PUT files/file/${id}`, { title: 'x', lastVersion: 99 })).json).toMatchObject({
    response: { version: 4, title: 'x.txt' },
  });
  expect(await call(owner, `PUT files/file/${id}`, { lastVersion: 4 })).toMatchObject({
    status: 400,
    json: { error: { message: 'The new version cannot be the same as the current one' } },
  });
  expect((await call(owner, `POST files/file/${id}/restoreversion?version=2`)).json).toMatchObject({ count: 5 });
  expect(await read()).toBe('two');
  expect((await call(owner, `POST files/file/${id}/restoreversion`)).status).toBe(400);
});

test('versions are parted into revisions and joined again, and have comments', async () => {
  const { call, owner, id, write } = await aFile();
  await write('two');
  const groups = async (continueVersion: boolean) => {
    const answer = await call(owner, `PUT files/file/${id}/history`, { version: 2, continueVersion });
    return listOf(answer).map((version) => version['versionGroup']);
  };
  expect([await groups(true), await groups(false)]).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect((await call(owner, `PUT files/file/${id}/comment`, { version: 1, comment: 'first' })).json).toMatchObject({
    response: 'first',
  });
  expect(listOf(await call(owner, `GET files/file/${id}/history`))[1]).toMatchObject({ comment: 'first' });
});

test('single versions are deleted, never the latest', async () => {
  const { call, owner, id, write, portal } = await aFile();
  await write('two');
  await write('three');
  const bytes = portal.state.library.contents.size;
  await call(owner, 'PUT files/fileops/deleteversion', { fileId: id, versions: [1, 3] });
  expect(listOf(await call(owner, `GET files/file/${id}/history`)).map((it) => it['version'])).toEqual([3, 2]);
  expect(portal.state.library.contents.size).toBe(bytes - 1);
});

test('history of an unknown file is 403, of an archived one readable; nothing of it can be changed', async () => {
  const { call, owner, id, room, person } = await aFile();
  expect((await call(owner, 'GET files/file/999/history')).status).toBe(403);
  expect((await call(owner, 'GET files/file/999/edit/history')).status).toBe(404);
  const change = { version: 1, continueVersion: false };
  expect((await call(owner, 'PUT files/file/999/history', change)).status).toBe(404);
  expect((await call(person('ulf', 'user'), `GET files/file/${id}/history`)).status).toBe(403);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect((await call(owner, `GET files/file/${id}/edit/history`)).status).toBe(200);
  expect((await call(owner, `PUT files/file/${id}/history`, change)).status).toBe(403);
  expect((await call(owner, `POST files/file/${id}/restoreversion?version=1`)).status).toBe(403);
  expect((await call(owner, `PUT files/file/${id}`, { lastVersion: 2 })).status).toBe(403);
});

test('older versions count against the quota of the room', async () => {
  const { call, owner, room, write } = await aFile();
  await call(owner, 'PUT files/rooms/roomquota', { roomIds: [room], quota: 8 });
  expect((await write('12345')).status).toBe(200);
  expect(responseOf(await call(owner, `GET files/rooms/${room}`))['usedSpace']).toBe(8);
  expect((await write('x')).status).toBe(402);
});
