import { describe, expect, it } from 'vitest';
import {
  ada,
  answering,
  aPerson,
  aRoom,
  group,
  linkId,
  withServer,
} from '../../test/contract/support/answering-portal.ts';
import { replyJson, startReplyServer } from '../../test/contract/support/start-reply-server.ts';
import { parseJson } from '../base/json.ts';
import { Secret } from '../base/secret.ts';
import { asReader, type Portal, type PortalReader } from './portal.ts';

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

describe('operations', () => {
  const operation = { id: 'a', Operation: 0, progress: 100, error: '', processed: '1', finished: true, status: 2 };

  it('are told in words; an empty error is none', async () => {
    await using server = await answering([operation, { ...operation, id: 'b', error: 'No room left', status: 4 }]);
    expect(await server.portal.operations()).toEqual([
      { id: 'a', state: 'completed', finished: true, moves: true },
      { id: 'b', state: 'failed', finished: true, moves: true, error: 'No room left' },
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
    removeTags: (portal) => portal.removeTags(77, ['a']),
    updateRoom: (portal) => portal.updateRoom(77, { title: 'A' }),
    createRoomFromTemplate: (portal) => portal.createRoomFromTemplate({ templateId: 5, title: 'A', tags: [] }),
    changeOwner: (portal) => portal.changeOwner(77, ada),
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
    deleteFile: (portal) => portal.deleteFile(9),
    deleteFolder: (portal) => portal.deleteFolder(9),
    createWebhook: (portal) =>
      portal.createWebhook({ name: 'A', url: 'https://a.example', secret: new Secret('x'), triggers: [] }),
    updateWebhook: (portal) => portal.updateWebhook(3, { name: 'A', url: 'https://a.example', triggers: [] }),
    deleteWebhook: (portal) => portal.deleteWebhook(3),
  };
  const reads: Readonly<Record<string, (portal: PortalReader) => Promise<unknown>>> = {
    apiKey: (portal) => portal.apiKey(),
    self: (portal) => portal.self(),
    person: (portal) => portal.person(ada),
    personByEmail: (portal) => portal.personByEmail('a@example.com'),
    people: (portal) => portal.people({ startIndex: 0, area: 'all' }),
    group: (portal) => portal.group(group),
    groups: (portal) => portal.groups('a'),
    groupsOf: (portal) => portal.groupsOf(ada),
    room: (portal) => portal.room(77),
    roomTemplate: (portal) => portal.roomTemplate(5),
    templateJob: (portal) => portal.templateJob(),
    roomsOwnedBy: (portal) => portal.roomsOwnedBy(ada),
    roomsWith: (portal) => portal.roomsWith(ada),
    archivedRooms: (portal) => portal.archivedRooms(),
    activeRooms: (portal) => portal.activeRooms(),
    roomTemplates: (portal) => portal.roomTemplates(),
    myFolderId: (portal) => portal.myFolderId(),
    members: (portal) => portal.members(77),
    groupMembers: (portal) => portal.groupMembers(77, group),
    links: (portal) => portal.links(77),
    folder: (portal) => portal.folder(77),
    file: (portal) => portal.file(9),
    webhooks: (portal) => portal.webhooks(),
    webhookJournal: (portal) => portal.webhookJournal({ webhookId: 3, startIndex: 0 }),
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
    // People choose a group by a part of its name; nothing is decided by that.
    const { groups, ...others } = reads;
    expect(groups).toBeDefined();
    for (const call of Object.values(others)) await call(server.portal).catch(() => undefined);
    expect(server.lines()).toHaveLength(Object.keys(others).length);
    expect(server.lines().join('\n')).not.toMatch(/sortBy|sortOrder|filterValue/i);
  });
});

describe('asReader', () => {
  it('leaves nothing through which the portal could be changed', async () => {
    await using server = await answering(aRoom());
    const reader = asReader(server.portal);
    const writes = [
      'createRoom',
      'updateRoom',
      'createRoomFromTemplate',
      'archiveRoom',
      'changeOwner',
      'operations',
    ].concat(['share', 'primaryLink', 'setLink', 'createFolder', 'deleteFile']);
    for (const write of writes) expect(reader).not.toHaveProperty(write);
    expect((await reader.room(77)).id).toBe(77);
    // A clock: it goes on between two looks.
    const [before, told, after] = [server.portal, reader, server.portal].map((one) => one.portalTime()?.getTime());
    expect(told).toBeGreaterThanOrEqual(before ?? Infinity);
    expect(told).toBeLessThanOrEqual(after ?? 0);
  });
});
