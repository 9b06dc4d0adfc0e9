import { describe, expect, it } from 'vitest';
import {
  ada,
  aLink,
  answering,
  aPerson,
  group,
  paging,
  withServer,
} from '../../test/contract/support/answering-portal.ts';
import { replyJson, startReplyServer } from '../../test/contract/support/start-reply-server.ts';

describe('access', () => {
  const owner = { access: 1, subjectType: 0, isOwner: true, sharedToUser: aPerson({ isRoomAdmin: true }) };
  const invited = { access: 11, subjectType: 0, isOwner: false, sharedToUser: aPerson({ isVisitor: true, status: 4 }) };
  const hr = { access: 2, subjectType: 2, isOwner: false, sharedToGroup: { id: group, name: 'HR', manager: 'x' } };

  it('lists people and groups with their level', async () => {
    await using server = await answering([owner, hr, invited, { ...aLink(), sharedTo: {} }], { total: 4 });
    expect(await server.portal.members(77)).toEqual([
      {
        ...{
          subject: 'user',
          id: ada,
          name: 'Ada Lovelace',
          email: 'ada@example.com',
          userName: 'ada',
          kind: 'room-admin',
        },
        ...{ isOwner: true, pending: false },
      },
      { subject: 'group', id: group, name: 'HR', level: 'viewer', isOwner: false, pending: false },
      {
        ...{ subject: 'user', id: ada, name: 'Ada Lovelace', email: 'ada@example.com', userName: 'ada', kind: 'guest' },
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

  it('is given to a stranger by e-mail, with a mail in the language that is asked for', async () => {
    await using server = await answering({ members: [], error: 0 });
    const entries = [{ email: 'new@example.com', level: 'editor' }] as const;
    const result = await server.portal.share(77, entries, { notify: false, culture: 'de' });
    expect(result).toEqual({ members: [], error: false });
    expect(server.lines()).toEqual([
      'PUT files/rooms/77/share {"invitations":[{"email":"new@example.com","access":10}],"notify":false,"culture":"de"}',
    ]);
  });

  it('is taken from people with a role in a form only by force', async () => {
    await using server = await answering({ members: [], error: 0 });
    await server.portal.removeAccess(77, [ada], { force: true });
    expect(server.lines()).toEqual([
      `PUT files/rooms/77/share {"invitations":[{"id":"${ada}","access":0}],"notify":false,"force":true}`,
    ]);
  });

  it('through a group is the level of its own that somebody has, else that of the group', async () => {
    const through = { user: aPerson(), groupAccess: 2, overridden: false, canEditAccess: true, owner: false };
    const own = { ...through, user: aPerson({ isVisitor: true }), userAccess: 11, overridden: true };
    const theOwner = { ...through, userAccess: 9, overridden: true, owner: true };
    await using server = await answering([theOwner, own, through], { total: 3 });
    const [first, second, third] = await server.portal.groupMembers(77, group);
    expect(first).toMatchObject({ id: ada, isOwner: true });
    expect(first).not.toHaveProperty('level');
    expect(second).toMatchObject({ subject: 'user', kind: 'guest', level: 'content-creator', isOwner: false });
    expect(third).toEqual({
      ...{ subject: 'user', id: ada, name: 'Ada Lovelace', email: 'ada@example.com', userName: 'ada', kind: 'user' },
      ...{ level: 'viewer', isOwner: false, pending: false },
    });
    expect(server.lines()).toEqual([`GET files/folder/77/group/${group}/share?startIndex=0&count=100`]);
  });

  it('through a group is listed to the last page', async () => {
    const entries = Array.from({ length: 150 }, () => ({ user: aPerson(), groupAccess: 2 }));
    await using server = await paging(entries, (response) => ({ response, total: 150 }));
    expect(await server.portal.groupMembers(77, group)).toHaveLength(150);
  });

  it('through a group stays unknown where the portal cannot tell', async () => {
    await using server = withServer(await startReplyServer(replyJson({ error: { message: 'not here' } }, 501)));
    await expect(server.portal.groupMembers(77, group)).rejects.toMatchObject({
      kind: 'unavailable',
      details: { status: 501 },
    });
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
