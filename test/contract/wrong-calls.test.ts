import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Secret } from '../../src/base/secret.ts';
import type { Portal } from '../../src/docspace/portal.ts';
import type { RoomType } from '../../src/docspace/vocabulary/words.ts';
import { verifySignature } from '../../src/docspace/verify-signature.ts';
import { type ReceivedRequest, replyText, startReplyServer } from './support/start-reply-server.ts';
import { startSandbox, type TestSandbox } from './support/start-sandbox.ts';

/** Calls as they stand in widely copied examples, answered as the real server answers them: often with a success that did nothing. */

let sandbox: TestSandbox;
let portal: Portal;

beforeAll(async () => {
  sandbox = await startSandbox({ retryDelaysMs: [1, 1, 1, 1, 1] });
  portal = sandbox.portal();
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

const everyType: readonly RoomType[] = ['collaboration', 'custom', 'public', 'form-filling', 'virtual-data'];

const aRoom = (type: RoomType = 'custom') => portal.createRoom({ title: `Wrong ${type}`, type, tags: [] });
const memberIds = async (roomId: number) => (await portal.members(roomId)).slice(1).map(({ id }) => id);

async function share(roomId: number, body: unknown) {
  return sandbox.raw(`PUT files/rooms/${roomId}/share`, body);
}

describe('sharing a room', () => {
  it('under the key `entries` succeeds and adds nobody', async () => {
    const room = await aRoom();
    const entries = [{ id: sandbox.ids.people.aiko, isGroup: false, access: 11 }];
    const { status, body } = await share(room.id, { entries });
    expect([status, body.response]).toEqual([200, { error: 0 }]);
    expect(await memberIds(room.id)).toEqual([]);
  });

  it.each([{}, { invitations: [] }, { entries: [] }])(
    'with %o succeeds even for a room that is not there',
    async (body) => {
      expect(await share(999_999, body)).toMatchObject({ status: 200, body: { response: { error: 0 } } });
    },
  );

  it.each(everyType)('with access 4, 1, 3 or 8 is refused in a %s room', async (type) => {
    const room = await aRoom(type);
    for (const access of [4, 1, 3, 8]) {
      const { status, body } = await share(room.id, { invitations: [{ id: sandbox.ids.people.lena, access }] });
      expect([access, status, body.error !== undefined, body.response]).toEqual([access, 403, true, undefined]);
    }
    expect(await memberIds(room.id)).toEqual([]);
  });

  it('with a group marked as `isGroup` depends on the id alone', async () => {
    const room = await aRoom();
    const invalid = await share(room.id, { invitations: [{ id: 'HR_GROUP_ID', isGroup: true, access: 2 }] });
    expect(invalid.status).toBe(400);
    expect(invalid.body).toMatchObject({ status: 1, statusCode: 400 });
    expect(invalid.body.error).toBeUndefined();
    expect(invalid.body.response).toHaveProperty('errors');
    await share(room.id, { invitations: [{ id: sandbox.ids.groups.people, isGroup: false, access: 2 }] });
    expect(await portal.members(room.id)).toMatchObject([{}, { subject: 'group', level: 'viewer' }]);
  });

  it('with a level in another case takes the access away', async () => {
    const room = await aRoom();
    const id = sandbox.ids.people.aiko;
    await share(room.id, { invitations: [{ id, access: 'Editing' }] });
    expect(await portal.members(room.id)).toMatchObject([{}, { level: 'editor' }]);
    expect((await share(room.id, { invitations: [{ id, access: 'editing' }] })).status).toBe(200);
    expect(await memberIds(room.id)).toEqual([]);
  });

  it('with those who shall remain removes nobody', async () => {
    const room = await aRoom();
    const { aiko, david } = sandbox.ids.people;
    const invitations = [aiko, david].map((id) => ({ id, access: 2 }));
    await share(room.id, { invitations });
    await share(room.id, { invitations: invitations.slice(0, 1) });
    expect((await memberIds(room.id)).sort()).toEqual([aiko, david].sort());
  });

  it('while the room is made is ignored', async () => {
    const body = { title: 'Shared', roomType: 5, share: [{ shareTo: sandbox.ids.people.aiko, access: 11 }] };
    const { body: reply } = await sandbox.raw('POST files/rooms', body);
    expect(await memberIds(z.object({ id: z.int() }).parse(reply.response).id)).toEqual([]);
  });

  it('of an archived room is refused to everybody', async () => {
    const { rooms, people } = sandbox.ids;
    for (const userId of [people.marcus, people.owner, people.priya]) {
      const authorization = `Bearer ${await sandbox.keyOf(userId)}`;
      const body = { invitations: [{ id: people.nadia, access: 0 }] };
      expect((await sandbox.raw(`PUT files/rooms/${rooms.bakery}/share`, body, { authorization })).status).toBe(403);
    }
    expect(await memberIds(rooms.bakery)).toContain(people.nadia);
  });

  it('by POST, or under `files/room`, is no call of the API', async () => {
    const room = await aRoom();
    const body = { shareTo: sandbox.ids.people.aiko, access: 2 };
    expect([404, 405]).toContain((await sandbox.raw(`POST files/rooms/${room.id}/share`, body)).status);
    expect([404, 405]).toContain((await sandbox.raw(`PUT files/room/${room.id}/share`, body)).status);
    expect([404, 405]).toContain((await sandbox.raw(`GET files/room/${room.id}`)).status);
  });

  it('by e-mail never makes a manager, and makes a guest of a stranger', async () => {
    const room = await aRoom();
    const invite = (access: number) => share(room.id, { invitations: [{ email: 'new@stranger.example', access }] });
    expect((await invite(9)).status).toBe(403);
    const { status, body } = await invite(11);
    expect([status, z.object({ members: z.array(z.unknown()).optional() }).parse(body.response).members ?? []]).toEqual(
      [200, []],
    );
    expect(await portal.members(room.id)).toMatchObject([
      {},
      { kind: 'guest', pending: true, level: 'content-creator' },
    ]);
  });
});

describe('reading who has access', () => {
  it('tells guests by nothing but the flag of the account', async () => {
    const { body } = await sandbox.raw(`GET files/rooms/${sandbox.ids.rooms.fjordline}/share`);
    const rows = z
      .array(z.looseObject({ sharedToUser: z.looseObject({ id: z.string() }).optional() }))
      .parse(body.response);
    const row = rows.find(({ sharedToUser }) => sharedToUser?.id === sandbox.ids.people.greta);
    expect(row).toMatchObject({ access: 2, subjectType: 0, isOwner: false, sharedToUser: { isVisitor: true } });
    for (const field of ['id', 'email', 'name', 'isGuest', 'isVisitor', 'type']) expect(row).not.toHaveProperty(field);
    expect(rows[0]).toMatchObject({ access: 1, isOwner: true, subjectType: 0 });
  });

  it('finds no e-mail of the owner in a room', async () => {
    const { body } = await sandbox.raw(`GET files/rooms/${sandbox.ids.rooms.fjordline}`);
    const room = z.looseObject({ createdBy: z.looseObject({ id: z.string() }) }).parse(body.response);
    for (const field of ['ownerEmail', 'owner', 'members']) expect(room).not.toHaveProperty(field);
    expect(room.createdBy).not.toHaveProperty('email');
    expect((await portal.person(room.createdBy.id)).email).toBe('marcus.boateng@halden-moor.example');
  });
});

describe('copying a template', () => {
  it('without a title is refused, after the rights were checked', async () => {
    const room = await aRoom();
    const copyAs = `POST files/file/${sandbox.ids.files.goals}/copyas`;
    for (const destTitle of [null, '']) {
      const { status, body } = await sandbox.raw(copyAs, { destTitle, destFolderId: room.id });
      expect([destTitle, status, body.error !== undefined]).toEqual([destTitle, 400, true]);
    }
    const missing = await sandbox.raw(copyAs, { destFolderId: room.id });
    expect([missing.status, missing.body.error]).toEqual([400, undefined]);
    const body = { destTitle: null, destFolderId: sandbox.ids.rooms.bakery };
    expect((await sandbox.raw(copyAs, body)).status).toBe(403);
    expect(await portal.folder(room.id)).toEqual({ folders: [], files: [] });
  });
});

describe('links', () => {
  it('with {} succeed and make none', async () => {
    const room = await aRoom('collaboration');
    const { status, body } = await sandbox.raw(`PUT files/rooms/${room.id}/links`, {});
    expect([status, 'response' in body, body['count']]).toEqual([200, false, 0]);
    expect(await portal.links(room.id)).toEqual([]);
  });

  it('with {} are refused where there is an invitation link', async () => {
    const room = await aRoom('collaboration');
    await portal.setLink(room.id, { kind: 'invitation', level: 'viewer' });
    expect((await sandbox.raw(`PUT files/rooms/${room.id}/links`, {})).status).toBe(403);
    expect(await portal.links(room.id)).toHaveLength(1);
  });

  it('of the external kind are refused in a collaboration room', async () => {
    const room = await aRoom('collaboration');
    expect((await sandbox.raw(`PUT files/rooms/${room.id}/links`, { linkType: 1, access: 2 })).status).toBe(403);
    expect((await sandbox.raw(`GET files/rooms/${room.id}/link`)).status).toBe(403);
  });

  it('asked for as `primary` become invitations, or nothing', async () => {
    const room = await aRoom();
    const put = (body: unknown) => sandbox.raw(`PUT files/rooms/${room.id}/links`, body);
    expect('response' in (await put({ primary: true, title: 'Link' })).body).toBe(false);
    expect((await put({ primary: true, title: 'Link', access: 2 })).status).toBe(200);
    expect(await portal.links(room.id)).toMatchObject([{ kind: 'invitation', primary: false }]);
  });

  it('of an archived room are refused', async () => {
    const { bakery } = sandbox.ids.rooms;
    const linkId = 'b1a72b55-7766-4393-92ae-16e7b6376421';
    const authorization = `Bearer ${await sandbox.keyOf(sandbox.ids.people.marcus)}`;
    const call = `PUT files/rooms/${bakery}/links`;
    expect((await sandbox.raw(call, { linkId, linkType: 1, access: 0 }, { authorization })).status).toBe(403);
  });
});

describe('writing a report', () => {
  it('as a folder with content makes an empty folder of that name', async () => {
    const room = await aRoom();
    await sandbox.raw(`POST files/folder/${room.id}`, { title: 'report.txt', content: 'Removed guests: 3' });
    const { folders, files } = await portal.folder(room.id);
    expect([folders.map(({ title }) => title), files]).toEqual([['report.txt'], []]);
  });

  it('into an archived room is refused', async () => {
    const authorization = `Bearer ${await sandbox.keyOf(sandbox.ids.people.marcus)}`;
    const { bakery } = sandbox.ids.rooms;
    const file = { title: 'report.txt', content: 'x' };
    expect((await sandbox.raw(`POST files/${bakery}/text`, file, { authorization })).status).toBe(403);
    expect((await sandbox.raw(`POST files/folder/${bakery}`, { title: 'x' }, { authorization })).status).toBe(403);
  });

  it('with `createNewIfExist` means the opposite', async () => {
    const room = await aRoom();
    const write = (createNewIfExist: boolean) =>
      sandbox.raw(`POST files/${room.id}/text`, { title: 'report.txt', content: 'x', createNewIfExist });
    await write(false);
    await write(true);
    expect((await portal.folder(room.id)).files.map(({ title }) => title)).toEqual(['report.txt']);
    await write(false);
    expect((await portal.folder(room.id)).files.map(({ title }) => title).sort()).toEqual([
      'report (1).txt',
      'report.txt',
    ]);
  });
});

describe('the key and the answer', () => {
  it('is refused without the word Bearer, with an empty body', async () => {
    expect(await sandbox.raw('GET people/@self', undefined, { authorization: sandbox.ownerKey })).toMatchObject({
      status: 401,
      text: '',
    });
    const lowerCase = { authorization: `bearer ${sandbox.ownerKey}` };
    expect((await sandbox.raw('GET people/@self', undefined, lowerCase)).status).toBe(401);
  });

  it('answers creations with 200, never 201', async () => {
    const room = await sandbox.raw('POST files/rooms', { title: 'Created', roomType: 5 });
    expect([room.status, room.body['statusCode'], room.body['status']]).toEqual([200, 200, 0]);
    const { id } = z.object({ id: z.int() }).parse(room.body.response);
    expect((await sandbox.raw(`POST files/folder/${id}`, { title: 'x' })).status).toBe(200);
    expect((await sandbox.raw(`POST files/${id}/text`, { title: 'x', content: 'x' })).status).toBe(200);
  });

  it('takes a room type by name and number, and a title a second time', async () => {
    const first = await sandbox.raw('POST files/rooms', { title: 'Twin', roomType: 'editingroom' });
    const second = await sandbox.raw('POST files/rooms', { title: 'Twin', roomType: '2' });
    expect([first.body.response, second.body.response]).toMatchObject([
      { roomType: 2 },
      { roomType: 2, title: 'Twin' },
    ]);
    expect((await sandbox.raw('POST files/rooms', { title: 'Twin', roomType: 3 })).status).toBe(400);
  });

  it('gives a room an address of its own', async () => {
    const room = await aRoom();
    expect(room.url).not.toMatch(new RegExp(`/rooms/${room.id}$`));
  });
});

describe('deliveries', () => {
  const secret = new Secret('A-secret-of-ours-1');

  /** A registered receiver that answers POSTs with these statuses, the last one for all that follow. */
  async function aReceiver(triggers: Parameters<Portal['createWebhook']>[0]['triggers'], statuses = [200]) {
    const posts: ReceivedRequest[] = [];
    const server = await startReplyServer((response, request) => {
      const status = request.method === 'POST' ? (statuses[posts.length] ?? statuses.at(-1) ?? 200) : 200;
      if (request.method === 'POST') posts.push(request);
      replyText('', status)(response, request);
    });
    const webhook = await portal.createWebhook({ name: server.url.slice(-20), url: server.url, secret, triggers });
    const remove = () => sandbox.raw(`DELETE settings/webhook/${webhook.id}`);
    return {
      posts,
      webhook,
      async [Symbol.asyncDispose]() {
        await remove();
        await server[Symbol.asyncDispose]();
      },
    };
  }

  const Body = z.looseObject({
    event: z.looseObject({ id: z.int(), trigger: z.string(), createOn: z.string() }),
    payload: z.looseObject({ id: z.unknown() }),
    webhook: z.looseObject({}),
  });
  const bodyOf = (post: ReceivedRequest | undefined) => Body.parse(JSON.parse(post?.body ?? ''));

  it('of an archived room have the trigger room.archived and the room as payload', async () => {
    await using receiver = await aReceiver(['room.archived']);
    const room = await aRoom();
    await portal.archiveRoom(room.id);
    await expect.poll(() => receiver.posts.length).toBe(1);
    const body = bodyOf(receiver.posts[0]);
    expect(body.event.trigger).toBe('room.archived');
    expect(body.payload).toMatchObject({ id: room.id, title: room.title, rootFolderType: 20, fileEntryType: 1 });
    for (const field of ['roomId', 'newParentId', 'roomType']) expect(body.payload).not.toHaveProperty(field);
    expect(body).not.toHaveProperty('data');
  });

  it('of a new guest look like those of a new member', async () => {
    await using receiver = await aReceiver(['user.created']);
    const person = { firstName: 'G', lastName: 'H', type: 'guest', email: 'guest-of-ours@example.com' };
    await sandbox.control('POST people', person);
    await expect.poll(() => receiver.posts.length).toBe(1);
    const { event, payload } = bodyOf(receiver.posts[0]);
    expect(event.trigger).toBe('user.created');
    for (const field of ['type', 'isVisitor', 'isGuest', 'isCollaborator', 'displayName']) {
      expect(payload).not.toHaveProperty(field);
    }
    expect(await portal.person(String(payload.id))).toMatchObject({ guest: true });
  });

  it('are signed over bytes that JSON.stringify does not write again, in upper case', async () => {
    await using receiver = await aReceiver(['room.created']);
    await portal.createRoom({ title: "Ada's & Bob's", type: 'custom', tags: [] });
    await expect.poll(() => receiver.posts.length).toBe(1);
    const [post] = receiver.posts;
    const header = String(post?.headers['x-docspace-signature-256']);
    const rewritten = JSON.stringify(JSON.parse(post?.body ?? ''));
    const naive = `sha256=${createHmac('sha256', secret.reveal()).update(rewritten).digest('hex')}`;
    expect(header).toMatch(/^sha256=[0-9A-F]{64}$/);
    expect(header.toLowerCase()).not.toBe(naive);
    expect(verifySignature(Buffer.from(post?.body ?? ''), header, [secret])).toBe(true);
  });

  it('come again with the same event after any answer but a success', async () => {
    await using receiver = await aReceiver(['room.created'], [500, 302, 204]);
    await aRoom();
    await expect.poll(() => receiver.posts.length).toBe(3);
    const bodies = receiver.posts.map(bodyOf);
    expect(new Set(bodies.map(({ event }) => event.id)).size).toBe(1);
    expect(bodies.map(({ webhook }) => webhook['retryCount'])).toEqual([undefined, 1, 2]);
    expect(new Set(receiver.posts.map(({ body }) => body)).size).toBe(3);
    const signatures = receiver.posts.map(({ body, headers }) =>
      verifySignature(Buffer.from(body), String(headers['x-docspace-signature-256']), [secret]),
    );
    expect(signatures).toEqual([true, true, true]);
  });

  it('are given up after six attempts, and 410 deletes the webhook', async () => {
    await using refusing = await aReceiver(['room.created'], [404]);
    await using gone = await aReceiver(['room.created'], [410]);
    await aRoom();
    await expect.poll(() => [refusing.posts.length, gone.posts.length]).toEqual([6, 6]);
    await expect.poll(async () => (await portal.webhooks()).map(({ id }) => id)).not.toContain(gone.webhook.id);
    expect((await portal.webhooks()).map(({ id }) => id)).toContain(refusing.webhook.id);
  });

  it('have no trigger of the name user.added', async () => {
    const { body } = await sandbox.raw('GET settings/webhook/triggers');
    const names = z
      .array(z.looseObject({ name: z.string() }))
      .parse(body.response)
      .map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['user.created', 'room.archived']));
    expect(names.filter((name) => ['user.added', 'room_moved', 'room.moved'].includes(name))).toEqual([]);
  });
});
