import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Answer, aPortal, idOf, keyOf, listOf, responseOf } from '../../../sandbox/model/a-portal.ts';

// A program with the habits of the vendor's MCP server: it asks for few fields, in paths, each by a parameter of its
// own; it reads answers by a schema; it polls operations and downloads by what the finished one says.

const folderFields = ['folders.id', 'folders.title', 'folders.createdBy.displayName', 'current.id', 'total'];
const withFields = (names: readonly string[]) => names.map((name) => `fields=${name}`).join('&');

const Success = z.object({
  response: z.unknown(),
  links: z.array(z.object({ href: z.string(), action: z.string() })),
  status: z.number(),
  statusCode: z.number(),
});

async function aPortalWithRoom() {
  const portal = aPortal();
  const query = withFields(['id', 'title', 'createdBy.id']);
  const made = await portal.call(portal.owner, `POST files/rooms?${query}`, { title: 'Tools', roomType: 6 });
  return { ...portal, made, room: idOf(made) };
}

test('a room that is made with few fields has these alone, at every depth', async () => {
  const { made, owner, room } = await aPortalWithRoom();
  expect(Success.safeParse(made.json).success).toBe(true);
  expect(responseOf(made)).toEqual({ id: room, title: 'Tools', createdBy: { id: owner.id } });
});

test('rooms are listed by types, areas and numbers for orders, with paths into their fields', async () => {
  const { call, owner, room } = await aPortalWithRoom();
  const filters = 'type=6&type=2&searchArea=Active&count=30&startIndex=0&sortBy=AZ&sortOrder=1';
  const { current, ...rest } = responseOf(await call(owner, `GET files/rooms?${filters}&${withFields(folderFields)}`));
  expect(rest).toEqual({
    folders: [{ id: room, title: 'Tools', createdBy: { displayName: 'olga Test' } }],
    total: 1,
  });
  expect(Object.keys(z.object({ id: z.number() }).loose().parse(current))).toEqual(['id']);
});

test('members and people are lists whose items have the fields that were asked for', async () => {
  const { call, owner, room } = await aPortalWithRoom();
  const members = await call(owner, `GET files/rooms/${room}/share?filterType=0&${withFields(['access', 'isOwner'])}`);
  expect(listOf(members)).toEqual([{ access: 1, isOwner: true }]);
  const people = await call(owner, `GET people/filter?count=30&${withFields(['id', 'email'])}`);
  expect(listOf(people)).toEqual([{ id: owner.id, email: owner.email }]);
});

async function resolve(ask: (operation: string) => Promise<Answer>, started: readonly Record<string, unknown>[]) {
  const wanted = started.map(({ id }) => id);
  const polled = listOf(await ask('GET files/fileops')).filter(({ id }) => wanted.includes(id));
  // Empty for each that went wrong or is not over.
  return polled.filter(({ error, finished, progress }) => error === '' && (finished === true || progress === 100));
}

test('a text is uploaded in a session, read back by a download of one file, and put in the trash', async () => {
  const { call, send, owner, room } = await aPortalWithRoom();
  const ask = (operation: string) => call(owner, operation);
  const session = { fileName: 'notes.txt', fileSize: 5, createOn: '2026-07-01T09:00:00.000Z', createNewIfExist: true };
  const { success, data } = responseOf(await call(owner, `POST files/${room}/upload/create_session`, session));
  expect(success).toBe(true);
  const form = new FormData();
  form.append('file', new Blob(['hello'], { type: 'text/plain' }));
  const { id: uid } = z.object({ id: z.string() }).parse(data);
  const headers = { authorization: `Bearer ${keyOf(owner)}` };
  const uploaded = await send(`POST /ChunkedUploader.ashx?uid=${uid}`, { headers, body: form });
  expect(uploaded.status).toBe(201);
  const { id } = z.object({ data: z.object({ id: z.number() }) }).parse(uploaded.json).data;

  const bundle = { fileConvertIds: [{ key: id, value: '.txt' }] };
  const [done] = await resolve(ask, listOf(await call(owner, 'PUT files/fileops/bulkdownload', bundle)));
  const url = new URL(z.string().parse(done?.['url']));
  expect((await ask(`GET ${url.pathname}${url.search}`)).text).toBe('hello');

  const trash = z.object({ current: z.object({ id: z.number() }) }).parse(responseOf(await ask('GET files/@trash')));
  const removal = { deleteAfter: false, immediately: false };
  expect(await resolve(ask, listOf(await call(owner, `DELETE files/file/${id}`, removal)))).toHaveLength(1);
  expect(responseOf(await ask(`GET files/file/${id}`))).toMatchObject({ folderId: trash.current.id });
});

test('a token is taken raw, with its cookie beside it; a failure says its reason in error.message', async () => {
  const { call, send, owner, portal, room } = await aPortalWithRoom();
  portal.state.sessions.set('token', owner.id);
  const headers = { authorization: 'token', cookie: 'asc_auth_key=token' };
  expect((await send(`GET files/rooms/${room}`, { headers })).status).toBe(200);
  const missing = await call(owner, 'GET files/file/999');
  const Failure = z.object({ error: z.object({ message: z.string(), type: z.string(), stack: z.string() }) });
  expect([missing.status, Failure.safeParse(missing.json).success]).toEqual([404, true]);
});
