import { describe, expect, it } from 'vitest';
import type { Member } from '../../docspace/member.ts';
import type { Person } from '../../docspace/person.ts';
import type { Room } from '../../docspace/room.ts';
import type { RoomLink } from '../../docspace/room-link.ts';
import { Secret } from '../../base/secret.ts';
import { type CloseOutFacts, type CloseOutOrder, decideCloseOut } from './decide.ts';

function aPerson(id: string, changes: Partial<Person> = {}): Person {
  return {
    ...{ id, name: id, email: `${id}@x.example`, firstName: id, lastName: '', userName: id },
    ...{ kind: 'room-admin', member: true, guest: false, active: true, pending: false, disabled: false },
    ...changes,
  };
}

function aMember(id: string, changes: Partial<Member> = {}): Member {
  const plain = { subject: 'user', kind: 'user', level: 'editor', isOwner: false, pending: false } as const;
  return { id, name: id, email: `${id}@x.example`, ...plain, ...changes };
}

const room: Room = {
  ...{ id: 7, title: 'Client', type: 'custom', ownerId: 'we', createdAt: '2026-01-01T00:00:00.000Z', changedAt: '' },
  ...{ archived: true, isTemplate: false, filesCount: 0, foldersCount: 0, tags: ['client'], denyDownload: false },
  ...{ url: 'https://portal/7', mayEditAccess: false, mayEdit: false },
};
const guest = aMember('greta', { kind: 'guest' });
const link: RoomLink = {
  ...{ id: 'l1', kind: 'external', title: 'Press', level: 'viewer', address: new Secret('https://s/1') },
  ...{ hasPassword: false, expired: false, primary: true, denyDownload: false },
};
const order: CloseOutOrder = { name: 'close', rooms: 'all', remove: ['guests', 'links'], ownership: 'never' };

function facts(changes: Partial<CloseOutFacts> = {}): CloseOutFacts {
  return {
    ...{ room, self: aPerson('we'), members: [guest, aMember('ada')], links: [link], renewed: new Set<string>() },
    ...{ isKept: true, isWithoutLinks: false, owner: aPerson('we'), throughGroups: [] },
    ...changes,
  };
}

const decide = (changes: Partial<CloseOutFacts> = {}, how: Partial<CloseOutOrder> = {}, archives = false) =>
  decideCloseOut({ ...order, ...how }, facts(changes), archives);

describe('our own archived room', () => {
  it('loses its guests and links, and what stood before is kept', () => {
    expect(decide()).toEqual({
      ...{ kind: 'work', archived: true, borrow: false, linksUnknown: false, remains: [], owners: [], selfId: 'we' },
      ...{ removesGuests: true, removesLinks: true },
      guests: [{ id: 'greta', name: 'greta', email: 'greta@x.example' }],
      links: [{ id: 'l1', kind: 'external', primary: true, name: 'external link "Press"' }],
      stored: {
        ownerId: 'we',
        members: [
          { id: 'greta', name: 'greta', level: 'editor' },
          { id: 'ada', name: 'ada', level: 'editor' },
        ],
      },
    });
  });

  it.each([
    ['guests', { guests: [{ id: 'greta' }], links: [] }],
    ['links', { guests: [], links: [{ id: 'l1' }] }],
  ] as const)('loses only its %s when only they are named', (what, expected) => {
    expect(decide({}, { remove: [what] })).toMatchObject(expected);
  });

  it('tells its managers, when the owner is our own account', () => {
    const manager = aMember('mona', { level: 'room-manager' });
    expect(decide({ members: [guest, manager] })).toMatchObject({ owners: ['mona@x.example'] });
  });
});

