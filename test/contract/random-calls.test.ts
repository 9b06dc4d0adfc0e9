import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPortal, idOf, responseOf, type TestPortal } from '../../sandbox/model/a-portal.ts';
import type { Account } from '../../sandbox/model/records.ts';
import { subjectType } from '../../sandbox/model/records.ts';
import { isLevelPossibleFor } from '../../sandbox/model/role-table.ts';
import { descendants, isArchived, isRoom, type Room } from '../../sandbox/model/sections.ts';
import { fileShare } from '../../sandbox/model/vendor-numbers.ts';

/** One call: who, what and where are indexes into what there is by then. */
interface Step {
  who: number;
  room: number;
  target: number;
  value: number;
  kind: (typeof kinds)[number];
}

const kinds = [
  ...([
    'create',
    'share',
    'share',
    'share',
    'share',
    'share',
    'invite',
    'archive',
    'unarchive',
    'delete',
    'rename',
    'tag',
    'link',
  ] as const),
  ...(['folder', 'text', 'own', 'type', 'status', 'removeGuest', 'move'] as const),
] as const;

const step: fc.Arbitrary<Step> = fc.record({
  // Mostly who may do something, and to few rooms: else most calls are refused.
  who: fc.constantFrom(0, 0, 0, 0, 1, 2, 2, 3, 4),
  room: fc.nat(2),
  target: fc.nat(7),
  value: fc.oneof(fc.constantFrom(0, 2, 9, 10, 11), fc.nat(11)),
  kind: fc.constantFrom(...kinds),
});
const roomTypes = [1, 2, 5, 6, 8, 9];

interface World extends TestPortal {
  people: Account[];
  roomIds: number[];
}

function aWorld(): World {
  const portal = aPortal();
  const { person, owner } = portal;
  const people = [
    ...[owner, person('ada', 'docspace-admin'), person('rita', 'room-admin'), person('rolf', 'room-admin')],
    ...[person('ulf', 'user'), person('gina', 'guest'), person('gero', 'guest'), person('uma', 'user')],
  ];
  return { ...portal, people, roomIds: [] };
}

/** The call that a step stands for; `undefined` where there is no room yet to call about. */
function callOf(world: World, { who, room, target, value, kind }: Step): [Account, string, unknown] | undefined {
  const actor = world.people[who % 5];
  const other = world.people[target % world.people.length];
  if (!actor || !other) return undefined;
  if (kind === 'create')
    return [actor, 'POST files/rooms', { title: 'R', roomType: roomTypes[value % roomTypes.length] }];
  // Nobody is turned into a guest: an account that becomes less keeps the levels that it was given.
  if (kind === 'type') return [actor, `PUT people/type/${[1, 3, 4][value % 3] ?? 4}`, { userIds: [other.id] }];
  if (kind === 'status') return [actor, `PUT people/status/${value % 2 === 0 ? 1 : 2}`, { userIds: [other.id] }];
  if (kind === 'removeGuest') return [actor, 'DELETE people/guests', { userIds: [other.id] }];
  const id = world.roomIds[room % Math.max(world.roomIds.length, 1)];
  if (id === undefined) return undefined;
  const fileIds = [...world.portal.state.files.keys()];
  const calls: Record<Exclude<typeof kind, 'create' | 'type' | 'status' | 'removeGuest'>, [string, unknown]> = {
    share: [`PUT files/rooms/${id}/share`, { invitations: [{ id: other.id, access: value }] }],
    invite: [`PUT files/rooms/${id}/share`, { invitations: [{ email: `new${target}@example.com`, access: value }] }],
    archive: [`PUT files/rooms/${id}/archive`, {}],
    unarchive: [`PUT files/rooms/${id}/unarchive`, {}],
    delete: [`DELETE files/rooms/${id}`, {}],
    rename: [`PUT files/rooms/${id}`, { title: `T${value}` }],
    tag: [`PUT files/rooms/${id}/tags`, { names: [`t${value}`] }],
    link: [`PUT files/rooms/${id}/links`, { linkType: value % 2, access: value }],
    folder: [`POST files/folder/${id}`, { title: `F${value}` }],
    text: [`POST files/${id}/text`, { title: `f${value % 3}`, content: 'x', createNewIfExist: value % 2 === 0 }],
    own: ['POST files/owner', { folderIds: [id], userId: other.id }],
    move: [
      'PUT files/fileops/move',
      { fileIds: fileIds.slice(0, 1), destFolderId: id, conflictResolveType: value % 3 },
    ],
  };
  return [actor, ...calls[kind]];
}

