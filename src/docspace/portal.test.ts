import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { replyJson, startReplyServer } from '../../test/contract/support/start-reply-server.ts';
import { isRecord, parseJson } from '../base/json.ts';
import { Secret } from '../base/secret.ts';
import { createGovernor } from './governor.ts';
import { asReader, createPortal, type Portal, type PortalReader } from './portal.ts';

const ada = '11111111-1111-4111-8111-111111111111';
const group = '22222222-2222-4222-8222-222222222222';
const linkId = '33333333-3333-4333-8333-333333333333';

const aPerson = (overrides: object = {}) => ({
  id: ada,
  displayName: 'Ada Lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  userName: 'ada',
  email: 'ada@example.com',
  status: 1,
  ...{ isOwner: false, isAdmin: false, isRoomAdmin: false, isCollaborator: true, isVisitor: false },
  ...overrides,
});

const aRoom = (overrides: object = {}) => ({
  id: 77,
  title: 'Home',
  roomType: 2,
  created: '2026-07-01T12:34:56.0000000+03:00',
  createdBy: { id: ada, displayName: 'Ada' },
  rootFolderType: 14,
  filesCount: 1,
  foldersCount: 2,
  tags: ['home'],
  shortWebUrl: 'https://portal.example/s/x',
  security: { EditAccess: true, EditRoom: true, Read: true },
  ...overrides,
});

const aLink = (overrides: object = {}) => ({
  access: 2,
  subjectType: 4,
  sharedLink: { id: linkId, title: 'Link', shareLink: 'https://p/s/abc', linkType: 1, primary: true, ...overrides },
});

/** A portal that answers every call with this `response`, and what it was asked. */
async function answering(response: unknown, { status = 200, total }: { status?: number; total?: number } = {}) {
  const body = { response, ...(total === undefined ? {} : { total }), count: 1, status: 0, statusCode: 200 };
  return withServer(await startReplyServer(replyJson(body, status)));
}

