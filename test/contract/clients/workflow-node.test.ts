import { expect, test } from 'vitest';
import * as z from 'zod';
import { aPortal, idOf, listOf, responseOf } from '../../../sandbox/model/a-portal.ts';
import { putAccount } from '../../../sandbox/model/state.ts';

// A program with the habits of the vendor's n8n node: the first operation of an answer is its own, what was copied or
// moved is looked for on the finished one, and people are looked up again after they were invited.

const batch = { conflictResolveType: 'Duplicate', deleteAfter: false };
const Titled = z.array(z.object({ id: z.number(), title: z.string(), parentId: z.number().optional() }));

async function aPortalWithRoom() {
  const portal = aPortal();
  const { call, owner } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'Room from n8n', roomType: 6 }));
  const finish = async (operation: string, body: unknown) => {
    const answer = await call(owner, operation, body);
    const json = z.object({ response: z.union([z.array(z.looseObject({})), z.looseObject({})]) }).parse(answer.json);
    const [first] = [json.response].flat();
    const polled = listOf(await call(owner, 'GET files/fileops')).find(({ id }) => id === first?.['id']);
    expect(polled).toMatchObject({ error: '', finished: true, progress: 100 });
    return polled ?? {};
  };
  return { ...portal, room, finish };
}

test('what was copied and moved is on the finished operation, with the folder it is in', async () => {
  const { call, owner, room, finish } = await aPortalWithRoom();
  const [folder, destination] = [
    idOf(await call(owner, `POST files/folder/${room}`, { title: 'Folder from n8n' })),
    idOf(await call(owner, `POST files/folder/${room}`, { title: 'Destination' })),
  ];
  const file = idOf(await call(owner, `POST files/${folder}/file`, { title: 'Letter.docx' }));
  const copy = await finish('PUT files/fileops/copy', { ...batch, folderIds: [folder], destFolderId: destination });
  const copied = Titled.parse(copy['folders']).find(({ parentId }) => parentId === destination);
  expect(copied).toMatchObject({ title: 'Folder from n8n' });
  const move = await finish('PUT files/fileops/move', { ...batch, folderIds: [folder], destFolderId: destination });
  expect(Titled.parse(move['folders']).find(({ id }) => id === folder)?.parentId).toBe(destination);
  const { current } = responseOf(await call(owner, 'GET files/@my?count=1'));
  const own = z.object({ id: z.number() }).parse(current).id;
  const moved = await finish('PUT files/fileops/move', { ...batch, fileIds: [file], destFolderId: own });
  expect(moved['files']).toMatchObject([{ id: file, folderId: own }]);
});

test('members are invited by id or e-mail, levels as texts, and looked up by their e-mail', async () => {
  const { call, owner, room, person } = await aPortalWithRoom();
  const ulf = person('ulf', 'user');
  const share = `PUT files/rooms/${room}/share`;
  const byId = await call(owner, share, { invitations: [{ id: ulf.id, access: '11' }], notify: false });
  expect(responseOf(byId)['members']).toMatchObject([{ access: 11, sharedTo: { id: ulf.id } }]);
  await call(owner, share, { invitations: [{ email: 'new@client.example', access: 11 }], notify: true });
  const find = `count=1&filterBy=email&filterOp=equals&filterValue=new@client.example`;
  expect(listOf(await call(owner, `GET files/rooms/${room}/share?${find}`))).toMatchObject([
    { access: 11, sharedTo: { email: 'new@client.example', isVisitor: true } },
  ]);
  expect(listOf(await call(owner, `GET people/room/${room}?includeShared=true&filterValue=ulf`))).toMatchObject([
    { id: ulf.id, displayName: 'ulf Test' },
  ]);
});

test('people are invited, lowered, switched off and deleted, each answered with who it is', async () => {
  const { call, owner, person } = await aPortalWithRoom();
  const invitations = [{ type: 4, email: 'new@portal.example' }];
  await call(owner, 'POST people/invite', { invitations, culture: '' });
  const find = 'count=1&filterBy=email&filterOp=equals&filterValue=new@portal.example';
  expect(listOf(await call(owner, `GET people/filter?${find}`))).toMatchObject([{ email: 'new@portal.example' }]);
  const rosa = person('rosa', 'room-admin');
  expect((await call(owner, 'POST people/type', { type: 4, userId: rosa.id })).status).toBe(200);
  expect(responseOf(await call(owner, `GET people/${rosa.id}`))).toMatchObject({ isCollaborator: true });
  await call(owner, 'PUT people/status/2', { userIds: [rosa.id] });
  expect(listOf(await call(owner, 'GET people/status/2/search?query=@'))).toMatchObject([{ id: rosa.id }]);
  expect(listOf(await call(owner, 'PUT people/delete', { userIds: [rosa.id] }))).toMatchObject([
    { id: rosa.id, displayName: 'rosa Test', email: rosa.email },
  ]);
});

test('histories and shared links of files, folders and rooms are there to be read', async () => {
  const { call, owner, room, finish } = await aPortalWithRoom();
  const folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Folder' }));
  const file = idOf(await call(owner, `POST files/${folder}/file`, { title: 'Letter.docx' }));
  for (const path of [`file/${file}`, `folder/${folder}`, `rooms/${room}`]) {
    const { sharedTo } = responseOf(await call(owner, `GET files/${path}/link`));
    expect(z.object({ shareLink: z.url() }).safeParse(sharedTo).success).toBe(true);
  }
  const dates = 'fromDate=2026-01-01T00:00:00Z&toDate=2027-01-01T00:00:00Z';
  expect(listOf(await call(owner, `GET files/file/${file}/log?${dates}`))).toMatchObject([
    { action: { key: 'FileCreated' } },
  ]);
  const history = listOf(await call(owner, `GET files/folder/${folder}/log`));
  expect(history.map(({ action }) => z.object({ key: z.string() }).parse(action).key)).toContain('FileCreated');
  await finish(`PUT files/rooms/${room}/archive`, { deleteAfter: false });
});

test('an e-mail and its password are credentials for every call', async () => {
  const { send, owner, portal } = await aPortalWithRoom();
  putAccount(portal.state, { ...owner, password: 'correct-horse' });
  const authorization = `Basic ${Buffer.from(`${owner.email}:correct-horse`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  expect(responseOf(await send('GET people/@self', { headers }))).toMatchObject({ isOwner: true });
});
