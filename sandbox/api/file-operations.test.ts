import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { textLike } from '../../test/support/matchers.ts';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

function titleOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'title' in entry ? entry.title : undefined;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('with a duration the operation is listed as unfinished until it is over', async () => {
  const { call, owner } = aPortal(50);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(owner, 'GET files/fileops'))).toMatchObject([{ finished: false, progress: 0 }]);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 14 } });
  vi.advanceTimersByTime(50);
  expect(listOf(await call(owner, 'GET files/fileops/0'))).toMatchObject([{ finished: true }]);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('a terminated operation does nothing', async () => {
  const { call, owner } = aPortal(50);
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(owner, 'PUT files/fileops/terminate', {}))).toMatchObject([{ status: 3, finished: true }]);
  vi.advanceTimersByTime(50);
  expect((await call(owner, `GET files/rooms/${room}`)).json).toMatchObject({ response: { rootFolderType: 14 } });
});

test('the list is one per account: another account does not see or eat its entries', async () => {
  const { call, owner, person } = aPortal();
  const ada = person('ada', 'docspace-admin');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(listOf(await call(ada, 'GET files/fileops'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops/1'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops?id=other'))).toEqual([]);
  expect(listOf(await call(owner, 'GET files/fileops'))).toHaveLength(1);
});

test('files and folders are duplicated where they are, under a title with a number', async () => {
  const { call, owner, events } = aPortal();
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Plans' }));
  const file = idOf(await call(owner, `POST files/${folder}/text`, { title: 'Note', content: 'x' }));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  await call(owner, `PUT files/rooms/${room}/unarchive`, {});
  const answer = await call(owner, 'PUT files/fileops/duplicate', { folderIds: [folder], fileIds: [file] });
  expect(listOf(answer)).toMatchObject([{ Operation: 7, finished: false }]);
  const listed = async (id: number) => {
    const { folders, files } = responseOf(await call(owner, `GET files/${id}?sortBy=AZ`));
    return [folders, files].flat().map(titleOf);
  };
  expect(await listed(room)).toEqual(['Plans', 'Plans (1)']);
  expect(await listed(folder)).toEqual(['Note (1).txt', 'Note.txt']);
  expect(events.slice(-2).map(({ trigger }) => trigger)).toEqual(['folder.copied', 'file.copied']);
  expect(listOf(await call(owner, 'GET files/fileops/duplicate'))).toMatchObject([
    { Operation: 7, finished: true, error: '', files: [{ title: 'Note (1).txt' }], folders: [{ title: 'Plans (1)' }] },
  ]);
});

test('a duplicated room has the contents and not the members, and tells of room.copied', async () => {
  const { call, owner, person, events } = aPortal();
  const ulf = person('ulf', 'user');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 6, tags: ['a'] }));
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' });
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 11 }] });
  events.splice(0);
  await call(owner, 'PUT files/fileops/duplicate', { folderIds: [room] });
  expect(events).toMatchObject([{ trigger: 'room.copied', payload: { title: 'A (1)' } }]);
  const copy = String(events[0]?.entity.id);
  const shown = responseOf(await call(owner, `GET files/rooms/${copy}`));
  expect(shown).toMatchObject({ title: 'A (1)', roomType: 6, tags: ['a'], filesCount: 1 });
  expect(listOf(await call(owner, `GET files/rooms/${copy}/share`))).toHaveLength(1);
  expect(listOf(await call(owner, `GET files/rooms/${copy}/links`))).toHaveLength(1);
});

test('duplicating takes the right to create: not with a viewer’s level, not in the Archive, not what is unknown', async () => {
  const { call, owner, person } = aPortal();
  const ulf = person('ulf', 'user');
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const file = idOf(await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' }));
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] });
  const ask = async (who: typeof owner, body: unknown) => (await call(who, 'PUT files/fileops/duplicate', body)).status;
  expect(await ask(ulf, { fileIds: [file] })).toBe(403);
  expect(await ask(owner, { fileIds: [4711] })).toBe(403);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect(await ask(owner, { fileIds: [file] })).toBe(403);
});

