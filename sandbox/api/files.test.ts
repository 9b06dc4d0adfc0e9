import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Answer, aPortal, idOf, listOf, responseOf, type TestPortal } from '../model/a-portal.ts';
import type { Account } from '../model/records.ts';

const Content = z.object({ files: z.array(z.object({ title: z.string() })), current: z.object({ id: z.number() }) });

interface Scene extends TestPortal {
  owner: Account;
  room: number;
  text: (title: string, more?: Record<string, unknown>) => Promise<Answer>;
  titles: () => Promise<unknown[]>;
}

async function aRoom(): Promise<Scene> {
  const portal = aPortal();
  const room = idOf(await portal.call(portal.owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  portal.events.length = 0;
  return {
    ...portal,
    room,
    text: (title, more) => portal.call(portal.owner, `POST files/${room}/text`, { title, content: 'hello', ...more }),
    titles: async () => {
      const { files } = Content.parse(responseOf(await portal.call(portal.owner, `GET files/${room}?sortBy=AZ`)));
      return files.map((file) => file.title);
    },
  };
}

test('folders: duplicates are fine, only the title is read, unknown parents are 403, long titles 400', async () => {
  const { call, owner, room, events } = await aRoom();
  const first = await call(owner, `POST files/folder/${room}`, { title: 'report.txt', content: 'x', share: [] });
  expect(first.json).toMatchObject({
    response: { title: 'report.txt', fileEntryType: 1, parentId: room, rootFolderType: 14, parentRoomType: 19 },
  });
  expect(idOf(await call(owner, `POST files/folder/${room}`, { title: 'report.txt' }))).not.toBe(idOf(first));
  expect((await call(owner, 'POST files/folder/999', { title: 'A' })).status).toBe(403);
  expect((await call(owner, `POST files/folder/${room}`, { title: 'x'.repeat(166) })).status).toBe(400);
  expect((await call(owner, `POST files/folder/${room}`, {})).status).toBe(400);
  const file = idOf(await call(owner, `POST files/${room}/file`, { title: 'a' }));
  expect((await call(owner, `PUT files/file/${file}`, { title: 'x'.repeat(166) })).json).toMatchObject({
    response: { errors: { 'File.Title': ['The field Title must be a string with a maximum length of 165.'] } },
  });
  expect(events.map((event) => event.trigger)).toEqual(['folder.created', 'folder.created', 'file.created']);
});

test('section roots take no folders, but My documents does', async () => {
  const { call, owner } = await aRoom();
  const status: number[] = [];
  for (const root of listOf(await call(owner, 'GET files/@root'))) {
    const { id } = Content.parse(root).current;
    status.push((await call(owner, `POST files/folder/${id}`, { title: 'A' })).status);
  }
  expect(status).toEqual([200, 403, 403, 403]);
  expect((await call(owner, 'GET files/@my')).json).toMatchObject({
    response: { total: 1, current: { rootFolderType: 5 } },
  });
});

test('owner, managers and content creators create; editors, viewers and stranger admins do not', async () => {
  const { call, owner, room, person } = await aRoom();
  const [rita, ulf, uma, gina] = [
    person('rita', 'room-admin'),
    person('ulf', 'user'),
    person('uma', 'user'),
    person('gina', 'guest'),
  ];
  const invitations = [
    { id: rita.id, access: 9 },
    { id: ulf.id, access: 11 },
    { id: gina.id, access: 11 },
    { id: uma.id, access: 10 },
  ];
  await call(owner, `PUT files/rooms/${room}/share`, { invitations });
  const status = async (who: Account): Promise<number> =>
    (await call(who, `POST files/folder/${room}`, { title: 'A' })).status;
  expect([await status(rita), await status(ulf), await status(gina)]).toEqual([200, 200, 200]);
  expect([await status(uma), await status(person('ada', 'docspace-admin'))]).toEqual([403, 403]);
});

test('text gets .txt once, or .html when the content looks like a tag with an attribute', async () => {
  const { text, call, owner, room } = await aRoom();
  const titleOf = async (answer: Promise<Answer>): Promise<unknown> => responseOf(await answer)['title'];
  expect(await titleOf(text('report'))).toBe('report.txt');
  expect(await titleOf(text('other.TXT'))).toBe('other.TXT');
  expect(await titleOf(text('p', { content: '<p>plain</p>' }))).toBe('p.txt');
  expect(await titleOf(text('a', { content: '<a href="x">y</a>' }))).toBe('a.html');
  expect(await titleOf(text('b', { content: 'a < b and c > d' }))).toBe('b.html');
  expect(await titleOf(call(owner, `POST files/${room}/html`, { title: 'h', content: '' }))).toBe('h.html');
});

test('text without content is 400, in an unknown folder 404, without the right 403', async () => {
  const { call, owner, room, person } = await aRoom();
  expect((await call(owner, `POST files/${room}/text`, { title: 'a' })).status).toBe(400);
  expect((await call(owner, `POST files/${room}/text`, { title: 'a', content: null })).status).toBe(400);
  expect((await call(owner, 'POST files/999/text', { title: 'a', content: '' })).status).toBe(404);
  expect((await call(person('ulf', 'user'), `POST files/${room}/text`, { title: 'a', content: '' })).status).toBe(403);
});

test('createNewIfExist is inverted: by default a suffix, with true the file is overwritten in place', async () => {
  const { text, titles, events } = await aRoom();
  const first = await text('report');
  const second = await text('report');
  expect(second.json).toMatchObject({ response: { title: 'report (1).txt', version: 1 } });
  const third = await text('report', { createNewIfExist: true, content: 'new' });
  expect(third.json).toMatchObject({
    response: { id: idOf(first), version: 2, title: 'report.txt', pureContentLength: 3 },
  });
  expect(await titles()).toEqual(['report (1).txt', 'report.txt']);
  expect(events.map((event) => event.trigger)).toEqual(['file.created', 'file.created', 'file.created']);
});

test('a blank file gets an office extension; an unknown folder is 403; duplicates are fine', async () => {
  const { call, owner, room } = await aRoom();
  const create = async (body: Record<string, unknown>): Promise<unknown> =>
    responseOf(await call(owner, `POST files/${room}/file`, body))['title'];
  expect(await create({ title: 'a' })).toBe('a.docx');
  expect(await create({ title: 'a.ods' })).toBe('a.xlsx');
  expect(await create({ title: 'a.md' })).toBe('a.docx');
  expect(await create({ title: 'a.md', enableExternalExt: true })).toBe('a.md');
  expect((await call(owner, 'POST files/999/file', { title: 'a' })).status).toBe(403);
});

test('a file is read, renamed without losing its extension, downloaded and deleted', async () => {
  const { text, call, owner, events } = await aRoom();
  const id = idOf(await text('report'));
  expect((await call(owner, `GET files/file/${id}`)).json).toMatchObject({
    response: {
      title: 'report.txt',
      fileExst: '.txt',
      fileType: 7,
      fileEntryType: 2,
      contentLength: '5 bytes',
      pureContentLength: 5,
    },
  });
  expect((await call(owner, `PUT files/file/${id}`, { title: 'other.pdf' })).json).toMatchObject({
    response: { title: 'other.pdf.txt' },
  });
  expect((await call(owner, `PUT files/file/${id}`, { title: ' ' })).json).toMatchObject({
    response: { title: 'other.pdf.txt' },
  });
  expect((await call(owner, `GET /filehandler.ashx?action=download&fileid=${id}`)).text).toBe('hello');
  expect((await call(owner, 'DELETE files/file/999', {})).status).toBe(404);
  expect(listOf(await call(owner, `DELETE files/file/${id}`, {}))).toMatchObject([{ Operation: 2, finished: false }]);
  expect((await call(owner, 'GET files/@trash')).json).toMatchObject({ response: { files: [{ id }] } });
  await call(owner, `DELETE files/file/${id}`, {});
  expect((await call(owner, `GET files/file/${id}`)).status).toBe(404);
  expect(events.map((event) => event.trigger)).toEqual([
    'file.created',
    'file.updated',
    'file.trashed',
    'file.deleted',
  ]);
});

test('copyas with the same extension makes exactly that title, duplicates included', async () => {
  const { text, call, owner, room, titles, events } = await aRoom();
  const id = idOf(await text('template'));
  for (let number = 0; number < 2; number++) {
    const answer = await call(owner, `POST files/file/${id}/copyas`, { destTitle: 'Welcome.txt', destFolderId: room });
    expect(answer.json).toMatchObject({ response: { title: 'Welcome.txt', folderId: room } });
  }
  expect(await titles()).toEqual(['template.txt', 'Welcome.txt', 'Welcome.txt']);
  expect(events.map((event) => event.trigger)).toEqual(['file.created', 'file.created', 'file.created']);
});

test('copyas with another extension stores the bytes, with a suffix when the title is taken, and is an upload', async () => {
  const { text, call, owner, room, events } = await aRoom();
  const id = idOf(await text('template'));
  const body = { destTitle: 'Welcome.pdf', destFolderId: String(room) };
  await call(owner, `POST files/file/${id}/copyas`, body);
  const answer = await call(owner, `POST files/file/${id}/copyas`, body);
  expect(answer.json).toMatchObject({ response: { title: 'Welcome (1).pdf', pureContentLength: 5 } });
  expect(events.slice(-2).map((event) => event.trigger)).toEqual(['file.created', 'file.uploaded']);
});

test('copyas: null or empty title is 400 after the rights check, missing keys 400, other kinds nothing', async () => {
  const { text, call, owner, room, person } = await aRoom();
  const id = idOf(await text('template'));
  const copy = (body: unknown, who = owner): Promise<Answer> => call(who, `POST files/file/${id}/copyas`, body);
  for (const destTitle of [null, '']) {
    expect(await copy({ destTitle, destFolderId: room })).toMatchObject({ status: 400, json: { error: {} } });
  }
  expect((await copy({ destTitle: null, destFolderId: room }, person('ulf', 'user'))).status).toBe(403);
  for (const body of [{ destFolderId: room }, { destTitle: 'a.txt' }]) {
    expect(await copy(body)).toMatchObject({
      status: 400,
      json: { response: { errors: { $: [expect.any(String)] } } },
    });
  }
  const nothing = await copy({ destTitle: 'a.txt', destFolderId: [room] });
  expect(nothing.status).toBe(200);
  expect(nothing.json).not.toHaveProperty('response');
});

test('saving as PDF gives a copy that extension, with a number when the title is taken', async () => {
  const { text, call, owner, room, person } = await aRoom();
  const id = idOf(await text('template'));
  const save = (who: Account, folderId: number): Promise<Answer> =>
    call(who, `POST files/file/${id}/saveaspdf`, { folderId, title: 'Saved' });
  expect((await save(owner, room)).json).toMatchObject({ response: { title: 'Saved.pdf', folderId: room } });
  expect((await save(owner, room)).json).toMatchObject({ response: { title: 'Saved (1).pdf' } });
  expect((await save(owner, 999)).status).toBe(404);
  expect((await save(person('ulf', 'user'), room)).status).toBe(403);
});

test('copyas into a folder that does not exist is 403 with the same extension and 404 with another', async () => {
  const { text, call, owner } = await aRoom();
  const id = idOf(await text('template'));
  expect((await call(owner, `POST files/file/${id}/copyas`, { destTitle: 'a.txt', destFolderId: 999 })).status).toBe(
    403,
  );
  expect((await call(owner, `POST files/file/${id}/copyas`, { destTitle: 'a.pdf', destFolderId: 999 })).status).toBe(
    404,
  );
  expect((await call(owner, 'POST files/file/999/copyas', { destTitle: 'a.txt', destFolderId: 1 })).status).toBe(404);
});

test('a bulk copy skips taken titles by default, duplicates or overwrites when told, and fires file.copied', async () => {
  const { text, call, owner, room, titles, events } = await aRoom();
  const my = Content.parse(responseOf(await call(owner, 'GET files/@my'))).current.id;
  const id = idOf(await call(owner, `POST files/${my}/text`, { title: 'template', content: 'x' }));
  await text('template');
  events.length = 0;
  const copy = (more: Record<string, unknown>): Promise<Answer> =>
    call(owner, 'PUT files/fileops/copy', { fileIds: [id], destFolderId: room, deleteAfter: true, ...more });
  await copy({});
  expect(await titles()).toEqual(['template.txt']);
  await copy({ conflictResolveType: 'Duplicate' });
  expect(await titles()).toEqual(['template (1).txt', 'template.txt']);
  await copy({ conflictResolveType: 1 });
  expect(await titles()).toHaveLength(2);
  expect(events.map((event) => event.trigger)).toEqual(['file.copied', 'file.copied']);
});

test('a folder is copied with all that is in it', async () => {
  const { call, owner, room } = await aRoom();
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Tree' }));
  await call(owner, `POST files/${folder}/text`, { title: 'leaf', content: '' });
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'Other', roomType: 5 }));
  await call(owner, 'PUT files/fileops/copy', { folderIds: [folder], destFolderId: other });
  expect((await call(owner, `GET files/${other}`)).json).toMatchObject({
    response: {
      folders: [{ title: 'Tree', filesCount: 1 }],
      pathParts: [{ folderType: 14 }, { id: other, roomType: 5 }],
    },
  });
});

