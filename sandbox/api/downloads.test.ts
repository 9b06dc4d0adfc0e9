import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf } from '../model/a-portal.ts';

async function aRoom() {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Pläne' }));
  const file = idOf(await call(owner, `POST files/${folder}/text`, { title: 'note', content: 'hello' }));
  return { ...portal, room, folder, file };
}

const pathOf = (url: unknown) => z.string().parse(url).replace('http://portal.test', '');

test('files are downloaded with their type and name; unknown ones are 404, others’ 403, strangers 401', async () => {
  const { call, owner, file, person } = await aRoom();
  const address = `GET /filehandler.ashx?action=download&fileid=${file}`;
  const answer = await call(owner, address);
  expect([answer.text, answer.headers.get('content-type'), answer.headers.get('content-length')]).toEqual([
    'hello',
    'text/plain',
    '5',
  ]);
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''note.txt");
  const handlers = ['/FileHandler.ashx', '/products/files/httphandlers/filehandler.ashx'];
  for (const handler of handlers) expect((await call(owner, `GET ${handler}?fileid=${file}`)).text).toBe('hello');
  expect((await call(owner, 'GET /filehandler.ashx?fileid=999')).status).toBe(404);
  expect((await call(person('ulf', 'user'), address)).status).toBe(403);
  expect((await call(undefined, address)).status).toBe(401);
});

test('a pre-signed address works without signing in, for that version only', async () => {
  const { call, owner, file, person } = await aRoom();
  const url = pathOf(
    z.object({ response: z.string() }).parse((await call(owner, `GET files/file/${file}/presigneduri`)).json).response,
  );
  expect((await call(undefined, `GET ${url}`)).text).toBe('hello');
  expect((await call(undefined, `GET ${url.slice(0, -1)}`)).status).toBe(401);
  expect(responseOf(await call(owner, `GET files/file/${file}/presigned`))).toMatchObject({ filetype: 'txt' });
  expect((await call(person('ulf', 'user'), `GET files/file/${file}/presigneduri`)).status).toBe(403);
});

test('the key of an external link opens what is in the room, until the link is gone', async () => {
  const { call, owner, room, file } = await aRoom();
  const link = responseOf(await call(owner, `GET files/rooms/${room}/link`))['sharedLink'];
  const { requestToken, id } = z.object({ requestToken: z.string(), id: z.string() }).parse(link);
  const address = `GET /filehandler.ashx?fileid=${file}&share=${requestToken}`;
  expect((await call(undefined, address)).text).toBe('hello');
  const deny = { linkId: id, linkType: 1, access: 2, denyDownload: true };
  await call(owner, `PUT files/rooms/${room}/links`, deny);
  expect((await call(undefined, address)).status).toBe(401);
  await call(owner, `PUT files/rooms/${room}/links`, { ...deny, denyDownload: false });
  await call(owner, `PUT files/rooms/${room}/archive`, {});
  expect((await call(undefined, address)).status).toBe(401);
});

test('a bulk download ends with the address of an archive that any unzip reads', async () => {
  const { call, owner, folder, file, room, person, wait } = await aRoom();
  await call(owner, `POST files/${room}/text`, { title: 'note', content: 'other' });
  const other = idOf(await call(owner, `POST files/${room}/text`, { title: 'second', content: 'x' }));
  const started = await call(owner, 'PUT files/fileops/bulkdownload', { folderIds: [folder], fileIds: [file, other] });
  expect(listOf(started)).toMatchObject([{ Operation: 3, finished: false }]);
  const [done] = listOf(await call(owner, 'GET files/fileops/Download'));
  expect(done).toMatchObject({ finished: true, error: '', processed: '3', progress: 100 });
  const url = pathOf(done?.['url']);
  expect(url).toContain('filehandler.ashx?action=bulk');
  expect(unzip((await call(owner, `GET ${url}`)).bytes)).toEqual({
    'Pläne/': '',
    'Pläne/note.txt': 'hello',
    'note.txt': 'hello',
    'second.txt': 'x',
  });
  expect((await call(person('ulf', 'user'), `GET ${url}`)).status).toBe(404);
  expect((await call(undefined, `GET ${url}`)).status).toBe(401);
  wait(60 * 60 * 1000);
  await call(owner, 'PUT files/fileops/bulkdownload', { fileIds: [file] });
  expect((await call(owner, `GET ${url}`)).status).toBe(404);
});

test('one file is downloaded as it is, and under the extension it is asked for in; a folder as its archive', async () => {
  const { call, owner, folder, file } = await aRoom();
  const bundle = async (body: unknown) => {
    await call(owner, 'PUT files/fileops/bulkdownload', body);
    const [done] = listOf(await call(owner, 'GET files/fileops'));
    return call(owner, `GET ${pathOf(done?.['url'])}`);
  };
  const nameIn = ({ headers }: { headers: Headers }) => headers.get('content-disposition')?.split("''")[1];
  const single = await bundle({ fileIds: [file] });
  expect([single.text, nameIn(single)]).toEqual(['hello', 'note.txt']);
  const converted = await bundle({ fileConvertIds: [{ key: file, value: '.md' }] });
  expect([converted.text, nameIn(converted)]).toEqual(['hello', 'note.md']);
  const packed = await bundle({ folderIds: [folder] });
  expect([Object.keys(unzip(packed.bytes)), nameIn(packed)]).toEqual([['Pläne/', 'Pläne/note.txt'], 'Pl%C3%A4ne.zip']);
});

/** What is in an archive, read from its directory at the end as every unzip does. */
function unzip(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf('PK\x05\x06');
  const content: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    expect(zip.subarray(at, at + 4).toString()).toBe('PK\x01\x02');
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 24));
    expect([name, crc32(bytes)]).toEqual([name, zip.readUInt32LE(at + 16)]);
    content[name] = bytes.toString();
    at += 46 + nameLength;
  }
  return content;
}

test('a bulk download of nothing is fine, of an unknown file 404, of one that may not be read 403', async () => {
  const { call, owner, file, person } = await aRoom();
  const ask = async (body: unknown, who = owner) => (await call(who, 'PUT files/fileops/bulkdownload', body)).status;
  expect([
    await ask({}),
    await ask({ fileIds: [999] }),
    await ask({ fileConvertIds: [{ key: file, value: 'pdf' }] }),
  ]).toEqual([200, 404, 200]);
  expect(await ask({ fileIds: [file] }, person('ulf', 'user'))).toBe(403);
});