async function aRoomWithFile(operationMs = 0) {
  const portal = aPortal(operationMs);
  const { call, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const file = idOf(await call(owner, `POST files/${room}/text`, { title: 'note', content: 'x' }));
  portal.events.length = 0;
  return { ...portal, room, file, triggers: () => portal.events.map(({ trigger }) => trigger) };
}

test('what is moved out of the Trash is told as restored, what is deleted there as deleted', async () => {
  const { call, owner, room, file, triggers } = await aRoomWithFile();
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Sub' }));
  await call(owner, 'PUT files/fileops/delete', { fileIds: [file], folderIds: [folder] });
  await call(owner, 'PUT files/fileops/move', { fileIds: [file], folderIds: [folder], destFolderId: room });
  expect((await call(owner, `GET files/${room}`)).json).toMatchObject({ response: { total: 2 } });
  await call(owner, `DELETE files/file/${file}`, {});
  await call(owner, `DELETE files/file/${file}`, {});
  await call(owner, `DELETE files/folder/${folder}`, { immediately: true });
  expect(triggers()).toEqual([
    'folder.created',
    ...['folder.trashed', 'file.trashed'],
    ...['folder.restored', 'file.restored'],
    ...['file.trashed', 'file.deleted', 'folder.deleted'],
  ]);
});

test('emptying the Trash deletes what the caller put there, and nobody else’s', async () => {
  const { call, owner, room, file, person, triggers } = await aRoomWithFile();
  const rita = person('rita', 'room-admin');
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: rita.id, access: 9 }] });
  const other = idOf(await call(owner, `POST files/${room}/text`, { title: 'other', content: 'x' }));
  await call(owner, `DELETE files/file/${file}`, {});
  await call(rita, `DELETE files/file/${other}`, {});
  expect(listOf(await call(owner, 'PUT files/fileops/emptytrash?single=true'))).toMatchObject([{ Operation: 2 }]);
  expect((await call(owner, `GET files/file/${file}`)).status).toBe(404);
  expect((await call(rita, 'GET files/@trash')).json).toMatchObject({ response: { total: 1, files: [{ id: other }] } });
  expect(triggers().slice(-1)).toEqual(['file.deleted']);
});

test('marking as read is an operation of its own', async () => {
  const { call, owner, file } = await aRoomWithFile();
  expect(listOf(await call(owner, 'PUT files/fileops/markasread', { fileIds: [file] }))).toMatchObject([
    { Operation: 4 },
  ]);
  expect(listOf(await call(owner, 'GET files/fileops/MarkAsRead'))).toMatchObject([
    { Operation: 4, finished: true, files: [{ id: file }] },
  ]);
  expect((await call(owner, 'GET files/fileops/9')).status).toBe(400);
});

test('what would clash at a destination, and what it takes, is told before a copy', async () => {
  const { call, owner, file, person } = await aRoomWithFile();
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'B', roomType: 1 }));
  const check = (what: string, query: string, who = owner) => call(who, `GET files/fileops/${what}?${query}`);
  const query = `fileIds=${file}&destFolderId=${other}&conflictResolveType=Skip`;
  expect((await check('move', query)).json).toMatchObject({ response: [], count: 1 });
  await call(owner, `POST files/${other}/text`, { title: 'NOTE', content: 'x' });
  expect(listOf(await check('move', query))).toMatchObject([{ id: file, title: 'note.txt' }]);
  expect((await check('checkdestfolder', query)).json).toMatchObject({ response: { result: 2, files: [] } });
  const form = idOf(await call(owner, 'POST files/@my/file', { title: 'form.pdf' }));
  expect((await check('checkdestfolder', `${query}&fileIds=${form}`)).json).toMatchObject({
    response: { result: 1, files: [{ title: 'form.pdf' }] },
  });
  expect((await check('checkdestfolder', `fileIds=${form}&destFolderId=${other}`)).json).toMatchObject({
    response: { result: 0 },
  });
  expect((await check('move', `fileIds=${file}`)).status).toBe(400);
  expect((await check('checkdestfolder', query, person('ulf', 'user'))).status).toBe(403);
});

