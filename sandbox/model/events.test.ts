import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type Answer, aPortal, idOf, responseOf, type TestPortal } from './a-portal.ts';
import type { Account } from './records.ts';
import { writeDotnetJson } from '../webhooks/write-dotnet-json.ts';

let world: TestPortal & { owner: Account };
let ulf: Account;
let room: number;
let folder: number;
let file: number;
let group: string;

beforeEach(async () => {
  world = aPortal();
  ulf = world.person('ulf', 'user');
  const { owner, call, events } = world;
  room = idOf(await call(owner, 'POST files/rooms', { title: 'Room', roomType: 5 }));
  folder = idOf(await call(owner, `POST files/folder/${room}`, { title: 'Folder' }));
  file = idOf(await call(owner, `POST files/${room}/text`, { title: 'File', content: 'text' }));
  group = String(responseOf(await call(owner, 'POST group', { groupName: 'Group', members: [ulf.id] }))['id']);
  events.length = 0;
});

/** A call as the owner; it must succeed. */
async function ask(operation: string, body?: unknown): Promise<Answer> {
  const answer = await world.call(world.owner, operation, body);
  expect([200, 204], `${operation}: ${answer.text}`).toContain(answer.status);
  return answer;
}

function told(): string[] {
  return world.events.map(({ trigger }) => trigger);
}

test.each<[what: string, events: string[], act: () => Promise<unknown>]>([
  ['adding a member', ['user.created'], () => ask('POST people', { email: 'new@example.com', type: 4 })],
  ['making an active guest', ['user.created'], () => ask('POST people/active', { email: 'g@example.com', type: 2 })],
  [
    'inviting to the portal, for a new e-mail only',
    ['user.invited'],
    () =>
      ask('POST people/invite', { invitations: ['new@example.com', ulf.email].map((email) => ({ email, type: 4 })) }),
  ],
  [
    'inviting an unknown e-mail to a room',
    [],
    () => ask(`PUT files/rooms/${room}/share`, { invitations: [{ email: 'guest@example.com', access: 2 }] }),
  ],
  ['changing a profile', ['user.updated'], () => ask(`PUT people/${ulf.id}`, { firstName: 'Ulrich' })],
  ['terminating', ['user.updated'], () => ask('PUT people/status/2', { userIds: [ulf.id] })],
  ['changing a type', ['user.updated'], () => ask('PUT people/type/RoomAdmin', { userIds: [ulf.id] })],
  [
    'deleting a terminated account',
    ['user.updated', 'user.deleted'],
    async () => {
      await ask('PUT people/status/2', { userIds: [ulf.id] });
      await ask(`DELETE people/${ulf.id}`);
    },
  ],
  ['making a group', ['group.created'], () => ask('POST group', { groupName: 'Other' })],
  ['changing a group', ['group.updated'], () => ask(`PUT group/${group}`, { groupName: 'Other' })],
  ['deleting a group', ['group.deleted'], () => ask(`DELETE group/${group}`)],
  ['members of a group that come', [], () => ask(`PUT group/${group}/members`, { members: [world.owner.id] })],
  ['members of a group that go', [], () => ask(`DELETE group/${group}/members`, { members: [ulf.id] })],
  ['making a room, before its link', ['room.created'], () => ask('POST files/rooms', { title: 'P', roomType: 6 })],
  ['changing a room, even in nothing', ['room.updated'], () => ask(`PUT files/rooms/${room}`, { title: 'Room' })],
  ['renaming a room as a folder', ['room.updated'], () => ask(`PUT files/folder/${room}`, { title: 'R' })],
  ['a level in a room', [], () => ask(`PUT files/rooms/${room}/share`, { invitations: [{ id: ulf.id, access: 2 }] })],
  ['a link of a room', [], () => ask(`PUT files/rooms/${room}/links`, { linkType: 0, access: 2, title: 'Link' })],
  ['tags of a room', [], () => ask(`PUT files/rooms/${room}/tags`, { names: ['a'] })],
  ['a pin', [], () => ask(`PUT files/rooms/${room}/pin`, {})],
  ['archiving', ['room.archived'], () => ask(`PUT files/rooms/${room}/archive`, {})],
  [
    'archiving and bringing back',
    ['room.archived', 'room.restored'],
    async () => {
      await ask(`PUT files/rooms/${room}/archive`, {});
      await ask(`PUT files/rooms/${room}/unarchive`, {});
    },
  ],
  ['deleting an active room', ['room.deleted'], () => ask(`DELETE files/rooms/${room}`, {})],
  ['making a folder', ['folder.created'], () => ask(`POST files/folder/${room}`, { title: 'F' })],
  ['renaming a folder', ['folder.updated'], () => ask(`PUT files/folder/${folder}`, { title: 'F' })],
  ['deleting a folder', ['folder.trashed'], () => ask(`DELETE files/folder/${folder}`, {})],
  [
    'a folder that is copied: no folder.created',
    ['folder.copied'],
    () => ask('PUT files/fileops/copy', { folderIds: [folder], destFolderId: room, conflictResolveType: 2 }),
  ],
  ['a text', ['file.created'], () => ask(`POST files/${room}/text`, { title: 'T', content: 'x' })],
  [
    'a text that overwrites another',
    ['file.created'],
    () => ask(`POST files/${room}/text`, { title: 'File', content: 'x', createNewIfExist: true }),
  ],
  ['a blank file', ['file.created'], () => ask(`POST files/${room}/file`, { title: 'Blank.docx' })],
  ['renaming a file', ['file.updated'], () => ask(`PUT files/file/${file}`, { title: 'Other' })],
  ['deleting a file', ['file.trashed'], () => ask(`DELETE files/file/${file}`, {})],
  ['deleting a file at once', ['file.deleted'], () => ask(`DELETE files/file/${file}`, { immediately: true })],
  [
    'a file that is copied in bulk: no file.created',
    ['file.copied'],
    () => ask('PUT files/fileops/copy', { fileIds: [file], destFolderId: folder }),
  ],
  [
    'a file that is moved',
    ['file.moved'],
    () => ask('PUT files/fileops/move', { fileIds: [file], destFolderId: folder }),
  ],
  [
    'copyas with the same extension',
    ['file.created'],
    () => ask(`POST files/file/${file}/copyas`, { destTitle: 'Copy.txt', destFolderId: folder }),
  ],
])('%s fires %j', async (_what, events, act) => {
  await act();
  expect(told()).toEqual(events);
});

