import { expect, test } from 'vitest';
import * as z from 'zod';
import { anyText, textLike, textWith } from '../../test/support/matchers.ts';
import { type Answer, aPortal, idOf, keyOf, listOf, responseOf, type TestPortal } from '../model/a-portal.ts';
import type { Account } from '../model/records.ts';

interface Scene extends TestPortal {
  owner: Account;
  room: number;
  /** Sends a form with these files and fields. */
  form: (operation: string, files: Record<string, string>, fields?: Record<string, string>) => Promise<Answer>;
  download: (answer: Answer) => Promise<string>;
  triggers: () => string[];
}

async function aRoom(): Promise<Scene> {
  const portal = aPortal();
  const { owner, call, send, events } = portal;
  const authorization = `Bearer ${keyOf(owner)}`;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  events.length = 0;
  return {
    ...portal,
    room,
    form: (operation, files, fields = {}) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      for (const [name, content] of Object.entries(files)) body.append('file', new File([content], name));
      return send(operation, { headers: { authorization }, body });
    },
    download: async (answer) => {
      const { viewUrl } = z.object({ viewUrl: z.string() }).parse(responseOf(answer));
      return (await call(owner, `GET ${viewUrl.slice('http://portal.test'.length)}`)).text;
    },
    triggers: () => events.map(({ trigger }) => trigger),
  };
}

const Session = z.object({ response: z.object({ success: z.literal(true), data: z.looseObject({ id: z.string() }) }) });
const sessionOf = (answer: Answer): string => Session.parse(answer.json).response.data.id;

test('a simple upload of one file is answered by the file, of several by a list; both events are told', async () => {
  const { form, room, triggers, download } = await aRoom();
  const one = await form(`POST files/${room}/upload`, { 'a.txt': 'one' });
  expect(one.json).toMatchObject({ response: { title: 'a.txt', version: 1, pureContentLength: 3, folderId: room } });
  expect(await download(one)).toBe('one');
  expect(triggers()).toEqual(['file.created', 'file.uploaded']);
  expect(listOf(await form(`POST files/${room}/upload`, { 'b.txt': 'b', 'c.txt': 'c' }))).toMatchObject([
    { title: 'b.txt' },
    { title: 'c.txt' },
  ]);
});

test('createNewIfExist of an upload means what it says: by default a new version, with true a number', async () => {
  const { form, room, download, call, owner } = await aRoom();
  const first = await form(`POST files/${room}/upload`, { 'a.txt': 'one' });
  const second = await form(`POST files/${room}/upload`, { 'A.txt': 'two' });
  expect(second.json).toMatchObject({ response: { id: idOf(first), title: 'a.txt', version: 2 } });
  expect(await download(second)).toBe('two');
  const third = await form(`POST files/${room}/upload?createNewIfExist=true`, { 'a.txt': 'three' });
  expect(third.json).toMatchObject({ response: { title: 'a (1).txt', version: 1 } });
  const before = await call(owner, `GET files/file/${idOf(first)}?version=1`);
  expect(before.json).toMatchObject({ response: { version: 1, pureContentLength: 3 } });
  expect((await call(owner, `GET files/file/${idOf(first)}?version=9`)).status).toBe(404);
});

test('a guest never overwrites by an upload, nor does anybody what another has locked: they get a second file', async () => {
  const { form, room, call, owner, person, send } = await aRoom();
  const gina = person('gina', 'guest');
  const rita = person('rita', 'room-admin');
  const invitations = [
    { id: gina.id, access: 11 },
    { id: rita.id, access: 9 },
  ];
  await call(owner, `PUT files/rooms/${room}/share`, { invitations });
  const first = idOf(await form(`POST files/${room}/upload`, { 'a.txt': 'one' }));
  const upload = async (who: Account, name = 'a.txt'): Promise<Answer> => {
    const body = new FormData();
    body.append('file', new File(['x'], name));
    return send(`POST files/${room}/upload`, { headers: { authorization: `Bearer ${keyOf(who)}` }, body });
  };
  const second = await upload(gina);
  expect(second.json).toMatchObject({ response: { title: 'a.txt', version: 1 } });
  expect(idOf(second)).not.toBe(first);
  const other = idOf(await upload(owner, 'b.txt'));
  expect((await upload(rita, 'b.txt')).json).toMatchObject({ response: { id: other, version: 2 } });
  await call(owner, `PUT files/file/${other}/lock`, { lockFile: true });
  expect((await upload(rita, 'b.txt')).json).toMatchObject({ response: { title: 'b.txt', version: 1 } });
});

