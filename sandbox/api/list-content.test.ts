import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, responseOf } from '../model/a-portal.ts';

const Titled = z.array(z.object({ title: z.string() }));
const Content = z.object({ folders: Titled, files: Titled, total: z.number(), count: z.number() });

/** A room with a folder "Sub", each with some files. The clock goes on by a second for each. */
async function aRoom() {
  const portal = aPortal();
  const { call, owner, wait } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const sub = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Sub' }));
  const add = async (parent: number, title: string) => {
    wait(1000);
    return idOf(await call(owner, `POST files/${parent}/file`, { title, enableExternalExt: true }));
  };
  const ids = {
    b: await add(room, 'b.docx'),
    a: await add(room, 'a.xlsx'),
    c: await add(room, 'c.png'),
    deep: await add(sub, 'deep.pdf'),
  };
  const titles = async (query: string, who = owner) => {
    const { folders, files } = Content.parse(responseOf(await call(who, `GET files/${query}`)));
    return [...folders, ...files].map(({ title }) => title);
  };
  return { ...portal, room, sub, ids, titles };
}

test('a filter by type reaches into subfolders and shows that kind only', async () => {
  const { room, titles } = await aRoom();
  const found: Record<string, string[]> = {};
  for (const type of [
    'FilesOnly',
    'FoldersOnly',
    'DocumentsOnly',
    '5',
    'ImagesOnly',
    'Pdf',
    'MediaOnly',
    'CustomRooms',
  ])
    found[type] = await titles(`${room}?filterType=${type}&sortBy=AZ`);
  expect(found).toEqual({
    FilesOnly: ['a.xlsx', 'b.docx', 'c.png', 'deep.pdf'],
    FoldersOnly: ['Sub'],
    DocumentsOnly: ['b.docx'],
    5: ['a.xlsx'],
    ImagesOnly: ['c.png'],
    Pdf: ['deep.pdf'],
    MediaOnly: [],
    CustomRooms: [],
  });
  expect(await titles(`${room}?filterType=Pdf&withSubFolders=false`)).toEqual([]);
});

test('extensions, texts and makers filter, and applyFilterOption says what a filter is about', async () => {
  const { room, titles, owner, person, call } = await aRoom();
  expect(await titles(`${room}?extension=.png&extension=pdf&sortBy=AZ`)).toEqual(['c.png', 'deep.pdf']);
  expect(await titles(`${room}?filterType=ByExtension&filterValue=.xlsx`)).toEqual(['a.xlsx']);
  expect(await titles(`${room}?filterValue=DEEP`)).toEqual(['deep.pdf']);
  expect(await titles(`${room}?filterValue=deep&applyFilterOption=Files`)).toEqual(['Sub', 'deep.pdf']);
  expect(await titles(`${room}?filterValue=sub&applyFilterOption=Folders&sortBy=AZ`)).toEqual([
    'Sub',
    'a.xlsx',
    'b.docx',
    'c.png',
  ]);
  const ulf = person('ulf', 'user');
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 11 }] });
  await call(ulf, `POST files/${room}/text`, { title: 'his', content: '' });
  expect(await titles(`${room}?userIdOrGroupId=${ulf.id}`)).toEqual(['his.txt']);
  expect(await titles(`${room}?userIdOrGroupId=${owner.id}&excludeSubject=true`)).toEqual(['his.txt']);
});

test('folders come before files, the latest change first, until somebody asks for another order, which then stays theirs', async () => {
  const { room, titles, owner, person, call } = await aRoom();
  const ada = person('ada', 'docspace-admin');
  expect(await titles(String(room))).toEqual(['Sub', 'c.png', 'a.xlsx', 'b.docx']);
  expect(await titles(`${room}?sortBy=az&sortOrder=descending`)).toEqual(['Sub', 'c.png', 'b.docx', 'a.xlsx']);
  expect(await titles(String(room))).toEqual(['Sub', 'c.png', 'b.docx', 'a.xlsx']);
  expect(await titles(String(room), ada)).toEqual(['Sub', 'c.png', 'a.xlsx', 'b.docx']);
  expect(await titles(`${room}?sortBy=DateAndTimeCreation`)).toEqual(['Sub', 'b.docx', 'a.xlsx', 'c.png']);
  expect(await titles(`${room}?sortBy=Type`)).toEqual(['Sub', 'b.docx', 'c.png', 'a.xlsx']);
  expect((await call(owner, `GET files/${room}?sortBy=Nothing`)).status).toBe(400);
});

