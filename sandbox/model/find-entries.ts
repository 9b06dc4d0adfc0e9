import { compare } from './find-people.ts';
import { extensionOf } from './file-title.ts';
import { descendants, type Entry, isFile, filesIn, subfolders } from './sections.ts';
import type { State } from './state.ts';
import { sizeOf } from './file-content.ts';

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

/** FilterType of the vendor, as far as it is emulated. */
export const filterType = { None: 0, FilesOnly: 1, FoldersOnly: 2 } as const;

export interface EntryFilter {
  text?: string | undefined;
  type?: number | undefined;
  extension?: string | undefined;
  createdBy?: string | undefined;
  /** A filter reaches into subfolders. */
  isDeep: boolean;
}

/** What is in a folder and passes the filter. */
export function findEntries(state: State, folderId: number, filter: EntryFilter): Entry[] {
  const { text, type = filterType.None, extension, createdBy, isDeep } = filter;
  const isFiltered =
    text !== undefined || type !== filterType.None || extension !== undefined || createdBy !== undefined;
  const entries =
    isDeep && isFiltered ? descendants(state, folderId) : [...subfolders(state, folderId), ...filesIn(state, folderId)];
  return entries.filter(
    (entry) =>
      (type === filterType.None || isFile(entry) === (type === filterType.FilesOnly)) &&
      (text === undefined || entry.title.toLowerCase().includes(text.toLowerCase())) &&
      (extension === undefined ||
        (isFile(entry) && extensionOf(entry.title) === `.${extension.replace(/^\./, '').toLowerCase()}`)) &&
      (createdBy === undefined || entry.createdBy === createdBy),
  );
}

type Order = (left: Entry, right: Entry) => number;

const byTitle: Order = (left, right) => compare(left.title, right.title);
const byChange: Order = (left, right) => compareDates(left.modified, right.modified) || left.id - right.id;

const orders: Record<number, Order> = {
  [sortedBy.DateAndTime]: byChange,
  [sortedBy.DateAndTimeCreation]: (left, right) => compareDates(left.created, right.created) || left.id - right.id,
  [sortedBy.AZ]: byTitle,
  [sortedBy.Author]: (left, right) => compareDates(left.createdBy, right.createdBy) || byTitle(left, right),
  [sortedBy.Type]: (left, right) => compare(typeKey(left), typeKey(right)) || byTitle(left, right),
  [sortedBy.RoomType]: (left, right) => compare(typeKey(left), typeKey(right)) || byTitle(left, right),
  [sortedBy.Tags]: (left, right) => compare(tagKey(left), tagKey(right)) || byTitle(left, right),
  [sortedBy.Size]: (left, right) => sizeKey(left) - sizeKey(right),
};

function compareDates(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function typeKey(entry: Entry): string {
  return isFile(entry) ? extensionOf(entry.title) : String(entry.room?.roomType ?? 0);
}

function tagKey(entry: Entry): string {
  return isFile(entry) ? '' : (entry.room?.tags.join(',') ?? '');
}

function sizeKey(entry: Entry): number {
  return isFile(entry) ? sizeOf(entry.content) : 0;
}

/** The order of a listing, and what it is called; what changed last comes last. */
export function orderOf(by: number | undefined): { order: number; compare: Order } {
  const known = by === undefined ? undefined : orders[by];
  return known && by !== undefined ? { order: by, compare: known } : { order: sortedBy.DateAndTime, compare: byChange };
}

/** Folders before files, each in the wanted order. Without one: what changed last comes first. */
export function sortEntries<E extends Entry>(
  entries: readonly E[],
  by: number | undefined,
  isDescending: boolean,
): E[] {
  const order = by === undefined ? byChange : (orders[by] ?? byChange);
  const direction = (by === undefined ? true : isDescending) ? -1 : 1;
  return entries.toSorted(
    (left, right) => Number(isFile(left)) - Number(isFile(right)) || direction * order(left, right),
  );
}
