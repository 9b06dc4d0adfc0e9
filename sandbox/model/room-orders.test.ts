import { expect, test } from 'vitest';
import { aPortal, idOf } from './a-portal.ts';
import { compareRooms, sortedBy } from './sort-entries.ts';
import { dumpState, loadState } from './snapshot.ts';
import { descendants, isFile, isRoom, type Room, sectionRoot, subfolders } from './sections.ts';
import { putFolder, removeFolder, type State } from './state.ts';
import { totalsOf } from './totals.ts';
import { folderType } from './vendor-numbers.ts';

/** The same numbers on each run. */
function createDice(seed: number): (sides: number) => number {
  let value = seed;
  return (sides) => {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((value / 2_147_483_648) * sides);
  };
}

test('a section stays sorted through rooms that come, change, move and go', async () => {
  const { call, owner, portal } = aPortal();
  const roll = createDice(7);
  const first = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 2 }));
  const [active, archive] = [sectionRoot(portal, folderType.rooms).id, sectionRoot(portal, folderType.archive).id];
  const { state } = portal;
  const model = state.folders.get(first);
  if (!model) throw new Error('There is no room');
  const listed = (section: number, by: number) => {
    const read = () => roomsIn(state, section);
    return state.roomOrders.list({ section, order: by, compare: compareBy(by), read }).map(({ id }) => id);
  };
  const kept = [sortedBy.DateAndTime, sortedBy.AZ, sortedBy.Tags];
  for (let step = 0; step < 400; step++) {
    const id = 5000 + roll(40);
    const modified = new Date(1_700_000_000_000 + roll(20) * 1000).toISOString();
    if (roll(5) === 0) removeFolder(state, id);
    else putFolder(state, { ...model, id, title: `Room ${roll(15)}`, modified, parentId: roll(2) ? active : archive });
    for (const [section, by] of [active, archive].flatMap((it) => kept.map((order) => [it, order] as const))) {
      const sorted = roomsIn(state, section).sort(compareBy(by));
      expect(listed(section, by)).toEqual(sorted.map((room) => room.id));
    }
  }
});

test('folders know how much is in them, whatever order they come and move in', async () => {
  const { call, owner, portal } = aPortal();
  const { state } = portal;
  const room = idOf(await call(owner, 'POST files/rooms', { title: 'A', roomType: 2 }));
  const tree = [room];
  for (let step = 0; step < 30; step++) {
    const parent = tree[(step * 7) % tree.length] ?? room;
    tree.push(idOf(await call(owner, `POST files/folder/${parent}`, { title: 'folder' })));
    await call(owner, `POST files/${parent}/text`, { title: 'note', content: 'x' });
  }
  // A folder that is older than the one it was moved into comes before it in a file.
  const newer = idOf(await call(owner, `POST files/folder/${room}`, { title: 'newer' }));
  const folder = state.folders.get(tree[1] ?? 0);
  if (!folder) throw new Error('There is no folder');
  putFolder(state, { ...folder, parentId: newer });
  for (const known of [state, loadState(dumpState(state))])
    for (const id of known.folders.keys())
      expect([id, totalsOf(known.indexes.totals, id)]).toEqual([id, count(known, id)]);
});

function compareBy(by: number) {
  const compare = compareRooms(by);
  if (!compare) throw new Error(`The order ${by} changes without the rooms`);
  return compare;
}

function roomsIn(state: State, section: number): Room[] {
  return subfolders(state, section).filter(isRoom);
}

function count(state: State, folderId: number) {
  const below = descendants(state, folderId);
  const files = below.filter(isFile).length;
  return { files, folders: below.length - files };
}