test('every SortedByType is an order', async () => {
  const { room, titles, call, owner, ids } = await aRoom();
  await call(owner, `PUT files/${ids.c}/order`, { order: 1 });
  await call(owner, `PUT files/${ids.b}/order`, { order: 2 });
  for (let by = 0; by <= 12; by++) expect((await titles(`${room}?sortBy=${by}`)).toSorted()).toHaveLength(4);
  expect(await titles(`${room}?sortBy=CustomOrder`)).toEqual(['Sub', 'c.png', 'b.docx', 'a.xlsx']);
  expect(await titles(`${room}?sortBy=Size&sortOrder=descending`)).toEqual(['Sub', 'b.docx', 'c.png', 'a.xlsx']);
  expect((await call(owner, `PUT files/${ids.c}/order`, { order: 0 })).status).toBe(400);
  expect((await call(owner, 'PUT files/999/order', { order: 1 })).status).toBe(404);
});

test('pages go over folders and files alike, with their numbers inside the response', async () => {
  const { room, call, owner } = await aRoom();
  const page = async (query: string) => Content.parse(responseOf(await call(owner, `GET files/${room}?${query}`)));
  expect(await page('count=2&sortBy=AZ')).toMatchObject({
    total: 4,
    count: 2,
    folders: [{}],
    files: [{ title: 'a.xlsx' }],
  });
  expect(await page('count=2&startIndex=2&sortBy=AZ')).toMatchObject({ count: 2, folders: [], files: [{}, {}] });
  expect((await call(owner, `GET files/${room}?count=101`)).status).toBe(400);
});

test('the way to a folder, its subfolders and its news are told to who may read it', async () => {
  const { room, sub, call, owner, person } = await aRoom();
  expect((await call(owner, `GET files/folder/${sub}/path`)).json).toMatchObject({
    response: [{ rootFolderType: 14 }, { id: room }, { id: sub, title: 'Sub' }],
  });
  expect((await call(owner, `GET files/${room}/subfolders`)).json).toMatchObject({ response: [{ id: sub }] });
  expect((await call(owner, `GET files/${room}/news`)).json).toMatchObject({ response: [], count: 0 });
  for (const path of [`folder/${sub}/path`, `${room}/subfolders`, `${room}/news`, `folder/${sub}`, `${sub}`])
    expect((await call(person('ulf', 'user'), `GET files/${path}`)).status).toBe(403);
  for (const path of ['folder/999/path', '999/subfolders', 'folder/999'])
    expect((await call(owner, `GET files/${path}`)).status).toBe(404);
});

test('favorites are each person’s own; what is not there is passed over, what lies in the Trash not shown', async () => {
  const { ids, sub, call, owner, titles, person } = await aRoom();
  expect((await call(owner, 'POST files/favorites')).json).toMatchObject({ response: true });
  await call(owner, 'POST files/favorites', { fileIds: [ids.a, 0, 999], folderIds: [sub, '12-x'] });
  await call(owner, 'POST files/favorites', { fileIds: [ids.a] });
  expect(await titles('@favorites')).toEqual(['Sub', 'a.xlsx']);
  expect((await call(owner, `GET files/file/${ids.a}`)).json).toMatchObject({ response: { isFavorite: true } });
  expect(await titles('@favorites', person('ada', 'docspace-admin'))).toEqual([]);
  await call(owner, `DELETE files/file/${ids.a}`, {});
  expect(await titles('@favorites')).toEqual(['Sub']);
  const toggle = async (favorite: boolean) =>
    z
      .object({ response: z.boolean() })
      .parse((await call(owner, `GET files/favorites/${ids.b}?favorite=${favorite}`)).json).response;
  expect([await toggle(true), await titles('@favorites'), await toggle(false)]).toEqual([
    true,
    ['Sub', 'b.docx'],
    false,
  ]);
  await call(owner, 'DELETE files/favorites', { folderIds: [sub] });
  expect(await titles('@favorites?filterType=None')).toEqual([]);
});