describe('nothing is written', () => {
  it.each([
    ['nobody and nothing is to be removed', { members: [aMember('ada')], links: [] }, 'nothing-to-do'],
    ['the room was restored meanwhile', { room: { ...room, archived: false } }, 'nothing-to-do'],
    ['a link was renewed before', { members: [], renewed: new Set(['l1']) }, 'nothing-to-do'],
    ['guests come through a group alone', { members: [], links: [], throughGroups: ['g'] }, 'done-with-remains'],
  ] as const)('when %s', (_, changes, state) => {
    expect(decide(changes)).toMatchObject({ kind: 'end', state });
  });

  it.each([
    ['kept', { isKept: false }],
    [{ tag: 'other' }, {}],
  ] as const)('in a room that the rule %j is not for', (rooms, changes) => {
    expect(decide(changes, { rooms })).toMatchObject({ kind: 'end', state: 'skipped' });
    expect(decide(changes, { rooms: { tag: 'client' } })).toMatchObject({ kind: 'work' });
  });
});

describe('somebody else’s room', () => {
  const theirs = { room: { ...room, ownerId: 'olga' }, owner: aPerson('olga') };
  const admin = { ...theirs, self: aPerson('we', { kind: 'docspace-admin' }), links: [] };
  const manager = aMember('we', { level: 'room-manager' });

  it('is left to its owner by a manager who may not move it', () => {
    expect(decide({ ...theirs, members: [guest, manager] })).toMatchObject({ state: 'needs-owner' });
  });

  it('is closed out by an admin who manages it, and its owner is told', () => {
    const decision = decide({ ...admin, members: [guest, manager], links: [link] });
    expect(decision).toMatchObject({ kind: 'work', borrow: false, owners: ['olga@x.example'] });
  });

  it('is left to its owner by an admin who does not, unless it may be borrowed', () => {
    expect(decide(admin)).toMatchObject({ state: 'needs-owner' });
    expect(decide(admin, { ownership: 'borrow' })).toMatchObject({ kind: 'work', borrow: true, linksUnknown: true });
  });

  it.each([
    ['is disabled', aPerson('olga', { active: false })],
    ['was demoted', aPerson('olga', { kind: 'user' })],
    ['cannot be read', undefined],
  ])('is never borrowed when its owner %s', (_, owner) => {
    expect(decide({ ...admin, owner }, { ownership: 'borrow' })).toMatchObject({ state: 'needs-owner' });
  });

  it('is looked into once for its links, and not again while it lies there as it was left', () => {
    expect(decide({ ...admin, members: [], isWithoutLinks: true }, { ownership: 'borrow' })).toMatchObject({
      state: 'nothing-to-do',
    });
  });

  it('has unknown links for who may not see them: an empty list proves nothing', () => {
    const decision = decide({ ...admin, members: [] });
    expect(decision).toMatchObject({ state: 'done-with-remains', remains: [expect.stringContaining('unknown')] });
  });
});

describe('a room that is archived here', () => {
  it('is archived by an admin who is neither owner nor manager only when nothing is to be removed', () => {
    const theirs = { room: { ...room, ownerId: 'olga', archived: false }, owner: aPerson('olga') };
    const changes = { ...theirs, self: aPerson('we', { kind: 'docspace-admin' }), links: [] };
    const guestsOnly = { remove: ['guests'] } as const;
    expect(decide(changes, guestsOnly, true)).toMatchObject({ state: 'needs-owner' });
    expect(decide({ ...changes, members: [] }, {}, true)).toMatchObject({ state: 'needs-owner' });
    expect(decide({ ...changes, members: [] }, guestsOnly, true)).toMatchObject({ kind: 'work', borrow: false });
    expect(decide(changes, { ownership: 'borrow' }, true)).toMatchObject({ kind: 'work', borrow: true });
  });

  it('is left to others by an owner who was demoted', () => {
    const changes = { room: { ...room, archived: false }, self: aPerson('we', { kind: 'user' }) };
    expect(decide(changes, {}, true)).toMatchObject({ state: 'needs-owner' });
  });

  it('is archived even if nothing is to be removed', () => {
    const changes = { room: { ...room, archived: false }, members: [], links: [] };
    expect(decide(changes, {}, true)).toMatchObject({ kind: 'work', archived: false, guests: [], links: [] });
  });
});
