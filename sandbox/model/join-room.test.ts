import { expect, test } from 'vitest';
import { aPortal, idOf, listOf, responseOf } from './a-portal.ts';
import { joinRoom } from './join-room.ts';
import { changeAccount } from './people.ts';
import { requireRoom } from './rooms.ts';

/** A custom room of a room admin with an invitation link. */
async function aRoom(link: Record<string, unknown> = {}) {
  const portal = aPortal();
  const { call, person } = portal;
  const rita = person('rita', 'room-admin');
  const room = idOf(await call(rita, 'POST files/rooms', { title: 'A', roomType: 5 }));
  const put = (body: unknown) => call(rita, `PUT files/rooms/${room}/links`, body);
  await put({ linkType: 0, access: 10, ...link });
  const linkId = portal.portal.state.shares.get(room)?.[0]?.subjectId ?? '';
  portal.events.splice(0);
  const join = (email: string, more: { linkId?: string } = {}) =>
    joinRoom(portal.portal, requireRoom(portal.portal.state, room), {
      ...{ email, firstName: 'Nora', lastName: 'New' },
      ...more,
    });
  const members = async () => listOf(await call(rita, `GET files/rooms/${room}/share`)).slice(1);
  const share = (id: string, access: number, who = rita) =>
    call(who, `PUT files/rooms/${room}/share`, { invitations: [{ id, access }] });
  const uses = async () =>
    listOf(await call(rita, `GET files/rooms/${room}/links?type=0`)).map((row) => row['sharedLink']);
  return { ...portal, rita, room, linkId, put, join, members, share, uses };
}

test('an unknown e-mail becomes an active guest of the inviter, told before they are a member, with the link’s level', async () => {
  const { join, members, events, portal, rita, call, room, uses } = await aRoom();
  let wasMember: boolean | undefined;
  const { publish } = portal;
  portal.publish = (event) => {
    const rows = portal.state.shares.get(room) ?? [];
    wasMember = rows.some((row) => row.subjectId === event.entity.id);
    publish(event);
  };
  const account = join('nora@client.example');
  expect(wasMember).toBe(false);
  expect(events).toMatchObject([{ trigger: 'user.created', actorId: rita.id, entity: { id: account.id } }]);
  expect(await members()).toMatchObject([
    { access: 10, sharedToUser: { email: 'nora@client.example', isVisitor: true, status: 1 } },
  ]);
  expect(responseOf(await call(rita, `GET people/${account.id}`))).toMatchObject({ firstName: 'Nora' });
  expect(await uses()).toMatchObject([{ currentUseCount: 1 }]);
});

test('an account gets the link’s level without an event; one with a level of its own keeps it', async () => {
  const { join, members, events, person, share, uses } = await aRoom();
  const [ulf, uta] = [person('ulf', 'user'), person('uta', 'user')];
  await share(uta.id, 2);
  join(ulf.email);
  join(uta.email);
  join(ulf.email);
  expect(events).toEqual([]);
  expect(await members()).toMatchObject([
    { access: 2, sharedToUser: { id: uta.id } },
    { access: 10, sharedToUser: { id: ulf.id } },
  ]);
  expect(await uses()).toMatchObject([{ currentUseCount: 1 }]);
});

test('somebody who was invited by e-mail and comes by the link has accepted and keeps the level', async () => {
  const { join, members, events, call, rita, room } = await aRoom();
  const invitations = [{ email: 'nora@client.example', access: 2 }];
  await call(rita, `PUT files/rooms/${room}/share`, { invitations });
  join('NORA@client.example');
  expect(events.map(({ trigger }) => trigger)).toEqual(['user.created']);
  expect(await members()).toMatchObject([{ access: 2, sharedToUser: { status: 1, firstName: 'Nora' } }]);
});

test('who was taken out by somebody else stays out, until invited again; who left may come back', async () => {
  const { join, share, members, person } = await aRoom();
  const ulf = person('ulf', 'user');
  join(ulf.email);
  await share(ulf.id, 0, ulf);
  join(ulf.email);
  await share(ulf.id, 0);
  expect(() => join(ulf.email)).toThrow('excluded');
  await share(ulf.id, 2);
  expect(join(ulf.email).id).toBe(ulf.id);
  expect(await members()).toMatchObject([{ access: 2 }]);
});

test('it works in the Archive too', async () => {
  const { join, members, call, rita, room } = await aRoom();
  await call(rita, `PUT files/rooms/${room}/archive`, {});
  join('nora@client.example');
  expect(await members()).toHaveLength(1);
});

test('a link that is over, used up, deleted or another one lets nobody in', async () => {
  const { join, wait, put, linkId } = await aRoom({ maxUseCount: 1, expirationDate: '2026-07-02T09:00:00Z' });
  expect(() => join('a@client.example', { linkId: crypto.randomUUID() })).toThrow('no such');
  join('a@client.example', { linkId });
  expect(() => join('b@client.example')).toThrow('not valid');
  expect(join('a@client.example').email).toBe('a@client.example');
  expect((await put({ linkId, access: 10, maxUseCount: 2, expirationDate: '2026-07-02T09:00:00Z' })).status).toBe(200);
  wait(25 * 3_600_000);
  expect(() => join('b@client.example')).toThrow('not valid');
  await put({ linkId, access: 0 });
  expect(() => join('b@client.example')).toThrow('no such');
});

test('the portal’s own rules hold: no guests allowed, no place for one more, a disabled account', async () => {
  const { join, portal, person } = await aRoom();
  portal.state.settings.allowInvitingGuests = false;
  expect(() => join('a@client.example')).toThrow('Guests');
  portal.state.settings.allowInvitingGuests = true;
  portal.state.settings.guestLimit = 0;
  expect(() => join('a@client.example')).toThrow('quota');
  const ulf = person('ulf', 'user');
  changeAccount(portal, ulf, { status: 2 });
  expect(() => join(ulf.email)).toThrow('disabled');
});
