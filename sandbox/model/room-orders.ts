import type { Folder } from './records.ts';

type Compare = (left: Folder, right: Folder) => number;

/** How a list of a section's rooms is made when it is first asked for. */
interface ListSource {
  section: number;
  /** Names the order; the same name always comes with the same `compare`. */
  order: number;
  compare: Compare;
  read: () => readonly Folder[];
}

/** The rooms of each section in each order that was asked for, so that a page of thousands of rooms needs no sorting. */
export interface RoomOrders {
  list(source: ListSource): readonly Folder[];
  put(room: Folder): void;
  remove(room: Folder): void;
}

interface OrderedList {
  compare: Compare;
  rooms: Folder[];
}

/** Without lists: a list exists from the moment somebody asks for it, and is then kept right. */
export function createRoomOrders(): RoomOrders {
  const sections = new Map<number, Map<number, OrderedList>>();

  function listsOf(section: number): Iterable<OrderedList> {
    return sections.get(section)?.values() ?? [];
  }

  return {
    list({ section, order, compare, read }) {
      const known = sections.get(section)?.get(order);
      if (known) return known.rooms;
      const byAll: Compare = (left, right) => compare(left, right) || left.id - right.id;
      const list = { compare: byAll, rooms: read().toSorted(byAll) };
      sections.set(section, (sections.get(section) ?? new Map<number, OrderedList>()).set(order, list));
      return list.rooms;
    },
    put(room) {
      for (const { compare, rooms } of listsOf(room.parentId)) rooms.splice(placeOf(rooms, room, compare), 0, room);
    },
    remove(room) {
      for (const { compare, rooms } of listsOf(room.parentId)) {
        const at = placeOf(rooms, room, compare);
        if (rooms[at]?.id === room.id) rooms.splice(at, 1);
      }
    },
  };
}

/** Where a room is in a sorted list, or where it would have to stand. */
function placeOf(rooms: readonly Folder[], room: Folder, compare: Compare): number {
  let [low, high] = [0, rooms.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rooms[middle];
    if (other && compare(other, room) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