test('files opened lately stand in Recent with where they come from, until they are taken out with a 204', async () => {
  const { ids, sub, room, call, owner, titles } = await aRoom();
  const added = await call(owner, `POST files/file/${ids.deep}/recent`);
  expect(added.json).toMatchObject({
    response: { originId: sub, originTitle: 'Sub', originRoomId: room, originRoomTitle: 'Room', folderId: sub },
  });
  await call(owner, `POST files/file/${ids.a}/recent`);
  await call(owner, `POST files/file/${ids.b}/recent`);
  await call(owner, `POST files/file/${ids.a}/recent`);
  expect(await titles('recent')).toEqual(['a.xlsx', 'b.docx', 'deep.pdf']);
  expect((await call(owner, 'POST files/file/999/recent')).status).toBe(404);
  expect(await call(owner, 'DELETE files/recent', { fileIds: [ids.a] })).toMatchObject({ status: 204, text: '' });
  expect(await titles('@recent')).toEqual(['b.docx', 'deep.pdf']);
});

test('a file is locked once and for all others; only who set the lock or manages the room takes it off', async () => {
  const { ids, room, call, owner, person } = await aRoom();
  const [uma, rita] = [person('uma', 'user'), person('rita', 'room-admin')];
  const invitations = [
    { id: uma.id, access: 11 },
    { id: rita.id, access: 9 },
  ];
  await call(owner, `PUT files/rooms/${room}/share`, { invitations });
  const lock = (who: typeof owner, lockFile: boolean) => call(who, `PUT files/file/${ids.a}/lock`, { lockFile });
  for (let times = 0; times < 2; times++)
    expect((await lock(owner, true)).json).toMatchObject({ response: { locked: true, lockedBy: 'olga Test' } });
  expect((await call(rita, `PUT files/file/${ids.a}`, { title: 'x' })).status).toBe(403);
  expect((await call(rita, `DELETE files/file/${ids.a}`, {})).status).toBe(403);
  expect((await lock(uma, false)).status).toBe(403);
  expect(responseOf(await lock(rita, false))).not.toHaveProperty('locked');
  expect((await lock(rita, false)).status).toBe(200);
  expect((await call(owner, 'PUT files/file/999/lock', { lockFile: true })).status).toBe(404);
});

test('thumbnails are promised for the files that are named, and made for none', async () => {
  const { ids, call, owner } = await aRoom();
  expect((await call(owner, 'POST files/thumbnails', { fileIds: [ids.a] })).json).toMatchObject({ response: [ids.a] });
  expect((await call(owner, `GET files/file/${ids.a}`)).json).toMatchObject({ response: { thumbnailStatus: 0 } });
});

test('the sections of a person, with or without the Trash, and what space they use', async () => {
  const { call, owner } = await aRoom();
  const types = async (query = '') =>
    z
      .object({ response: z.array(z.object({ current: z.object({ rootFolderType: z.number() }) })) })
      .parse((await call(owner, `GET files/@root${query}`)).json)
      .response.map(({ current }) => current.rootFolderType);
  expect([await types(), await types('?withoutTrash=true')]).toEqual([
    [5, 14, 20, 3],
    [5, 14, 20],
  ]);
  expect((await call(owner, 'GET files/filesusedspace')).json).toMatchObject({
    response: { myDocumentsUsedSpace: { usedSpace: 0 }, roomsUsedSpace: { title: 'Rooms' } },
  });
});