test('an operation whose entry went away while it waited ends with an error, and so does one into a room archived meanwhile', async () => {
  const { call, owner, room, file } = await aRoomWithFile(50);
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'B', roomType: 5 }));
  const copy = { fileIds: [file], destFolderId: other, returnSingleOperation: true };
  await call(owner, `PUT files/rooms/${other}/archive`, {});
  const [into] = listOf(await call(owner, 'PUT files/fileops/copy', copy));
  await call(owner, `DELETE files/rooms/${room}`, { deleteAfter: false });
  const [gone] = listOf(await call(owner, 'PUT files/fileops/duplicate', { fileIds: [file] }));
  vi.advanceTimersByTime(50);
  for (const started of [into, gone]) {
    const id = String(started?.['id']);
    expect(listOf(await call(owner, `GET files/fileops?id=${id}`))).toMatchObject([
      { finished: true, status: 4, error: textLike(/./) },
    ]);
  }
});

test('what was to be deleted or moved out of a room that is archived meanwhile stays', async () => {
  const { call, owner, room, file, portal } = await aRoomWithFile(50);
  const my = idOf(await call(owner, 'POST files/@my/text', { title: 'a', content: 'x' }));
  const destFolderId = portal.state.files.get(my)?.parentId;
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  await call(owner, `DELETE files/file/${file}`, { immediately: true });
  await call(owner, 'PUT files/fileops/move', { fileIds: [file], destFolderId });
  await call(owner, 'PUT files/fileops/delete', { fileIds: [file] });
  vi.advanceTimersByTime(50);
  const done = listOf(await call(owner, 'GET files/fileops'));
  expect(done.map(({ error }) => error)).toEqual(['', 'Access denied', 'Access denied', 'Access denied']);
  expect(portal.state.files.get(file)?.parentId).toBe(room);
});

test('the answer to an operation is the whole list of the caller, or with returnSingleOperation the new one alone', async () => {
  const { call, owner, file } = await aRoomWithFile();
  const copy = { fileIds: [file], returnSingleOperation: false };
  await call(owner, 'PUT files/fileops/duplicate', copy);
  expect(listOf(await call(owner, 'PUT files/fileops/markasread', copy))).toHaveLength(2);
  const single = { ...copy, returnSingleOperation: true };
  expect(listOf(await call(owner, 'PUT files/fileops/bulkdownload', single))).toMatchObject([{ Operation: 3 }]);
});

test('with content only what is in a folder is copied; a title that is taken is left out without an error', async () => {
  const { call, owner, room, triggers } = await aRoomWithFile();
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'B', roomType: 5 }));
  const copy = { folderIds: [room], destFolderId: String(other), content: true };
  await call(owner, 'PUT files/fileops/copy', copy);
  await call(owner, 'PUT files/fileops/copy', copy);
  expect((await call(owner, `GET files/${other}`)).json).toMatchObject({ response: { total: 1 } });
  expect(triggers()).toEqual(['room.created', 'file.copied']);
});

test('an id of another vendor’s storage is one that nobody has', async () => {
  const { call, owner, room } = await aRoomWithFile();
  const ask = async (what: string, body: unknown) => (await call(owner, `PUT files/fileops/${what}`, body)).status;
  expect(await ask('copy', { fileIds: ['sbox-1-|a.txt'], destFolderId: room })).toBe(403);
  expect(await ask('copy', { folderIds: ['sbox-1'], destFolderId: room })).toBe(500);
  expect(await ask('delete', { fileIds: ['sbox-1'] })).toBe(404);
});