const Body = z.object({ payload: z.record(z.string(), z.unknown()) });

/** What a receiver would read. */
function payloadOf(at: number): Record<string, unknown> {
  return Body.parse(JSON.parse(writeDotnetJson({ payload: world.events.at(at)?.payload }))).payload;
}

test('an entry comes as its base: without the fields of rooms, folders and files, and without any e-mail', async () => {
  await ask(`PUT files/rooms/${room}`, { title: 'Room' });
  await ask(`PUT files/file/${file}`, { title: 'Other' });
  const [ofRoom, ofFile] = [payloadOf(0), payloadOf(1)];
  const always = ['id', 'parentId', 'folderIdDisplay', 'rootId', 'title', 'createBy', 'modifiedBy', 'createOn'];
  for (const payload of [ofRoom, ofFile])
    expect(Object.keys(payload)).toEqual(
      expect.arrayContaining([...always, 'modifiedOn', 'rootFolderType', 'rootCreateBy', 'fileEntryType']),
    );
  expect(ofRoom).toMatchObject({ fileEntryType: 1, rootFolderType: 14, securityByUsers: {} });
  expect(ofFile).toMatchObject({ fileEntryType: 2, title: 'Other.txt', parentId: room });
  const absent = [
    'roomType',
    'folderType',
    'roomId',
    'version',
    'contentLength',
    'fileExst',
    'createdBy',
    'rootFolderId',
  ];
  for (const name of absent) for (const payload of [ofRoom, ofFile]) expect(payload).not.toHaveProperty(name);
  expect(JSON.stringify([ofRoom, ofFile])).not.toContain('@');
});

test('a person comes without a name to show, a type or a mark of a guest; what is 0 or false is left out', async () => {
  await ask('POST people/active', { email: 'g@example.com', type: 2, firstName: 'Gus' });
  const payload = payloadOf(0);
  expect(payload).toMatchObject({ email: 'g@example.com', firstName: 'Gus', status: 1, tenantId: 1 });
  for (const name of ['displayName', 'type', 'isVisitor', 'isAdmin', 'removed', 'birthDate'])
    expect(payload).not.toHaveProperty(name);
});

test('a group comes with its id and name', async () => {
  await ask(`PUT group/${group}`, { groupName: 'Other' });
  expect(payloadOf(0)).toMatchObject({ id: group, name: 'Other' });
});