function rooms({ portal }: World): Room[] {
  return [...portal.state.folders.values()].filter(isRoom);
}

/** What may not change while a room is archived: everything but that somebody leaves, or an account goes. */
function frozen(world: World, room: Room): unknown {
  const { state } = world.portal;
  const { title, createdBy, room: looks } = room;
  const entries = descendants(state, room.id).map((entry) => ({ ...entry }));
  return { title, createdBy, tags: looks.tags, type: looks.roomType, entries };
}

function checkEverything(world: World): void {
  const { state } = world.portal;
  for (const folder of state.folders.values())
    expect(folder.parentId === 0 || state.folders.has(folder.parentId), `folder ${folder.id} has a place`).toBe(true);
  for (const file of state.files.values()) expect(state.folders.has(file.parentId), `file ${file.id}`).toBe(true);
  const listed = [...state.indexes.foldersByParent.values()].reduce((sum, ids) => sum + ids.size, 0);
  expect(listed, 'every folder stands in one listing').toBe(state.folders.size);
  for (const [entryId, rows] of state.shares)
    for (const row of rows) {
      expect(state.folders.has(entryId) || state.files.has(entryId), `row on ${entryId}`).toBe(true);
      expect(state.indexes.entriesBySubject.get(row.subjectId)?.has(entryId)).toBe(true);
    }
  for (const room of rooms(world)) checkRoom(world, room);
}

function checkRoom({ portal }: World, room: Room): void {
  const rows = portal.state.shares.get(room.id) ?? [];
  const ids = rows.map((row) => row.subjectId);
  expect(new Set(ids).size, 'one row a subject').toBe(ids.length);
  expect(ids, 'the owner has no row').not.toContain(room.createdBy);
  for (const row of rows.filter((it) => it.subjectType === subjectType.user)) {
    const account = portal.state.accounts.get(row.subjectId);
    if (account?.type === 'guest') expect(row.access, 'a guest never manages').not.toBe(fileShare.RoomManager);
    expect(account === undefined || isLevelPossible(room, account, row.access), `level ${row.access}`).toBe(true);
  }
}

// An account that became less afterwards keeps the level that it was given.
function isLevelPossible(room: Room, account: Account, access: number): boolean {
  const best = account.type === 'guest' ? 'guest' : 'owner';
  return isLevelPossibleFor(room.room.roomType, best, access);
}

async function checkLists(world: World): Promise<void> {
  const { call } = world;
  const owner = world.people[0];
  const any = responseOf(await call(owner, 'GET files/rooms?searchArea=Any'));
  expect(any['total'], 'an admin sees every room').toBe(rooms(world).length);
  for (const room of rooms(world).slice(0, 3)) {
    const share = await call(owner, `GET files/rooms/${room.id}/share`);
    const rows = (world.portal.state.shares.get(room.id) ?? []).filter((row) => row.link === undefined);
    expect(share.json, 'the owner and every row').toMatchObject({ total: rows.length + 1, count: rows.length + 1 });
  }
}

async function run(steps: readonly Step[]): Promise<void> {
  const world = aWorld();
  for (const step of steps) {
    const call = callOf(world, step);
    if (!call) continue;
    const archived = new Map(
      rooms(world)
        .filter((room) => isArchived(world.portal.state, room))
        .map((room) => [room.id, frozen(world, room)]),
    );
    const answer = await world.call(...call);
    expect(answer.status, `${call[1]}: ${answer.text}`).toBeLessThan(500);
    if (step.kind === 'create' && answer.status === 200) world.roomIds.push(idOf(answer));
    for (const [id, before] of archived) {
      const room = rooms(world).find((it) => it.id === id);
      if (room) expect(frozen(world, room), `archived room ${id} after ${call[1]}`).toEqual(before);
      else expect(step.kind).toBe('delete');
    }
    checkEverything(world);
  }
  await checkLists(world);
}

test(
  'whatever is called in whatever order, nothing is lost, counts agree, and no rule of access is broken',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => run(steps)),
      { numRuns: 80 },
    );
  },
);