test('copy and move: unknown files are 403, unknown folders 500, a room goes into no folder, but into the Archive', async () => {
  const { call, owner, room } = await aRoom();
  const other = idOf(await call(owner, 'POST files/rooms', { title: 'Other', roomType: 5 }));
  const move = async (body: Record<string, unknown>): Promise<number> =>
    (await call(owner, 'PUT files/fileops/move', body)).status;
  expect(await move({ fileIds: [999], destFolderId: room })).toBe(403);
  expect(await move({ folderIds: [999], destFolderId: room })).toBe(500);
  expect(await move({ folderIds: [other], destFolderId: room })).toBe(403);
  expect((await call(owner, 'PUT files/fileops/delete', { folderIds: [999] })).status).toBe(404);
  const { current } = Content.parse(responseOf(await call(owner, 'GET files/rooms?searchArea=Archive&count=1')));
  expect(await move({ folderIds: [other], destFolderId: current.id })).toBe(200);
  expect((await call(owner, `GET files/rooms/${other}`)).json).toMatchObject({ response: { rootFolderType: 20 } });
});

test('listing a folder: a filter searches subfolders too unless told otherwise', async () => {
  const { call, owner, room, text } = await aRoom();
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Sub' }));
  await call(owner, `POST files/${folder}/text`, { title: 'needle deep', content: '' });
  await text('needle');
  const total = async (query: string): Promise<unknown> =>
    responseOf(await call(owner, `GET files/${room}${query}`))['total'];
  expect(await total('')).toBe(2);
  expect(await total('?filterValue=needle')).toBe(2);
  expect(await total('?filterValue=needle&withSubFolders=false')).toBe(1);
  expect(await total('?filterType=FoldersOnly')).toBe(1);
  expect((await call(owner, `GET files/${room}?startIndex=-1`)).status).toBe(400);
  expect((await call(owner, 'GET files/999')).status).toBe(404);
});

test('renaming a room as a folder renames the room and publishes room.updated', async () => {
  const { call, owner, room, events } = await aRoom();
  expect((await call(owner, `PUT files/folder/${room}`, { title: 'B?' })).json).toMatchObject({
    response: { title: 'B_', roomType: 5 },
  });
  expect(events.map((event) => event.trigger)).toEqual(['room.updated']);
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'A' }));
  await call(owner, `PUT files/folder/${folder}`, { title: 'B' });
  expect((await call(owner, `DELETE files/folder/${folder}`, {})).status).toBe(200);
  expect((await call(owner, 'DELETE files/folder/999', {})).status).toBe(404);
  expect(events.map((event) => event.trigger).slice(1)).toEqual(['folder.created', 'folder.updated', 'folder.trashed']);
});