function withServer(server: Awaited<ReturnType<typeof startReplyServer>>) {
  const portal = createPortal({ baseUrl: server.url, apiKey: new Secret('sk-1'), governor: createGovernor() });
  const lines = () =>
    server.received.map(({ method, url, body }) => `${method} ${url.replace('/api/2.0/', '')} ${body}`.trim());
  return { portal, server, lines, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A server that holds a list and gives it out by `startIndex` and `count`. */
async function paging(items: readonly unknown[], wrap: (page: readonly unknown[]) => object) {
  return withServer(
    await startReplyServer((response, { url }) => {
      const query = new URL(url, 'http://x').searchParams;
      const start = Number(query.get('startIndex'));
      replyJson(wrap(items.slice(start, start + Number(query.get('count')))))(response, {
        method: '',
        url,
        headers: {},
        body: '',
      });
    }),
  );
}

describe('people', () => {
  it.each([
    ['displayName', {}, 'Ada Lovelace'],
    ['e-mail', { displayName: '' }, 'ada@example.com'],
    ['first and last name', { displayName: undefined, email: '' }, 'Ada Lovelace'],
    ['first name alone', { displayName: ' ', email: undefined, lastName: undefined }, 'Ada'],
    ['user name', { displayName: '', email: '', firstName: '', lastName: '' }, 'ada'],
    ['nothing', { displayName: '', email: '', firstName: '', lastName: '', userName: undefined }, 'New user'],
  ])('are called by their %s', async (_, overrides, name) => {
    await using server = await answering(aPerson(overrides));
    expect((await server.portal.person(ada)).name).toBe(name);
  });

  it('are members or guests, active or pending', async () => {
    await using member = await answering(aPerson());
    await using guest = await answering(aPerson({ isVisitor: true, isCollaborator: false, status: 4 }));
    await using left = await answering(aPerson({ status: 2 }));
    expect(await member.portal.self()).toMatchObject({ kind: 'user', member: true, active: true, pending: false });
    expect(await guest.portal.self()).toMatchObject({ kind: 'guest', member: false, active: false, pending: true });
    expect(await left.portal.self()).toMatchObject({ active: false, pending: false });
    expect(member.lines()).toEqual(['GET people/@self']);
  });

  it('are unknown by e-mail only when the portal says so itself', async () => {
    const notFound = replyJson({ error: { message: 'The user could not be found' }, status: 1 }, 404);
    await using known = await answering(aPerson());
    await using unknown = withServer(await startReplyServer(notFound));
    await using proxy = withServer(await startReplyServer(replyJson('no such host', 404)));
    expect((await known.portal.personByEmail('a+b@example.com'))?.id).toBe(ada);
    expect(known.lines()).toEqual(['GET people/email?email=a%2Bb%40example.com']);
    expect(await unknown.portal.personByEmail('x@example.com')).toBeUndefined();
    await expect(proxy.portal.personByEmail('x@example.com')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('come in pages', async () => {
    await using server = await answering([aPerson()], { total: 201 });
    const query = { area: 'members', employeeStatus: 'active' } as const;
    expect((await server.portal.people({ ...query, startIndex: 100 })).next).toBe(200);
    expect((await server.portal.people({ ...query, startIndex: 200 })).next).toBeUndefined();
    expect(server.lines()[0]).toBe('GET people/filter?startIndex=100&count=100&area=1&employeeStatus=1');
  });

  it('are refused by an id that is no guid', async () => {
    await using server = await answering(aPerson());
    await expect(server.portal.person('@self')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('groups', () => {
  it('are read without their members', async () => {
    await using server = await answering({ id: group, name: 'HR', membersCount: 3, category: ada });
    expect(await server.portal.group(group)).toEqual({ id: group, name: 'HR', membersCount: 3 });
    expect(server.lines()).toEqual([`GET group/${group}?includeMembers=false`]);
  });
});

describe('rooms', () => {
  it('are in words, with the creator as owner and times in UTC', async () => {
    await using server = await answering(aRoom());
    expect(await server.portal.room(77)).toEqual({
      id: 77,
      title: 'Home',
      type: 'collaboration',
      ownerId: ada,
      createdAt: '2026-07-01T09:34:56.000Z',
      archived: false,
      filesCount: 1,
      foldersCount: 2,
      tags: ['home'],
      url: 'https://portal.example/s/x',
      mayEditAccess: true,
      mayEdit: true,
    });
  });

  it('have an address even where the portal gives none, and no rights that it does not name', async () => {
    await using server = await answering(aRoom({ shortWebUrl: undefined, security: undefined, rootFolderType: 20 }));
    expect(await server.portal.room(77)).toMatchObject({
      url: `${server.server.url}/rooms/shared/77`,
      mayEditAccess: false,
      mayEdit: false,
      archived: true,
    });
  });

  it('of a person are read to the last page, without filter and order', async () => {
    const rooms = Array.from({ length: 205 }, (_, index) => aRoom({ id: index + 1 }));
    await using server = await paging(rooms, (folders) => ({ response: { folders, total: 205, count: 100 } }));
    expect(await server.portal.roomsOwnedBy(ada)).toHaveLength(205);
    const query = `subjectOwnerId=${ada}`;
    expect(server.lines()).toEqual(
      [0, 100, 200].map((start) => `GET files/rooms?${query}&startIndex=${start}&count=100`),
    );
  });

  it('of an unknown type or a third-party storage do not break a list', async () => {
    const folders = [aRoom({ roomType: 9 }), { id: 'sbox-1', title: 'Foreign' }, aRoom({ id: 78 })];
    await using server = await answering({ folders, total: 3 });
    expect(await server.portal.archivedRooms()).toMatchObject([
      { id: 77, type: undefined },
      { id: 78, type: 'collaboration' },
    ]);
    expect(server.lines()).toEqual(['GET files/rooms?searchArea=Archive&startIndex=0&count=100']);
  });

  it('that cannot be read break a list: it would look complete', async () => {
    await using server = await answering({ folders: [aRoom(), aRoom({ title: undefined })], total: 2 });
    await expect(server.portal.archivedRooms()).rejects.toMatchObject({
      kind: 'rejected',
      details: { field: 'response.folders.1' },
    });
  });

  it('of other people are left out, whatever the portal answers', async () => {
    await using server = await answering({ folders: [aRoom(), aRoom({ createdBy: { id: group } })], total: 2 });
    expect(await server.portal.roomsOwnedBy(ada)).toHaveLength(1);
  });

  it("are made with the vendor's number of the type", async () => {
    await using server = await answering(aRoom());
    await server.portal.createRoom({ title: 'Home', type: 'virtual-data', tags: ['home'] });
    await server.portal.addTags(77, ['x']);
    expect(server.lines()).toEqual([
      'POST files/rooms {"title":"Home","roomType":8,"tags":["home"]}',
      'PUT files/rooms/77/tags {"names":["x"]}',
    ]);
  });
});

describe('access', () => {
  const owner = { access: 1, subjectType: 0, isOwner: true, sharedToUser: aPerson({ isRoomAdmin: true }) };
  const invited = { access: 11, subjectType: 0, isOwner: false, sharedToUser: aPerson({ isVisitor: true, status: 4 }) };
  const hr = { access: 2, subjectType: 2, isOwner: false, sharedToGroup: { id: group, name: 'HR', manager: 'x' } };

  it('lists people and groups with their level', async () => {
    await using server = await answering([owner, hr, invited, { ...aLink(), sharedTo: {} }], { total: 4 });
    expect(await server.portal.members(77)).toEqual([
      {
        ...{ subject: 'user', id: ada, name: 'Ada Lovelace', email: 'ada@example.com', kind: 'room-admin' },
        ...{ isOwner: true, pending: false },
      },
      { subject: 'group', id: group, name: 'HR', level: 'viewer', isOwner: false, pending: false },
      {
        ...{ subject: 'user', id: ada, name: 'Ada Lovelace', email: 'ada@example.com', kind: 'guest' },
        ...{ level: 'content-creator', isOwner: false, pending: true },
      },
    ]);
  });

  it('lists all pages of members', async () => {
    const entries = Array.from({ length: 150 }, () => hr);
    await using server = await paging(entries, (response) => ({ response, total: 150 }));
    expect(await server.portal.members(77)).toHaveLength(150);
    expect(server.lines()).toHaveLength(2);
  });

  it('is given under the one key that the portal reads', async () => {
    await using server = await answering({ members: [hr], warning: 'Not all', error: 0 });
    const result = await server.portal.share(77, [{ id: group, level: 'viewer' }], { notify: true });
    expect(result).toMatchObject({ members: [{ id: group, level: 'viewer' }], warning: 'Not all', error: false });
    expect(server.lines()).toEqual([
      `PUT files/rooms/77/share {"invitations":[{"id":"${group}","access":2}],"notify":true}`,
    ]);
  });

  it('is taken with the number 0, without a mail', async () => {
    await using server = await answering({ members: [], error: 1 });
    expect(await server.portal.removeAccess(77, [ada])).toEqual({ members: [], error: true });
    expect(server.lines()).toEqual([
      `PUT files/rooms/77/share {"invitations":[{"id":"${ada}","access":0}],"notify":false}`,
    ]);
  });

  it('for nobody sends nothing', async () => {
    await using server = await answering({});
    expect(await server.portal.share(77, [], { notify: false })).toEqual({ members: [], error: false });
    expect(server.lines()).toEqual([]);
  });

  it('that is refused at its second entry may have been given to the first', async () => {
    const body = { error: { message: 'role not available' }, status: 1 };
    await using server = withServer(await startReplyServer(replyJson(body, 403)));
    const entry = { id: ada, level: 'viewer' } as const;
    const two = server.portal.share(77, [entry, { ...entry, id: group }], { notify: false });
    await expect(two).rejects.toMatchObject({ kind: 'forbidden', details: { effect: 'unknown' } });
    const one = server.portal.share(77, [entry], { notify: false });
    await expect(one).rejects.toMatchObject({ details: { effect: 'none' } });
  });
});

describe('links', () => {
  it('keep their address and password secret', async () => {
    const expirationDate = '2026-10-01T00:00:00.0000000Z';
    await using server = await answering([aLink({ password: 'hunter22', expirationDate, requestToken: 'abc' })]);
    const links = await server.portal.links(77);
    expect(links).toMatchObject([
      { id: linkId, kind: 'external', level: 'viewer', primary: true, expiresAt: '2026-10-01T00:00:00.000Z' },
    ]);
    expect(links[0]?.address.reveal()).toBe('https://p/s/abc');
    expect(links[0]?.password?.reveal()).toBe('hunter22');
    expect(JSON.stringify(links) + inspect(links)).not.toMatch(/s\/abc|hunter22/);
  });

  it('are set with all their fields, and removed with the number 0', async () => {
    await using server = await answering(aLink());
    await server.portal.primaryLink(77);
    const expiresAt = '2026-10-01T00:00:00.000Z';
    const password = new Secret('hunter22');
    await server.portal.setLink(77, { id: linkId, kind: 'external', level: 'editor', title: 'T', expiresAt, password });
    await server.portal.setLink(77, { kind: 'invitation', level: 'viewer' });
    await server.portal.removeLink(77, { id: linkId, kind: 'external' });
    const settings = `"linkId":"${linkId}","title":"T","expirationDate":"${expiresAt}","password":"hunter22"`;
    expect(server.lines()).toEqual([
      'GET files/rooms/77/link',
      `PUT files/rooms/77/links {"linkType":1,"access":10,${settings}}`,
      'PUT files/rooms/77/links {"linkType":0,"access":2}',
      `PUT files/rooms/77/links {"linkId":"${linkId}","linkType":1,"access":0}`,
    ]);
  });

  it('that are gone leave nothing', async () => {
    await using server = await answering(undefined);
    expect(await server.portal.removeLink(77, { id: linkId, kind: 'external' })).toBeUndefined();
    await expect(server.portal.setLink(77, { kind: 'invitation', level: 'viewer' })).rejects.toMatchObject({
      details: { field: 'response', effect: 'unknown' },
    });
  });
});

describe('contents', () => {
  const entry = (id: number | string) => ({
    id,
    title: `E${id}`,
    created: '2026-07-01T00:00:00Z',
    createdBy: { id: ada },
  });

  it('are listed to the last page, folders before files', async () => {
    const entries = Array.from({ length: 130 }, (_, index) => entry(index));
    await using server = await paging(entries, (page) => ({
      response: {
        folders: page.filter((item) => isRecord(item) && Number(item['id']) < 110),
        files: page.filter((item) => isRecord(item) && Number(item['id']) >= 110),
        total: 130,
      },
    }));
    const { folders, files } = await server.portal.folder(5);
    expect([folders.length, files.length]).toEqual([110, 20]);
    expect(files[0]).toEqual({ id: 110, title: 'E110', createdAt: '2026-07-01T00:00:00.000Z', createdBy: ada });
    expect(server.lines()).toEqual(['GET files/5?startIndex=0&count=100', 'GET files/5?startIndex=100&count=100']);
  });

  it('are made and copied with exactly the fields that the portal reads', async () => {
    await using server = await answering({ ...entry(9), fileExst: '.docx' });
    expect(await server.portal.createFolder(77, 'Documents')).toMatchObject({ id: 9 });
    expect(await server.portal.file(9)).toEqual({ id: 9, title: 'E9', extension: '.docx' });
    await server.portal.copyFileAs(9, { folderId: 77, title: 'Guide.docx' });
    await server.portal.createTextFile(77, { title: 'report', content: 'text' });
    expect(server.lines()).toEqual([
      'POST files/folder/77 {"title":"Documents"}',
      'GET files/file/9',
      'POST files/file/9/copyas {"destTitle":"Guide.docx","destFolderId":77}',
      'POST files/77/text {"title":"report","content":"text"}',
    ]);
  });
});

describe('operations', () => {
  const operation = { id: 'a', Operation: 0, progress: 100, error: '', processed: '1', finished: true, status: 2 };

  it('are told in words; an empty error is none', async () => {
    await using server = await answering([operation, { ...operation, id: 'b', error: 'No room left', status: 4 }]);
    expect(await server.portal.operations()).toEqual([
      { id: 'a', state: 'completed', finished: true },
      { id: 'b', state: 'failed', finished: true, error: 'No room left' },
    ]);
  });

  it('are started with a body that keeps them until they are told', async () => {
    await using server = await answering(operation);
    await server.portal.archiveRoom(77);
    await server.portal.unarchiveRoom(77);
    await server.portal.deleteRoom(77);
    expect(server.lines()).toEqual([
      'PUT files/rooms/77/archive {"deleteAfter":false}',
      'PUT files/rooms/77/unarchive {"deleteAfter":false}',
      'DELETE files/rooms/77 {"deleteAfter":false}',
    ]);
  });
});

describe('webhooks', () => {
  const config = { id: 3, name: 'Concierge', uri: 'https://c.example/w', enabled: true, ssl: true, triggers: 5 };

  it('are listed with the names of their triggers', async () => {
    await using server = await answering([{ configs: config, status: 200 }]);
    expect(await server.portal.webhooks()).toEqual([
      { id: 3, name: 'Concierge', url: config.uri, enabled: true, triggers: ['user.created', 'user.updated'] },
    ]);
  });

  it('are registered enabled, with certificates checked where there are any', async () => {
    await using server = await answering(config);
    const webhook = { name: 'C', secret: new Secret('s3cret-s3cret'), triggers: ['user.created'] } as const;
    await server.portal.createWebhook({ ...webhook, url: 'https://c.example/w' });
    await server.portal.createWebhook({ ...webhook, url: 'http://c.example/w' });
    const [secure, plain] = server.server.received.map(({ body }) => parseJson(body));
    expect(secure).toEqual({
      ...{ name: 'C', uri: 'https://c.example/w', secretKey: 's3cret-s3cret' },
      ...{ enabled: true, ssl: true, triggers: 1 },
    });
    expect(plain).toMatchObject({ ssl: false });
  });
});

describe('marking by effect', () => {
  const writes: Readonly<Record<string, (portal: Portal) => Promise<unknown>>> = {
    createRoom: (portal) => portal.createRoom({ title: 'A', type: 'custom', tags: [] }),
    addTags: (portal) => portal.addTags(77, ['a']),
    archiveRoom: (portal) => portal.archiveRoom(77),
    unarchiveRoom: (portal) => portal.unarchiveRoom(77),
    deleteRoom: (portal) => portal.deleteRoom(77),
    operations: (portal) => portal.operations(),
    share: (portal) => portal.share(77, [{ id: ada, level: 'viewer' }], { notify: false }),
    removeAccess: (portal) => portal.removeAccess(77, [ada]),
    primaryLink: (portal) => portal.primaryLink(77),
    setLink: (portal) => portal.setLink(77, { kind: 'external', level: 'viewer' }),
    removeLink: (portal) => portal.removeLink(77, { id: linkId, kind: 'external' }),
    createFolder: (portal) => portal.createFolder(77, 'A'),
    copyFileAs: (portal) => portal.copyFileAs(9, { folderId: 77, title: 'A.docx' }),
    createTextFile: (portal) => portal.createTextFile(77, { title: 'a', content: 'a' }),
    createWebhook: (portal) =>
      portal.createWebhook({ name: 'A', url: 'https://a.example', secret: new Secret('x'), triggers: [] }),
  };
  const reads: Readonly<Record<string, (portal: PortalReader) => Promise<unknown>>> = {
    self: (portal) => portal.self(),
    person: (portal) => portal.person(ada),
    personByEmail: (portal) => portal.personByEmail('a@example.com'),
    people: (portal) => portal.people({ startIndex: 0, area: 'all' }),
    group: (portal) => portal.group(group),
    room: (portal) => portal.room(77),
    roomsOwnedBy: (portal) => portal.roomsOwnedBy(ada),
    archivedRooms: (portal) => portal.archivedRooms(),
    members: (portal) => portal.members(77),
    links: (portal) => portal.links(77),
    folder: (portal) => portal.folder(77),
    file: (portal) => portal.file(9),
    webhooks: (portal) => portal.webhooks(),
  };

  it.each(Object.entries(writes))('leaves the effect of %s open when its reply is lost', async (_, call) => {
    await using server = withServer(await startReplyServer((response) => response.destroy()));
    await expect(call(server.portal)).rejects.toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
  });

  it.each(Object.entries(reads))('knows that %s had none', async (_, call) => {
    await using server = withServer(await startReplyServer((response) => response.destroy()));
    await expect(call(asReader(server.portal))).rejects.toMatchObject({ details: { effect: 'none' } });
    expect(server.server.received).toMatchObject([{ method: 'GET' }]);
  });

  it('covers every call', async () => {
    await using server = await answering({});
    const names = [...Object.keys(writes), ...Object.keys(reads), 'portalTime'];
    expect(names.sort()).toEqual(Object.keys(server.portal).sort());
  });

  it('stores no order and asks no search index, whatever is read', async () => {
    await using server = await answering({ folders: [], files: [], total: 0 });
    for (const call of Object.values(reads)) await call(server.portal).catch(() => undefined);
    expect(server.lines()).toHaveLength(Object.keys(reads).length);
    expect(server.lines().join('\n')).not.toMatch(/sortBy|sortOrder|filterValue/i);
  });
});

describe('asReader', () => {
  it('leaves nothing through which the portal could be changed', async () => {
    await using server = await answering(aRoom());
    const reader = asReader(server.portal);
    const writes = ['createRoom', 'archiveRoom', 'operations', 'share', 'primaryLink', 'setLink', 'createFolder'];
    for (const write of writes) expect(reader).not.toHaveProperty(write);
    expect((await reader.room(77)).id).toBe(77);
    expect(reader.portalTime()).toEqual(server.portal.portalTime());
  });
});
