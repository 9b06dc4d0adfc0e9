import { expect, test } from 'vitest';
import { aPortal, idOf, keyOf } from './a-portal.ts';
import { readContent } from './library.ts';
import { dumpState, loadState } from './snapshot.ts';

async function aRoom() {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const write = async (title: string, content: string) =>
    idOf(await call(owner, `POST files/${room}/text`, { title, content, createNewIfExist: true }));
  return { ...portal, room, write, contents: () => portal.portal.state.library.contents.size };
}

test('equal bytes are stored once and forgotten with the last file that has them', async () => {
  const { call, owner, room, write, contents } = await aRoom();
  const [first, second] = [await write('a', 'same'), await write('b', 'same')];
  await call(owner, `POST files/file/${first}/copyas`, { destTitle: 'c.txt', destFolderId: room });
  expect(contents()).toBe(1);
  await write('a', 'other');
  expect(contents()).toBe(2);
  await call(owner, 'PUT files/fileops/delete', { fileIds: [first, second], immediately: true });
  expect(contents()).toBe(1);
  await call(owner, `DELETE files/rooms/${room}`, {});
  expect(contents()).toBe(0);
});

test('bytes, versions, marks and unfinished uploads survive a dump, each content once', async () => {
  const { call, owner, room, write, portal } = await aRoom();
  const id = await write('a', 'one');
  await write('b', 'one');
  await write('a', 'two');
  await call(owner, 'POST files/favorites', { fileIds: [id] });
  await call(owner, `GET files/${room}?sortBy=AZ`);
  await call(owner, `POST files/${room}/session`, { fileName: 'x', fileSize: 3 });
  const dumped = dumpState(portal.state);
  expect(dumped).toMatchObject({ library: { contents: [{}, {}] } });
  const loaded = loadState(dumped);
  const file = loaded.files.get(id);
  expect(readContent(loaded.library, file ?? { content: '' }).toString()).toBe('two');
  expect(readContent(loaded.library, file?.history[0] ?? { content: '' }).toString()).toBe('one');
  expect(loaded.library).toEqual(portal.state.library);
  expect(dumpState(loaded)).toEqual(dumped);
});

test('thirty megabytes are uploaded in parts, copied without more memory, and downloaded', async () => {
  const { call, owner, room, send, contents } = await aRoom();
  const headers = { authorization: `Bearer ${keyOf(owner)}`, 'content-type': 'application/octet-stream' };
  const part = Buffer.alloc(10 * 1024 * 1024, 'abcdefg');
  const opened = await call(owner, `POST files/${room}/session`, { fileName: 'big.bin', fileSize: 3 * part.length });
  const session = /"id":"(\w+)"/.exec(opened.text)?.[1] ?? '';
  for (const number of [1, 2, 3])
    await send(`POST files/${room}/session/${session}/upload?chunkNumber=${number}`, { headers, body: part });
  const done = await call(owner, `PUT files/${room}/session/${session}/finalize`);
  const id = idOf(done);
  await call(owner, 'PUT files/fileops/duplicate', { fileIds: [id] });
  expect(contents()).toBe(1);
  const { bytes } = await call(owner, `GET /filehandler.ashx?fileid=${id}`);
  expect(bytes.equals(Buffer.concat([part, part, part]))).toBe(true);
});
