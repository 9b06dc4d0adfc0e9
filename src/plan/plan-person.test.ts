import { expect, it } from 'vitest';
import { planPerson, type RoomOfPerson } from './plan-person.ts';

const person = { id: 'ada', name: 'Ada', email: 'ada@example.com' };

function aRoom(id: number, changes: Partial<RoomOfPerson> = {}): RoomOfPerson {
  const usual = { archived: false, isOwned: false, mayEditAccess: true, level: 'editor', whoMay: ['Olga'] } as const;
  return { id, title: `Room ${id}`, ...usual, ...changes };
}

const plan = (rooms: readonly RoomOfPerson[], groups: Parameters<typeof planPerson>[0]['groups'] = []) =>
  planPerson({ person, rooms, groups, unknown: [] });

it('takes somebody out of each room that may be changed, all at once', () => {
  expect(plan([aRoom(1), aRoom(2, { level: 'room-manager' })])).toEqual({
    plan: {
      person: { id: 'ada', name: 'Ada' },
      actions: [
        {
          kind: 'end-access',
          id: 'remove from room 1',
          after: [],
          room: { id: 1, title: 'Room 1' },
          person,
          level: 'editor',
        },
        {
          kind: 'end-access',
          id: 'remove from room 2',
          after: [],
          room: { id: 2, title: 'Room 2' },
          person,
          level: 'room-manager',
        },
      ],
      notes: [],
    },
    blocked: [],
  });
});

it('never takes an owner out, nor changes anything in the Archive or where only others may; each is named', () => {
  const { plan: made, blocked } = plan([
    aRoom(1, { isOwned: true, mayEditAccess: true }),
    aRoom(2, { isOwned: true, archived: true, mayEditAccess: false }),
    aRoom(3, { archived: true, mayEditAccess: false }),
    aRoom(4, { mayEditAccess: false, whoMay: ['Olga', 'Max'] }),
    aRoom(5, { mayEditAccess: false, whoMay: [] }),
  ]);
  expect(made.actions).toEqual([]);
  expect(made.notes).toEqual([
    'room "Room 1" (1): owned by Ada; pass it on in the portal',
    'archived room "Room 2" (2): owned by Ada; restore it from the Archive and pass it on in the portal',
    'room "Room 4" (4): Ada is editor; only Olga, Max may remove them',
    'room "Room 5" (5): Ada is editor; only its owner and its managers may remove them',
    'archived room "Room 3" (3): Ada stays in it, since nobody can change access in the Archive',
  ]);
  expect(blocked).toEqual(made.notes.slice(2, 4));
});

it('names groups that open rooms, with a few of the rooms, and no others', () => {
  const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  expect(
    plan(
      [],
      [
        { name: 'Sales', rooms: many },
        { name: 'Idle', rooms: [] },
      ],
    ).plan.notes,
  ).toEqual([
    'Ada is in the group Sales, which is a member of rooms "A", "B", "C", "D", "E" and 2 more; take them out of the group in the portal',
  ]);
});
