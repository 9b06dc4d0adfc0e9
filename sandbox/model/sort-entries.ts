import type { Portal } from '../portal.ts';
import { compare } from './find-people.ts';
import { extensionOf } from './file-title.ts';
import { displayName } from './people.ts';
import type { Account, Folder } from './records.ts';
import { spaceOf } from './room-space.ts';
import { type Entry, isFile, isRoom, roomOf, rootOf } from './sections.ts';
import type { State } from './state.ts';

/** SortedByType of the vendor. */
export const sortedBy = {
  DateAndTime: 0,
  AZ: 1,
  Size: 2,
  Author: 3,
  Type: 4,
  New: 5,
  DateAndTimeCreation: 6,
  RoomType: 7,
  Tags: 8,
  Room: 9,
  CustomOrder: 10,
  LastOpened: 11,
  UsedSpace: 12,
} as const;

export interface EntryOrder {
  /** SortedByType; an unknown number sorts by the latest change. */
  by: number;
  isDescending: boolean;
}

type Key = string | number;

const changeOf = (entry: Entry): Key => Date.parse(entry.modified);

// What each order goes by, when the entry itself tells it.
const ownKeys: Record<number, (entry: Entry) => Key> = {
  [sortedBy.DateAndTime]: changeOf,
  [sortedBy.New]: changeOf,
  [sortedBy.LastOpened]: changeOf,
  [sortedBy.DateAndTimeCreation]: (entry) => Date.parse(entry.created),
  [sortedBy.AZ]: (entry) => entry.title,
  [sortedBy.Type]: typeOf,
  [sortedBy.RoomType]: typeOf,
  [sortedBy.Tags]: (entry) => (isFile(entry) ? '' : (entry.room?.tags.join(',') ?? '')),
  [sortedBy.CustomOrder]: (entry) => entry.order ?? Number.MAX_SAFE_INTEGER,
  [sortedBy.Size]: (entry) => (isFile(entry) ? entry.size : 0),
};

// What each other order goes by: it changes without the entry.
const keysElsewhere: Record<number, (state: State, entry: Entry) => Key> = {
  [sortedBy.Author]: (state, entry) => nameOf(state, entry.createdBy),
  [sortedBy.Room]: (state, entry) => roomOf(state, entry)?.title ?? '',
  [sortedBy.UsedSpace]: (state, entry) => (isFile(entry) ? entry.size : isRoom(entry) ? spaceOf(state, entry) : 0),
};

function nameOf(state: State, accountId: string): string {
  const account = state.accounts.get(accountId);
  return account ? displayName(account) : '';
}

function typeOf(entry: Entry): string {
  return isFile(entry) ? extensionOf(entry.title) : String(entry.room?.roomType ?? 0);
}

/** Folders before files, each in the wanted order. */
export function sortEntries<E extends Entry>(
  state: State,
  entries: readonly E[],
  { by, isDescending }: EntryOrder,
): E[] {
  const elsewhere = keysElsewhere[by];
  const own = ownKeys[by] ?? changeOf;
  const direction = isDescending ? -1 : 1;
  const keyed = entries.map((entry) => ({ entry, key: elsewhere ? elsewhere(state, entry) : own(entry) }));
  keyed.sort((left, right) => {
    const kinds = Number(isFile(left.entry)) - Number(isFile(right.entry));
    return kinds || direction * compareKeyed(left, right);
  });
  return keyed.map(({ entry }) => entry);
}

/** How rooms compare in an order, ascending; undefined for one that changes without the rooms (author, used space). */
export function compareRooms(by: number): ((left: Folder, right: Folder) => number) | undefined {
  if (keysElsewhere[by]) return undefined;
  const key = ownKeys[by] ?? changeOf;
  return (left, right) => compareKeyed({ entry: left, key: key(left) }, { entry: right, key: key(right) });
}

interface Keyed {
  entry: Entry;
  key: Key;
}

// Texts that are alike, authors and types, go by title; numbers by age.
function compareKeyed(left: Keyed, right: Keyed): number {
  const title = typeof left.key === 'number' ? 0 : compare(left.entry.title, right.entry.title);
  return compareKeys(left.key, right.key) || title || left.entry.id - right.entry.id;
}

function compareKeys(left: Key, right: Key): number {
  return typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right));
}

/** The order that somebody asks for. Without one it is the one asked for last in that section, at first the latest change before. */
export function chooseOrder(
  portal: Portal,
  account: Account,
  { folder, by, isDescending }: { folder: Folder; by: number | undefined; isDescending: boolean },
): EntryOrder {
  const { orders } = portal.state.library;
  const name = `${account.id}:${rootOf(portal.state, folder).folderType}`;
  if (by === undefined) return orders.get(name) ?? { by: sortedBy.DateAndTime, isDescending: true };
  // The server keeps it as the account's own for the section (DocSpace server, FileStorageService.cs).
  const order = { by, isDescending };
  orders.set(name, order);
  return order;
}