test('uploads: unknown folder 404, no right 403, no file 403, an archived room 403, too much 402, a broken form 400', async () => {
  const { form, room, call, send, owner, person, portal } = await aRoom();
  expect((await form('POST files/999/upload', { 'a.txt': 'x' })).status).toBe(404);
  expect((await form(`POST files/${room}/upload`, {})).status).toBe(403);
  const headers = { authorization: `Bearer ${keyOf(person('ulf', 'user'))}`, 'content-disposition': 'a; filename=b' };
  expect((await send(`POST files/${room}/upload`, { headers, body: 'x' })).status).toBe(403);
  const broken = { authorization: `Bearer ${keyOf(owner)}`, 'content-type': 'multipart/form-data; boundary=x' };
  expect((await send(`POST files/${room}/upload`, { headers: broken, body: '--x\r\nnonsense' })).status).toBe(400);
  await call(owner, 'PUT files/rooms/roomquota', { roomIds: [room], quota: 10 });
  expect((await form(`POST files/${room}/upload`, { 'a.txt': 'x'.repeat(11) })).status).toBe(402);
  portal.state.settings.tenantQuota = 3;
  expect((await form('POST files/@my/upload', { 'a.txt': 'four' })).status).toBe(402);
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect((await form(`POST files/${room}/upload`, { 'a.txt': 'x' })).status).toBe(403);
  expect((await call(owner, `POST files/${room}/upload/check`, { filesTitle: ['a.txt'] })).status).toBe(403);
});

test('a file is uploaded as the whole body, with its name in a header, or inserted with its title in the query', async () => {
  const { room, send, owner, form, download } = await aRoom();
  const headers = {
    authorization: `Bearer ${keyOf(owner)}`,
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''na%C3%AFve.txt",
  };
  const uploaded = await send(`POST files/${room}/upload`, { headers, body: 'raw' });
  expect(uploaded.json).toMatchObject({ response: { title: 'naïve.txt' } });
  expect(await download(uploaded)).toBe('raw');
  const inserted = await send(`POST files/${room}/insert?title=b.txt`, { headers, body: 'raw' });
  expect(inserted.json).toMatchObject({ response: { title: 'b.txt', pureContentLength: 3 } });
  const byForm = await form(`POST files/${room}/insert`, { 'x.txt': 'form' }, { 'InsertFile.Title': 'c.txt' });
  expect(byForm.json).toMatchObject({ response: { title: 'c.txt' } });
  const again = await form(
    `POST files/${room}/insert`,
    { 'x.txt': 'form' },
    { title: 'c.txt', createNewIfExist: 'true' },
  );
  expect(again.json).toMatchObject({ response: { title: 'c (1).txt' } });
  const mine = await form('POST files/@my/insert', { 'x.txt': 'form' }, { Title: 'mine.txt' });
  expect(mine.json).toMatchObject({ response: { title: 'mine.txt', rootFolderType: 5 } });
  expect((await form('POST files/@my/upload', { 'up.txt': 'x' })).json).toMatchObject({
    response: { title: 'up.txt', rootFolderType: 5 },
  });
});

test('upload/check names the titles that are taken, whatever their case; an unknown folder is 404', async () => {
  const { form, room, call, owner, person } = await aRoom();
  await form(`POST files/${room}/upload`, { 'Plan.docx': 'x' });
  const filesTitle = ['plan.DOCX', 'other.docx'];
  expect((await call(owner, `POST files/${room}/upload/check`, { filesTitle })).json).toMatchObject({
    response: ['plan.DOCX'],
  });
  expect((await call(owner, 'POST files/999/upload/check', { filesTitle })).status).toBe(404);
  expect((await call(owner, `POST files/${room}/upload/check`, {})).status).toBe(400);
  const uma = person('uma', 'user');
  await call(owner, `PUT files/rooms/${room}/share`, { invitations: [{ id: uma.id, access: 10 }] });
  expect((await call(uma, `POST files/${room}/upload/check`, { filesTitle })).status).toBe(403);
});

test('parts of a session may come in any order and twice; finalize makes the file and answers 201', async () => {
  const { form, room, call, owner, triggers, download } = await aRoom();
  const opened = await call(owner, `POST files/${room}/session`, { fileName: 'big.bin', fileSize: 9 });
  expect(opened.json).toMatchObject({
    response: {
      success: true,
      data: {
        path: [expect.any(Number), room],
        bytes_uploaded: 0,
        bytes_total: 9,
        expired: '2026-07-01T21:00:00.000Z',
      },
    },
  });
  const id = sessionOf(opened);
  const part = (number: number, content: string) =>
    form(`POST files/${room}/session/${id}/upload?chunkNumber=${number}`, { blob: content });
  await Promise.all([part(3, 'ghi'), part(1, 'abc'), part(2, 'xxx')]);
  expect((await part(2, 'def')).json).toMatchObject({ response: { data: { bytes_uploaded: 9 } } });
  const done = await call(owner, `PUT files/${room}/session/${id}/finalize`);
  expect(done).toMatchObject({ status: 201, json: { statusCode: 201, status: 0 } });
  const { file } = z
    .object({ file: z.looseObject({ id: z.number() }), uploaded: z.literal(true), title: z.literal('big.bin') })
    .parse(responseOf(done));
  expect(await download(await call(owner, `GET files/file/${file.id}`))).toBe('abcdefghi');
  expect(triggers()).toEqual(['file.created', 'file.uploaded']);
  expect((await call(owner, `PUT files/${room}/session/${id}/finalize`)).status).toBe(404);
});

