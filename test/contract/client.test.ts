import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoIds } from '../../sandbox/seed/demo-ids.ts';
import { AppError, isRetryable } from '../../src/base/errors.ts';
import { Secret } from '../../src/base/secret.ts';
import type { CallRecord } from '../../src/docspace/portal-call.ts';
import { createGovernor } from '../../src/docspace/governor.ts';
import type { Portal } from '../../src/docspace/portal.ts';
import type { TemplateJob } from '../../src/docspace/templates.ts';
import { parseDelivery } from '../../src/docspace/delivery.ts';
import { verifySignature } from '../../src/docspace/verify-signature.ts';
import { type ReceivedRequest, replyText, startReplyServer } from './support/start-reply-server.ts';
import { startSandbox, type TestSandbox } from './support/start-sandbox.ts';

let sandbox: TestSandbox;
let portal: Portal;

beforeAll(async () => {
  sandbox = await startSandbox();
  portal = sandbox.portal();
});

afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

const aTitle = (() => {
  let count = 0;
  return (name: string) => `${name} ${(count += 1)}`;
})();

function aRoom(type: 'collaboration' | 'custom' | 'public' | 'form-filling' | 'virtual-data' = 'custom') {
  return portal.createRoom({ title: aTitle(type), type, tags: [] });
}

async function untilArchived(roomId: number, archived: boolean): Promise<void> {
  await expect.poll(async () => (await portal.room(roomId)).archived).toBe(archived);
}

