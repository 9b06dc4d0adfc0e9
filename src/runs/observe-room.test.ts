import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCopy, aDesiredRoom, aFolder } from '../../test/support/plan-values.ts';
import { startActionWorld, type ActionWorld } from '../../test/support/action-world.ts';
import { observeRoom } from './observe-room.ts';

const kept = { timesFrom: '2026-07-01T12:00:00.000Z', items: [] };

let world: ActionWorld;
let roomId: number;

beforeAll(async () => {
  world = await startActionWorld();
});

beforeEach(async () => {
  await world.reset();
  ({ id: roomId } = await world.portal.createRoom({ title: 'Home', type: 'collaboration', tags: ['home'] }));
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe('a room that is there', () => {
  it('is read with its members and the folders that the blueprint names, and no others', async () => {
    const { portal, sandbox } = world;
    const { aiko, owner } = sandbox.ids.people;
    await portal.share(roomId, [{ id: aiko, level: 'editor' }], { notify: false });
    const named = await portal.createFolder(roomId, 'Team 😀');
    const inner = await portal.createFolder(named.id, 'Inner');
    const other = await portal.createFolder(roomId, 'Other');
    await portal.createFolder(other.id, 'Unread');
    const file = await portal.createTextFile(inner.id, { title: 'x', content: 'x' });

    const desired = aDesiredRoom({ contents: [aFolder('Team 😀', aFolder('Inner', aCopy(1)))] });
    const observed = await observeRoom(roomId, { desired, kept }, portal);
    expect(observed).toMatchObject({ state: 'there' });
    if (observed.state !== 'there') return;
    const { room } = observed;
    expect(room).toMatchObject({ id: roomId, title: 'Home', type: 'collaboration', ownerId: owner, tags: ['home'] });
    expect(room.members.filter(({ id }) => id === aiko)).toEqual([
      { subject: 'user', id: aiko, name: 'Aiko Tanaka', email: 'aiko.tanaka@halden-moor.example', level: 'editor' },
    ]);
    expect(room.folders.toSorted((a, b) => a.id - b.id)).toEqual([
      {
        id: named.id,
        title: 'Team __',
        files: [],
        folders: [{ id: inner.id, title: 'Inner', files: [{ id: file.id, title: 'x.txt' }], folders: [] }],
      },
      { id: other.id, title: 'Other', files: [], folders: [] },
    ]);
    expect(await world.countCalls('getFolderByFolderId')).toBe(3);
  });

  it('is not opened at all when the blueprint names nothing in it', async () => {
    await observeRoom(roomId, { desired: aDesiredRoom(), kept }, world.portal);
    expect(await world.countCalls('getFolderByFolderId')).toBe(0);
  });
});

it('tells an archived room and a deleted one', async () => {
  await world.portal.archiveRoom(roomId);
  await expect
    .poll(() => observeRoom(roomId, { desired: aDesiredRoom(), kept }, world.portal))
    .toEqual({ state: 'archived' });
  await world.portal.deleteRoom(roomId);
  await expect
    .poll(() => observeRoom(roomId, { desired: aDesiredRoom(), kept }, world.portal))
    .toEqual({ state: 'deleted' });
});

it('does not take a portal that is away for a room that is gone', async () => {
  await world.fail('getRoomInfo', { status: 503 });
  await expect(observeRoom(roomId, { desired: aDesiredRoom(), kept }, world.portal)).rejects.toMatchObject({
    kind: 'unavailable',
  });
});