test('parts that are sent one after the other end with a 201 at the last', async () => {
  const { form, room, call, owner } = await aRoom();
  const opened = await call(owner, `POST files/${room}/upload/create_session`, { fileName: 'a.bin', fileSize: 5 });
  const id = sessionOf(opened);
  const first = await form(`POST files/${room}/session/${id}`, { blob: 'abc' });
  expect(first).toMatchObject({ status: 200, json: { response: { uploaded: false, title: 'a.bin' } } });
  expect(await form(`POST files/${room}/session/${id}`, { blob: 'de' })).toMatchObject({
    status: 201,
    json: { response: { uploaded: true, version: 1, folderId: room, file: { pureContentLength: 5 } } },
  });
});

test('the handler at a session’s location has an envelope of its own and answers failures with 200', async () => {
  const { form, room, call, owner } = await aRoom();
  const open = async () =>
    sessionOf(await call(owner, `POST files/${room}/upload/create_session`, { fileName: 'a.txt', fileSize: 5 }));
  const id = await open();
  expect((await form(`POST /ChunkedUploader.ashx?uid=${id}`, { blob: 'abc' })).json).toMatchObject({
    success: true,
    data: { bytes_uploaded: 3 },
  });
  expect(await form(`POST /ChunkedUploader.ashx?uid=${id}`, { blob: 'de' })).toMatchObject({
    status: 201,
    json: { success: true, data: { uploaded: true, title: 'a.txt', file: { version: 1 } } },
  });
  const other = await open();
  await form(`POST /ChunkedUploader.ashx?uid=${other}&upload=true&chunkNumber=1`, { blob: 'abcde' });
  const finished = await form(`POST /chunkeduploader.ashx?uid=${other}&finalize=true`, {});
  expect(finished).toMatchObject({ status: 201, json: { data: { version: 2 } } });
  expect(await form('POST /ChunkedUploader.ashx?uid=nothing', { blob: 'x' })).toMatchObject({
    status: 200,
    json: { success: false, message: textWith('expired') },
  });
});

test('a session is aborted, ends after twelve hours, makes the folders of its path, and is refused where nothing may be put', async () => {
  const { form, room, call, owner, wait, person, portal } = await aRoom();
  const open = async (more: Record<string, unknown> = {}) =>
    sessionOf(await call(owner, `POST files/${room}/session`, { fileName: 'a.txt', fileSize: 1, ...more }));
  const aborted = await open();
  expect((await call(owner, `DELETE files/${room}/session/${aborted}`)).status).toBe(200);
  expect((await form(`POST files/${room}/session/${aborted}`, { blob: 'x' })).status).toBe(404);
  const old = await open();
  wait(12 * 60 * 60 * 1000);
  expect((await form(`POST files/${room}/session/${old}`, { blob: 'x' })).status).toBe(404);
  await form(`POST files/${room}/session/${await open({ relativePath: 'Plans/2026' })}`, { blob: 'x' });
  expect((await call(owner, `GET files/${room}?filterType=FoldersOnly`)).json).toMatchObject({
    response: { folders: [{ title: textLike(/Plans|2026/) }, { title: anyText }] },
  });
  expect(portal.state.library.uploads.size).toBe(0);
  const body = { fileName: 'a.txt', fileSize: 1 };
  expect((await call(owner, 'POST files/999/session', body)).status).toBe(404);
  expect((await call(person('ulf', 'user'), `POST files/${room}/session`, body)).status).toBe(403);
  expect((await call(owner, `POST files/${room}/session`, {})).status).toBe(400);
});

test('a session that began before its room was archived makes nothing any more', async () => {
  const { form, room, call, owner, portal } = await aRoom();
  const file = idOf(await form(`POST files/${room}/upload`, { 'a.txt': 'one' }));
  const fresh = sessionOf(await call(owner, `POST files/${room}/session`, { fileName: 'b.txt', fileSize: 1 }));
  const edit = sessionOf(await call(owner, `POST files/file/${file}/edit_session?fileSize=1`));
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  for (const session of [fresh, edit])
    expect((await form(`POST files/${room}/session/${session}`, { blob: 'x' })).status).toBe(403);
  expect(portal.state.files.size).toBe(1);
  expect(portal.state.files.get(file)?.version).toBe(1);
});

test('an editing session makes a new version of its file, for who may edit it', async () => {
  const { form, room, call, owner, person } = await aRoom();
  const id = idOf(await form(`POST files/${room}/upload`, { 'a.txt': 'one' }));
  const session = sessionOf(await call(owner, `POST files/file/${id}/edit_session?fileSize=3`));
  expect(await form(`POST files/${room}/session/${session}`, { blob: 'two' })).toMatchObject({
    status: 201,
    json: { response: { id, version: 2 } },
  });
  expect((await call(owner, `POST files/file/${id}/edit_session`)).status).toBe(200);
  expect((await call(owner, 'POST files/file/999/edit_session')).status).toBe(404);
  expect((await call(person('ulf', 'user'), `POST files/file/${id}/edit_session`)).status).toBe(403);
});