describe('people and groups', () => {
  it('reads the account of the key', async () => {
    const { owner } = sandbox.ids.people;
    const name = 'Ingrid Halden';
    expect(await portal.self()).toMatchObject({ id: owner, name, kind: 'owner', active: true, member: true });
  });

  it('finds groups by a part of the name, whatever its case, and all of them without one', async () => {
    const { groups } = sandbox.ids;
    const all = await portal.groups('');
    expect(all.map(({ id }) => id).toSorted()).toEqual(Object.values(groups).toSorted());
    const { name } = await portal.group(groups.finance);
    expect((await portal.groups(name.slice(1, 5).toUpperCase())).map(({ id }) => id)).toEqual([groups.finance]);
    expect(await portal.groups('no group is called so')).toEqual([]);
  });

  it.each([
    ['tomas', 'docspace-admin', { active: true, pending: false, member: true }],
    ['lena', 'room-admin', { active: true, pending: false, member: true }],
    ['aiko', 'user', { active: true, pending: false, member: true }],
    ['greta', 'guest', { active: true, pending: false, guest: true, member: false }],
    ['maya', 'user', { active: false, pending: true }],
    ['robert', 'user', { active: false, pending: false }],
    ['invited', 'guest', { active: false, pending: true, guest: true }],
  ] as const)('tells what %s is', async (who, kind, state) => {
    expect(await portal.person(sandbox.ids.people[who])).toMatchObject({ kind, ...state });
  });

  it('calls an invited person by the e-mail', async () => {
    const { name, email } = await portal.person(sandbox.ids.people.invited);
    expect([name, email]).toEqual(['facilities@fjordline.example', 'facilities@fjordline.example']);
  });

  it('does not find a person that nobody is, by id with an error and by e-mail with nothing', async () => {
    await expect(portal.person('99999999-9999-4999-8999-999999999999')).rejects.toMatchObject({ kind: 'not-found' });
    expect(await portal.personByEmail('nobody@example.com')).toBeUndefined();
  });

  it('finds a person by e-mail', async () => {
    const greta = await portal.personByEmail('greta.olsen@fjordline.example');
    expect(greta?.id).toBe(sandbox.ids.people.greta);
  });

  it('lists members and guests apart, and pages', async () => {
    const members = await portal.people({ startIndex: 0, area: 'members', employeeStatus: 'active' });
    const guests = await portal.people({ startIndex: 0, area: 'guests' });
    expect(members.people.every(({ member, active }) => member && active)).toBe(true);
    expect(guests.people.map(({ id }) => id)).toContain(sandbox.ids.people.greta);
    expect(guests.people.every(({ guest }) => guest)).toBe(true);
    expect([members.next, guests.next]).toEqual([undefined, undefined]);
  });

  it('lists more people than a page holds', async () => {
    await using crowded = await startSandbox();
    for (let index = 0; index < 110; index += 1) {
      await crowded.control('POST people', { firstName: 'P', lastName: `N${index}`, email: `p${index}@example.com` });
    }
    const reader = crowded.portal();
    const first = await reader.people({ startIndex: 0, area: 'all' });
    const second = await reader.people({ startIndex: first.next ?? 0, area: 'all' });
    expect([first.people.length, first.next, second.next]).toEqual([100, 100, undefined]);
    expect(new Set([...first.people, ...second.people].map(({ id }) => id)).size).toBe(127);
  });

  it('reads a group', async () => {
    const id = sandbox.ids.groups.people;
    expect(await portal.group(id)).toEqual({ id, name: 'People & Culture', membersCount: 2 });
    await expect(portal.group('99999999-9999-4999-8999-999999999999')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('rooms', () => {
  it.each(['collaboration', 'custom', 'public', 'form-filling', 'virtual-data'] as const)(
    'makes a room of the type %s and reads it back',
    async (type) => {
      const room = await portal.createRoom({ title: `Plan: ${type} 🏠`, type, tags: ['home', 'new'] });
      expect(room).toMatchObject({
        title: `Plan_ ${type} __`,
        type,
        ownerId: sandbox.ids.people.owner,
        archived: false,
        filesCount: 0,
        foldersCount: 0,
        tags: ['home', 'new'],
        mayEditAccess: true,
        mayEdit: true,
      });
      expect(room.url).toMatch(/^http/);
      expect(await portal.room(room.id)).toEqual(room);
    },
  );

  it("dates a room by the portal's clock", async () => {
    const room = await aRoom();
    const now = portal.portalTime()?.getTime() ?? 0;
    expect(Math.abs(Date.parse(room.createdAt) - now)).toBeLessThan(60_000);
  });

  it('lists the active rooms of a person, all pages', async () => {
    const lena = sandbox.ids.people.lena;
    expect(await portal.roomsOwnedBy(lena)).toMatchObject([{ id: sandbox.ids.rooms.library, type: 'collaboration' }]);
    const hers = sandbox.portal(await sandbox.keyOf(lena));
    for (let index = 0; index < 104; index += 1) await hers.createRoom({ title: 'R', type: 'custom', tags: [] });
    const rooms = await portal.roomsOwnedBy(lena);
    expect(new Set(rooms.map(({ id }) => id)).size).toBe(105);
  });

  it('lists the archived rooms, and not among the active ones', async () => {
    const { bakery } = sandbox.ids.rooms;
    expect(await portal.archivedRooms()).toMatchObject([{ id: bakery, archived: true, mayEditAccess: false }]);
    const owned = await portal.roomsOwnedBy(sandbox.ids.people.marcus);
    expect(owned.map(({ id }) => id)).toEqual([sandbox.ids.rooms.fjordline]);
  });

  it('lists the rooms that a person owns or is a member of, archived ones too, and those with a group', async () => {
    const { people, rooms, groups } = sandbox.ids;
    const idsWith = async (subject: string, client = portal): Promise<readonly number[]> =>
      (await client.roomsWith(subject)).map(({ id }) => id).toSorted((a, b) => a - b);
    expect(await idsWith(people.samuel)).toEqual([rooms.fjordline, rooms.safety, rooms.bakery]);
    expect(await idsWith(people.tomas)).toEqual([rooms.safety, rooms.whitcombe]);
    expect(await idsWith(groups.finance)).toEqual([rooms.whitcombe]);
    // A room admin sees those that are theirs or shared with them.
    const marcus = sandbox.portal(await sandbox.keyOf(people.marcus));
    expect(await idsWith(people.samuel, marcus)).toEqual([rooms.fjordline, rooms.bakery]);
  });

  it('lists the groups of a person, for who may see groups', async () => {
    const { people, groups } = sandbox.ids;
    expect(await portal.groupsOf(people.samuel)).toEqual([{ id: groups.clientService, name: 'Client Service' }]);
    expect(await portal.groupsOf(people.greta)).toEqual([]);
    const aiko = sandbox.portal(await sandbox.keyOf(people.aiko));
    await expect(aiko.groupsOf(people.aiko)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('adds tags to those that are there', async () => {
    const room = await portal.createRoom({ title: aTitle('Tagged'), type: 'custom', tags: ['a'] });
    expect([...(await portal.addTags(room.id, ['b'])).tags].sort()).toEqual(['a', 'b']);
    expect([...(await portal.room(room.id)).tags].sort()).toEqual(['a', 'b']);
  });

  it('takes tags away, those that it has not too', async () => {
    const room = await portal.createRoom({ title: aTitle('Tagged'), type: 'custom', tags: ['a', 'b'] });
    expect((await portal.removeTags(room.id, ['a', 'of another'])).tags).toEqual(['b']);
    expect((await portal.room(room.id)).tags).toEqual(['b']);
  });

  it('makes and changes rooms with a quota and without downloads', async () => {
    await sandbox.control('POST limits', { roomQuotas: true });
    const title = aTitle('Full');
    const room = await portal.createRoom({
      title,
      type: 'virtual-data',
      tags: [],
      quotaBytes: 5_000,
      denyDownload: true,
    });
    expect(room).toMatchObject({ quotaBytes: 5_000, denyDownload: true });
    const changed = await portal.updateRoom(room.id, { title: 'Now: empty', quotaBytes: 7_000, denyDownload: false });
    expect(changed).toMatchObject({ title: 'Now_ empty', quotaBytes: 7_000, denyDownload: false });
    // The room counts as changed all the same.
    const again = await portal.updateRoom(room.id, { title: '' });
    expect(again).toEqual({ ...changed, changedAt: again.changedAt });
    expect(await portal.room(room.id)).toEqual(again);
  });

  it('changes no room that is archived, not there, or of somebody else', async () => {
    const change = { title: 'Mine now' };
    await expect(portal.updateRoom(sandbox.ids.rooms.bakery, change)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(portal.updateRoom(999_999, change)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(portal.updateRoom(sandbox.ids.rooms.library, change)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('archives, unarchives and deletes', async () => {
    const { id } = await aRoom();
    const operation = await portal.archiveRoom(id);
    expect(operation?.error).toBeUndefined();
    await untilArchived(id, true);
    await portal.unarchiveRoom(id);
    await untilArchived(id, false);
    await portal.deleteRoom(id);
    await expect
      .poll(async () =>
        portal.room(id).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
  });

  it('tells a finished operation once', async () => {
    const { id } = await aRoom();
    await portal.operations();
    await portal.archiveRoom(id);
    await untilArchived(id, true);
    expect(await portal.operations()).toMatchObject([{ state: 'completed', finished: true }]);
    expect(await portal.operations()).toEqual([]);
  });
});

describe('room templates', () => {
  const templateId = demoIds.roomTemplates.clientRoom;

  async function untilCompleted(): Promise<TemplateJob | undefined> {
    await expect.poll(async () => (await portal.templateJob())?.completed).toBe(true);
    return portal.templateJob();
  }

  it('are told from rooms, and are not among them', async () => {
    const template = await portal.roomTemplate(templateId);
    expect(template).toMatchObject({ id: templateId, isTemplate: true, archived: false });
    await expect(portal.roomTemplate(sandbox.ids.rooms.library)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(portal.roomTemplate(999_999)).rejects.toMatchObject({ kind: 'not-found' });
    expect((await portal.roomTemplates()).map(({ id }) => id)).toEqual([templateId]);
    expect((await portal.activeRooms()).map(({ id }) => id)).not.toContain(templateId);
    const owned = await portal.roomsOwnedBy(template.ownerId);
    expect(owned.map(({ id }) => id)).not.toContain(templateId);
  });

  it('give a room their contents and type, and no members', async () => {
    const title = aTitle('From: a template');
    const room = { templateId, title, tags: ['client', 'new'], denyDownload: true };
    await portal.createRoomFromTemplate(room);
    const job = await untilCompleted();
    expect(job).toMatchObject({ progress: 100 });
    const [made, template] = await Promise.all([portal.room(job?.roomId ?? 0), portal.roomTemplate(templateId)]);
    expect(made).toMatchObject({
      ...{ title: title.replace(':', '_'), type: template.type, isTemplate: false, denyDownload: true },
      ...{ filesCount: template.filesCount, foldersCount: template.foldersCount },
    });
    expect(made.tags.toSorted()).toEqual(['client', 'new']);
    expect(await portal.members(made.id)).toMatchObject([{ isOwner: true }]);
  });

  it('make one room at a time: another call is answered with the job under way', async () => {
    await sandbox.control('POST templates', { delayMs: 300 });
    const [first, second] = [aTitle('First'), aTitle('Second')];
    await portal.createRoomFromTemplate({ templateId, title: first, tags: [] });
    const dropped = await portal.createRoomFromTemplate({ templateId, title: second, tags: [] });
    expect(dropped).toMatchObject({ completed: false });
    await untilCompleted();
    await sandbox.control('POST templates', { delayMs: 0 });
    const titles = (await portal.roomsOwnedBy(sandbox.ids.people.owner)).map(({ title }) => title);
    expect(titles).toContain(first);
    expect(titles).not.toContain(second);
  });

  it('that could not be copied leave an error and no room', async () => {
    await sandbox.control('POST templates', { fail: true });
    await portal.createRoomFromTemplate({ templateId, title: aTitle('Doomed'), tags: [] });
    const job = await untilCompleted();
    await sandbox.control('POST templates', { fail: false });
    expect(job).toMatchObject({ roomId: undefined, completed: true });
    expect(job?.error).toBeTruthy();
  });

  it('are not found where they may not be seen, and refuse who may make no rooms', async () => {
    const none = portal.createRoomFromTemplate({ templateId: sandbox.ids.rooms.library, title: 'x', tags: [] });
    await expect(none).rejects.toMatchObject({ kind: 'not-found' });
    const aiko = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.aiko));
    const refused = aiko.createRoomFromTemplate({ templateId, title: 'x', tags: [] });
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden', details: { effect: 'none' } });
  });
});

describe('owners', () => {
  it('change, and the one of before stays as manager', async () => {
    const room = await aRoom();
    const { owner, lena } = sandbox.ids.people;
    await portal.changeOwner(room.id, lena);
    expect((await portal.room(room.id)).ownerId).toBe(lena);
    const members = await portal.members(room.id);
    expect(members[0]).toMatchObject({ id: lena, isOwner: true });
    expect(members).toContainEqual(expect.objectContaining({ id: owner, level: 'room-manager' }));
  });

  it('stay for who may not own rooms, who is no longer active, and in the Archive', async () => {
    const room = await aRoom();
    const { aiko, robert, owner, lena } = sandbox.ids.people;
    for (const userId of [aiko, robert]) {
      await expect(portal.changeOwner(room.id, userId)).rejects.toMatchObject({ kind: 'forbidden' });
    }
    expect((await portal.room(room.id)).ownerId).toBe(owner);
    await expect(portal.changeOwner(sandbox.ids.rooms.bakery, lena)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('access', () => {
  it('gives levels to people and groups, shows them in the reply and lists them', async () => {
    const room = await aRoom();
    const { lena, aiko } = sandbox.ids.people;
    const entries = [
      { id: lena, level: 'room-manager' },
      { id: aiko, level: 'content-creator' },
      { id: sandbox.ids.groups.people, level: 'viewer' },
    ] as const;
    const { members, error, warning } = await portal.share(room.id, entries, { notify: false });
    expect([error, warning]).toEqual([false, undefined]);
    expect(members.map(({ id, level }) => ({ id, level })).sort(byId)).toEqual([...entries].sort(byId));
    const listed = await portal.members(room.id);
    expect(listed[0]).toMatchObject({ id: sandbox.ids.people.owner, isOwner: true });
    expect(listed[0]).not.toHaveProperty('level');
    expect(
      listed
        .slice(1)
        .map(({ id, level }) => ({ id, level }))
        .sort(byId),
    ).toEqual([...entries].sort(byId));
    expect(listed.find(({ id }) => id === aiko)).toMatchObject({ subject: 'user', kind: 'user', name: 'Aiko Tanaka' });
    expect(listed.find(({ subject }) => subject === 'group')).toMatchObject({ name: 'People & Culture' });
  });

  it('takes access away', async () => {
    const room = await aRoom();
    const { aiko, david } = sandbox.ids.people;
    const level = 'viewer';
    await portal.share(
      room.id,
      [
        { id: aiko, level },
        { id: david, level },
      ],
      { notify: false },
    );
    expect(await portal.removeAccess(room.id, [aiko])).toEqual({ members: [], error: false });
    expect((await portal.members(room.id)).slice(1).map(({ id }) => id)).toEqual([david]);
  });

  it('lists more members than a page holds', async () => {
    await using crowded = await startSandbox();
    const owner = crowded.portal();
    const room = await owner.createRoom({ title: 'Crowd', type: 'custom', tags: [] });
    const ids: string[] = [];
    for (let index = 0; index < 105; index += 1) {
      const email = `m${index}@example.com`;
      await crowded.control('POST people', { firstName: 'M', lastName: `N${index}`, email });
      ids.push((await owner.personByEmail(email))?.id ?? '');
    }
    const entries = ids.map((id) => ({ id, level: 'viewer' }) as const);
    await owner.share(room.id, entries, { notify: false });
    const members = await owner.members(room.id);
    expect(new Set(members.map(({ id }) => id))).toEqual(new Set([crowded.ids.people.owner, ...ids]));
    expect(members).toHaveLength(106);
  });

  it('lists guests and people who have only been invited', async () => {
    const members = await portal.members(sandbox.ids.rooms.fjordline);
    const { greta, invited } = sandbox.ids.people;
    expect(members.find(({ id }) => id === greta)).toMatchObject({ kind: 'guest', level: 'viewer', pending: false });
    expect(members.find(({ id }) => id === invited)).toMatchObject({ kind: 'guest', pending: true });
  });

  it('invites a stranger by e-mail as a guest, who is in the list and not in the reply', async () => {
    const room = await aRoom();
    const email = 'stranger@elsewhere.example';
    const { members } = await portal.share(room.id, [{ email, level: 'editor' }], { notify: false, culture: 'de' });
    expect(members).toEqual([]);
    expect((await portal.members(room.id)).slice(1)).toMatchObject([
      { email, kind: 'guest', pending: true, level: 'editor' },
    ]);
  });

  it('keeps who has a role in a form, unless it is forced', async () => {
    const room = await aRoom('virtual-data');
    const { aiko, david } = sandbox.ids.people;
    const entries = [aiko, david].map((id) => ({ id, level: 'form-filler' }) as const);
    await portal.share(room.id, entries, { notify: false });
    await sandbox.control(`POST rooms/${room.id}/form-roles`, { userIds: [aiko] });
    expect(await portal.removeAccess(room.id, [david, aiko])).toMatchObject({ error: true });
    expect(await portal.members(room.id)).toHaveLength(3);
    expect(await portal.removeAccess(room.id, [david, aiko], { force: true })).toMatchObject({ error: false });
    expect(await portal.members(room.id)).toHaveLength(1);
  });

  it('through a group is listed with the level that each has, guests too', async () => {
    const room = await aRoom();
    const { people, groups } = sandbox.ids;
    await sandbox.control(`POST groups/${groups.studio}/members`, { add: [people.aiko, people.greta], remove: [] });
    const entries = [
      { id: groups.studio, level: 'viewer' },
      { id: people.aiko, level: 'editor' },
    ] as const;
    await portal.share(room.id, entries, { notify: false });
    const listed = await portal.groupMembers(room.id, groups.studio);
    expect(listed.length).toBe((await portal.group(groups.studio)).membersCount);
    expect(listed.find(({ id }) => id === people.aiko)).toMatchObject({ level: 'editor', kind: 'user' });
    expect(listed.find(({ id }) => id === people.greta)).toMatchObject({ level: 'viewer', kind: 'guest' });
    expect(await portal.groupMembers(room.id, groups.finance)).toEqual([]);
  });

  it('refuses a level that the room type does not admit, and leaves what came before it', async () => {
    const room = await aRoom('public');
    const { lena, aiko } = sandbox.ids.people;
    const entries = [
      { id: lena, level: 'content-creator' },
      { id: aiko, level: 'viewer' },
    ] as const;
    await expect(portal.share(room.id, entries, { notify: false })).rejects.toMatchObject({
      kind: 'forbidden',
      details: { template: 'files/rooms/{id}/share', status: 403, effect: 'unknown' },
    });
    expect((await portal.members(room.id)).slice(1)).toMatchObject([{ id: lena }]);
  });

  it('refuses any change in the Archive, even to the owner', async () => {
    const marcus = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.marcus));
    const change = marcus.removeAccess(sandbox.ids.rooms.bakery, [sandbox.ids.people.nadia]);
    await expect(change).rejects.toMatchObject({ kind: 'forbidden', details: { effect: 'none' } });
    expect((await marcus.members(sandbox.ids.rooms.bakery)).map(({ id }) => id)).toContain(sandbox.ids.people.nadia);
  });

  it('shows who was left out in silence: the guest of somebody else', async () => {
    const lena = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.lena));
    const entry = { id: sandbox.ids.people.greta, level: 'viewer' } as const;
    const result = await lena.share(sandbox.ids.rooms.library, [entry], { notify: false });
    expect(result).toEqual({ members: [], error: false });
  });
});

describe('links', () => {
  it('reads or makes the primary link, changes it and removes it', async () => {
    const room = await aRoom();
    expect(await portal.links(room.id)).toEqual([]);
    const link = await portal.primaryLink(room.id);
    expect(link).toMatchObject({ kind: 'external', level: 'viewer', primary: true, expired: false });
    expect((await portal.primaryLink(room.id)).id).toBe(link.id);
    const expiresAt = '2090-01-01T00:00:00.000Z';
    const password = new Secret('Corr3ct-horse');
    const changed = await portal.setLink(room.id, {
      id: link.id,
      kind: 'external',
      level: 'editor',
      expiresAt,
      password,
    });
    expect(changed).toMatchObject({ id: link.id, level: 'editor', expiresAt, primary: true });
    expect(changed.password?.reveal()).toBe('Corr3ct-horse');
    expect(changed.address.reveal()).toMatch(/^http/);
    expect(await portal.removeLink(room.id, link)).toBeUndefined();
    expect(await portal.links(room.id)).toEqual([]);
  });

  it('makes an additional link and an invitation link', async () => {
    const room = await aRoom();
    await portal.setLink(room.id, { kind: 'external', level: 'commenter', title: 'Extra' });
    await portal.setLink(room.id, { kind: 'invitation', level: 'viewer' });
    const kinds = (await portal.links(room.id)).map(({ kind, level, primary }) => ({ kind, level, primary }));
    expect(kinds).toHaveLength(2);
    expect(kinds).toContainEqual({ kind: 'external', level: 'commenter', primary: false });
    expect(kinds).toContainEqual({ kind: 'invitation', level: 'viewer', primary: false });
  });

  it('limits what can be done with links, and shows it', async () => {
    const room = await aRoom();
    const { id } = await portal.primaryLink(room.id);
    const password = new Secret('Corr3ct-horse');
    const primary = { id, kind: 'external', level: 'viewer', password, denyDownload: true } as const;
    expect(await portal.setLink(room.id, primary)).toMatchObject({
      ...{ id, primary: true, denyDownload: true, hasPassword: true },
    });
    await portal.setLink(room.id, { kind: 'invitation', level: 'viewer', title: 'Join', maxUseCount: 1 });
    await sandbox.control(`POST rooms/${room.id}/join`, {
      firstName: 'New',
      lastName: 'Guest',
      email: 'j@new.example',
    });
    const invitation = (await portal.links(room.id)).find(({ kind }) => kind === 'invitation');
    expect(invitation).toMatchObject({ title: 'Join', maxUseCount: 1, currentUseCount: 1, hasPassword: false });
  });

  it.each(['public', 'form-filling'] as const)(
    'gets another primary link for one removed in a %s room',
    async (type) => {
      const room = await aRoom(type);
      const [link] = await portal.links(room.id);
      if (!link) throw new Error('a new room of this type has a link');
      const other = await portal.removeLink(room.id, link);
      expect(other).toMatchObject({ primary: true });
      expect(other?.id).not.toBe(link.id);
    },
  );

  it.each(['collaboration', 'virtual-data'] as const)('has no external link in a %s room', async (type) => {
    const room = await aRoom(type);
    await expect(portal.primaryLink(room.id)).rejects.toMatchObject({ kind: 'forbidden' });
    const external = portal.setLink(room.id, { kind: 'external', level: 'viewer' });
    await expect(external).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('shows an empty list to an admin who is neither owner nor manager', async () => {
    const priya = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.priya));
    expect(await priya.links(sandbox.ids.rooms.fjordline)).toEqual([]);
    expect(await portal.links(sandbox.ids.rooms.fjordline)).toHaveLength(2);
  });
});

describe('contents', () => {
  it('makes folders and files, copies, and lists them', async () => {
    const room = await aRoom();
    const folder = await portal.createFolder(room.id, 'Docs: 2026');
    expect(folder).toMatchObject({ title: 'Docs_ 2026', createdById: sandbox.ids.people.owner });
    const source = await portal.file(sandbox.ids.files.goals);
    const title = 'Personal goals.docx';
    expect(source).toMatchObject({ id: sandbox.ids.files.goals, title, extension: '.docx', version: 1 });
    const copy = await portal.copyFileAs(source.id, { folderId: folder.id, title: 'Goals.docx' });
    expect(copy).toMatchObject({ title: 'Goals.docx', extension: '.docx' });
    const report = await portal.createTextFile(room.id, { title: 'report', content: 'all well' });
    expect(report).toMatchObject({ title: 'report.txt', extension: '.txt' });
    expect(await portal.folder(room.id)).toMatchObject({ folders: [{ id: folder.id }], files: [{ id: report.id }] });
    expect(await portal.folder(folder.id)).toMatchObject({
      folders: [],
      files: [{ id: copy.id, title: 'Goals.docx' }],
    });
    expect(await portal.room(room.id)).toMatchObject({ foldersCount: 1 });
  });

  it('may make two folders and two copies of one title', async () => {
    const room = await aRoom();
    const first = await portal.createFolder(room.id, 'Same');
    const second = await portal.createFolder(room.id, 'Same');
    expect(first.id).not.toBe(second.id);
    const target = { folderId: first.id, title: 'Same.docx' };
    await portal.copyFileAs(sandbox.ids.files.goals, target);
    await portal.copyFileAs(sandbox.ids.files.goals, target);
    expect((await portal.folder(first.id)).files.map(({ title }) => title)).toEqual(['Same.docx', 'Same.docx']);
  });

  it('gives a second text of one title a number', async () => {
    const room = await aRoom();
    await portal.createTextFile(room.id, { title: 'report.txt', content: '1' });
    const second = await portal.createTextFile(room.id, { title: 'report.txt', content: '2' });
    expect(second.title).toBe('report (1).txt');
  });

  it('tells who changed a file, and how often', async () => {
    const room = await aRoom();
    const { id } = await portal.createTextFile(room.id, { title: 'notes', content: '1' });
    const before = await portal.file(id);
    const { people } = sandbox.ids;
    expect(before).toMatchObject({ version: 1, createdById: people.owner, updatedById: people.owner });
    await portal.share(room.id, [{ id: people.lena, level: 'room-manager' }], { notify: false });
    const authorization = `Bearer ${await sandbox.keyOf(people.lena)}`;
    const again = { title: 'notes', content: '2', createNewIfExist: true };
    await sandbox.raw(`POST files/${room.id}/text`, again, { authorization });
    const change = { version: 2, createdById: people.owner, updatedById: people.lena };
    expect(await portal.file(id)).toMatchObject(change);
    expect((await portal.folder(room.id)).files).toMatchObject([{ id, ...change }]);
    expect(Date.parse((await portal.file(id)).updatedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(before.updatedAt ?? ''),
    );
  });

  it('moves files and folders with what is in them to the trash', async () => {
    const room = await aRoom();
    const folder = await portal.createFolder(room.id, 'Old');
    await portal.createFolder(folder.id, 'Older');
    await portal.createTextFile(folder.id, { title: 'a', content: 'a' });
    const file = await portal.createTextFile(room.id, { title: 'b', content: 'b' });
    expect((await portal.folder(room.id)).folders).toMatchObject([{ id: folder.id, filesCount: 1, foldersCount: 1 }]);
    await portal.deleteFile(file.id);
    await portal.deleteFolder(folder.id);
    await expect.poll(async () => portal.folder(room.id)).toEqual({ folders: [], files: [] });
    await expect(portal.deleteFile(999_999)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(portal.deleteFolder(999_999)).rejects.toMatchObject({ kind: 'not-found' });
    const aiko = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.aiko));
    await expect(aiko.deleteFile(sandbox.ids.files.goals)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('lists a folder of more entries than a page holds', async () => {
    const room = await aRoom();
    for (let index = 0; index < 101; index += 1) await portal.createFolder(room.id, `F${index}`);
    await portal.createTextFile(room.id, { title: 'last', content: 'x' });
    const { folders, files } = await portal.folder(room.id);
    expect([new Set(folders.map(({ id }) => id)).size, files.length]).toEqual([101, 1]);
  });

  it('does not find a file that is not there, and fills no folder that is not there', async () => {
    await expect(portal.file(999_999)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(portal.createFolder(999_999, 'x')).rejects.toMatchObject({ kind: 'forbidden' });
    const text = portal.createTextFile(999_999, { title: 'x', content: 'x' });
    await expect(text).rejects.toMatchObject({ kind: 'not-found' });
    const copy = portal.copyFileAs(999_999, { folderId: sandbox.ids.folders.templates, title: 'x.docx' });
    await expect(copy).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('webhooks', () => {
  it('registers a webhook, and reads what it delivers', async () => {
    const deliveries: ReceivedRequest[] = [];
    await using receiver = await startReplyServer((response, request) => {
      deliveries.push(request);
      replyText('', 200)(response, request);
    });
    const secret = new Secret('A-secret-of-ours-1');
    const triggers = ['room.created', 'user.created'] as const;
    const webhook = await portal.createWebhook({ name: 'Contract', url: `${receiver.url}/hook`, secret, triggers });
    expect(webhook).toMatchObject({ name: 'Contract', enabled: true, triggers: ['user.created', 'room.created'] });
    expect(await portal.webhooks()).toEqual([webhook]);
    expect(deliveries).toMatchObject([{ method: 'HEAD', body: '' }]);

    const room = await portal.createRoom({ title: "Ada's <room>", type: 'custom', tags: [] });
    const person = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
    await sandbox.control('POST people', person);
    await expect.poll(() => deliveries.length).toBe(3);
    const posts = deliveries.filter(({ method }) => method === 'POST');
    for (const { body, headers } of posts) {
      const header = String(headers['x-docspace-signature-256']);
      expect(verifySignature(Buffer.from(body), header, [secret])).toBe(true);
      expect(verifySignature(Buffer.from(body), header, [new Secret('Another-secret-1')])).toBe(false);
    }
    const readings = posts.map(({ body }) => parseDelivery(Buffer.from(body)));
    const deliveryOf = (trigger: string) =>
      readings.flatMap((reading) => (reading.ok && reading.delivery.trigger === trigger ? [reading.delivery] : []));
    expect(deliveryOf('room.created')).toMatchObject([
      {
        actorId: sandbox.ids.people.owner,
        subject: { id: room.id, title: room.title, section: 'active', entry: 'folder' },
      },
    ]);
    const ada = await portal.personByEmail(person.email);
    expect(deliveryOf('user.created')).toMatchObject([{ subject: { id: ada?.id, title: undefined } }]);
    const now = portal.portalTime()?.getTime() ?? 0;
    const [created] = deliveryOf('room.created');
    expect(Math.abs(Date.parse(created?.createdAt ?? '') - now)).toBeLessThan(60_000);
  });

  it('refuses an address that does not answer its probe, and a secret that is too short', async () => {
    await using receiver = await startReplyServer(replyText('', 404));
    const webhook = { name: 'X', url: receiver.url, secret: new Secret('A-secret-of-ours-1'), triggers: [] } as const;
    await expect(portal.createWebhook(webhook)).rejects.toMatchObject({ kind: 'rejected' });
    await using willing = await startReplyServer(replyText('', 200));
    const short = portal.createWebhook({ ...webhook, url: willing.url, secret: new Secret('short') });
    await expect(short).rejects.toMatchObject({ kind: 'rejected', details: { status: 400 } });
  });
});

describe('keys', () => {
  it('that are wrong are named as such', async () => {
    const error = await failureOf(sandbox.portal('sk-0000').self());
    expect(error).toMatchObject({ kind: 'unauthenticated', details: { status: 401 } });
  });

  it('without a scope are told which', async () => {
    const limited = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.owner, ['accounts:read']));
    const room = await failureOf(limited.createRoom({ title: 'x', type: 'custom', tags: [] }));
    expect([room.kind, room.hint]).toEqual([
      'forbidden',
      'Give the API key the scope rooms:write, or use one without restrictions.',
    ]);
    const webhooks = await failureOf(limited.webhooks());
    expect([webhooks.kind, webhooks.hint]).toEqual([
      'forbidden',
      'No scope covers this call: use an API key without restrictions.',
    ]);
  });

  it('of an account that may not create rooms say so', async () => {
    const aiko = sandbox.portal(await sandbox.keyOf(sandbox.ids.people.aiko));
    const room = await failureOf(aiko.createRoom({ title: 'x', type: 'custom', tags: [] }));
    expect(room).toMatchObject({ kind: 'forbidden', details: { effect: 'none' } });
    expect(room.hint).toContain('Only room admins');
    expect(await failureOf(aiko.group(sandbox.ids.groups.people))).toMatchObject({ kind: 'forbidden' });
  });
});

describe('limits', () => {
  it('are met without a refusal by a governor that knows them', async () => {
    await using limited = await startSandbox();
    await limited.control('POST limits', { enforce: true, concurrentReads: 4, concurrentWrites: 2 });
    const governor = createGovernor(() => ({ reads: 4, writes: 2 }));
    const client = limited.portal(undefined, { governor });
    const { id } = await client.createRoom({ title: 'Busy', type: 'custom', tags: [] });
    const reads = Array.from({ length: 20 }, () => client.room(id));
    const writes = Array.from({ length: 10 }, (_, index) => client.createFolder(id, `F${index}`));
    expect(await Promise.all([...reads, ...writes])).toHaveLength(30);
  });

  it('that are passed are an error that may be tried again, with a time only where the portal gives one', async () => {
    await using limited = await startSandbox();
    const client = limited.portal();
    await limited.control('POST limits', { enforce: true, requestsPerMinute: 2 });
    await Promise.all([client.self(), client.self()]);
    const minute = await failureOf(client.self());
    expect(minute).toMatchObject({ kind: 'rate-limited', details: { status: 429, effect: 'none' } });
    expect(minute.details).not.toHaveProperty('retryAfterSeconds');
    await limited.control('POST limits', { requestsPerMinute: 1500, writesPerDay: 1 });
    await client.createRoom({ title: 'First', type: 'custom', tags: [] });
    const day = await failureOf(client.createRoom({ title: 'Second', type: 'custom', tags: [] }));
    expect(day).toMatchObject({ kind: 'rate-limited', details: { status: 429, effect: 'none' } });
    expect(day.details['retryAfterSeconds']).toBeGreaterThan(0);
    expect([isRetryable(minute), isRetryable(day)]).toEqual([true, true]);
  });
});

describe('doubt', () => {
  it('about a room whose reply was lost ends when the room is looked for', async () => {
    const title = aTitle('Lost');
    const path = '/api/2.0/files/rooms';
    await sandbox.control('POST faults', { match: { method: 'POST', path }, fault: { drop: 'after' } });
    const records: CallRecord[] = [];
    const client = sandbox.portal(undefined, { onCall: (record) => records.push(record) });
    const lost = client.createRoom({ title, type: 'custom', tags: [] });
    await expect(lost).rejects.toMatchObject({ kind: 'unavailable', details: { effect: 'unknown' } });
    const found = await client.roomsOwnedBy(sandbox.ids.people.owner);
    expect(found.filter((room) => room.title === title)).toHaveLength(1);
    expect(records[0]).toMatchObject({ method: 'POST', template: 'files/rooms', status: undefined, effect: 'unknown' });
  });

  it('stays about a call that the portal failed in', async () => {
    const { id } = await aRoom();
    const match = { method: 'POST', path: `/api/2.0/files/folder/${id}` };
    await sandbox.control('POST faults', { match, fault: { status: 503 } });
    const folder = portal.createFolder(id, 'x');
    await expect(folder).rejects.toMatchObject({ kind: 'unavailable', details: { status: 503, effect: 'unknown' } });
    expect((await portal.folder(id)).folders).toEqual([]);
  });
});

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (error instanceof AppError) return error;
  throw new Error('expected an AppError', { cause: error });
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id.localeCompare(right.id);
}
