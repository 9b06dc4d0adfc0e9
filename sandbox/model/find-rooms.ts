import type { Portal } from '../portal.ts';
import type { Account, Folder } from './records.ts';
import { findRoom } from './rooms.ts';
import { isRoom, type Room, sectionRoot, subfolders } from './sections.ts';
import { isPortalAdmin, may } from './security.ts';
import { compareRooms, type EntryOrder, sortEntries } from './sort-entries.ts';
import type { State } from './state.ts';
import { everyoneGroupId, folderType } from './vendor-numbers.ts';

/** SearchArea of the vendor. */
export const searchArea = {
  ...{ Active: 0, Archive: 1, Any: 2, RecentByLinks: 3, Templates: 4 },
  ...{ Knowledge: 5, ResultStorage: 6, AiAgents: 7 },
} as const;
/** SubjectFilter of the vendor. */
export const subjectFilter = { Owner: 0, Member: 1 } as const;

export interface RoomFilter {
  area: number;
  types: readonly number[];
  subjectId?: string | undefined;
  subjectFilter: number;
  excludesSubject: boolean;
  ownerId?: string | undefined;
  tags: readonly string[];
  withoutTags: boolean;
  groupId?: string | undefined;
  /** Whether the quota is the room's own; absent means any. */
  hasOwnQuota?: boolean | undefined;
  /** Asks for rooms that are kept elsewhere, which none is. */
  isElsewhere?: boolean;
  text?: string | undefined;
  order: EntryOrder;
}

const sectionsOfArea: Record<number, readonly number[]> = {
  [searchArea.Active]: [folderType.rooms],
  [searchArea.Archive]: [folderType.archive],
  [searchArea.Any]: [folderType.rooms, folderType.archive],
  [searchArea.Templates]: [folderType.templates],
};

/** The section that a listing shows as its current folder. */
export function sectionOfArea(portal: Portal, area: number): Folder {
  if (area === searchArea.Templates) return sectionRoot(portal, folderType.templates);
  return sectionRoot(portal, area === searchArea.Archive ? folderType.archive : folderType.rooms);
}

/**
 * The rooms that somebody may see and the filter wants, in its order: all for a DocSpace admin, else their own and those
 * shared with them.
 */
export function findRooms(portal: Portal, viewer: Account, filter: RoomFilter): Room[] {
  if (filter.isElsewhere) return [];
  const { state } = portal;
  const found = candidates(portal, viewer, filter).filter((room) => matches(portal, room, filter));
  // A DocSpace admin reads every room, but not every template.
  const readsAll = isPortalAdmin(viewer) && filter.area !== searchArea.Templates;
  return readsAll ? found : found.filter((room) => may(state, viewer, { action: 'Read', entry: room }));
}

/** Up to so many rooms are sorted on their own; more are picked from the section that is sorted already. */
const fewRooms = 500;

function candidates(portal: Portal, viewer: Account, filter: RoomFilter): Room[] {
  const { state } = portal;
  const parents = (sectionsOfArea[filter.area] ?? []).map((type) => sectionRoot(portal, type).id);
  const wanted = wantedIds(state, viewer, filter);
  if (wanted && wanted.size <= fewRooms) {
    const rooms = roomsOf(state, wanted).filter((room) => parents.includes(room.parentId));
    return sortEntries(state, rooms, filter.order);
  }
  const rooms = listSections(state, parents, filter.order);
  return wanted ? rooms.filter((room) => wanted.has(room.id)) : rooms;
}

/** Undefined for all. */
function wantedIds(state: State, viewer: Account, filter: RoomFilter): Set<number> | undefined {
  const { indexes } = state;
  if (filter.ownerId !== undefined) return indexes.roomsByOwner.get(filter.ownerId) ?? new Set();
  if (isPortalAdmin(viewer)) return undefined;
  const subjects = [viewer.id, everyoneGroupId, ...(indexes.groupsByMember.get(viewer.id) ?? [])];
  const shared = subjects.flatMap((subject) => [...(indexes.entriesBySubject.get(subject) ?? [])]);
  return new Set([...(indexes.roomsByOwner.get(viewer.id) ?? []), ...shared]);
}

function roomsOf(state: State, ids: Iterable<number>): Room[] {
  return [...ids].map((id) => findRoom(state, id)).filter((room) => room !== undefined);
}

function listSections(state: State, sections: readonly number[], order: EntryOrder): Room[] {
  const read = (section: number) => subfolders(state, section).filter(isRoom);
  const compare = compareRooms(order.by);
  const [section] = sections;
  if (!compare || section === undefined || sections.length > 1)
    return sortEntries(state, sections.flatMap(read), order);
  const rooms = state.roomOrders.list({ section, order: order.by, compare, read: () => read(section) }).filter(isRoom);
  return order.isDescending ? rooms.reverse() : rooms;
}

/**
 * The portal's search index lags: a room that is younger than the lag is not found by its title (only by it: listings,
 * and filters by owner, type or tag, are read from the database).
 */
function isIndexed(portal: Portal, room: Room): boolean {
  const { lagMs } = portal.search;
  return lagMs === 0 || portal.clock.now().getTime() - Date.parse(room.created) >= lagMs;
}

function matches(portal: Portal, room: Room, filter: RoomFilter): boolean {
  const { groupId, subjectId } = filter;
  return (
    looksRight(room, filter) &&
    (filter.text === undefined || isIndexed(portal, room)) &&
    (groupId === undefined || isMember(portal, room, groupId)) &&
    (subjectId === undefined || concerns(portal, room, { ...filter, subjectId }))
  );
}

function looksRight({ title, room }: Room, { types, tags, withoutTags, hasOwnQuota, text }: RoomFilter): boolean {
  return (
    (hasOwnQuota === undefined || (room.settings.quota !== undefined) === hasOwnQuota) &&
    (types.length === 0 || types.includes(room.roomType)) &&
    tags.every((tag) => room.tags.includes(tag)) &&
    (!withoutTags || room.tags.length === 0) &&
    (text === undefined || title.toLowerCase().includes(text.toLowerCase()))
  );
}

function concerns(portal: Portal, room: Room, filter: RoomFilter & { subjectId: string }): boolean {
  const isOwner = room.createdBy === filter.subjectId;
  // Whoever made a room counts among its members; rows of groups are those of the group's own id only (FolderDao.cs).
  const isWanted =
    filter.subjectFilter === subjectFilter.Owner ? isOwner : isOwner || isMember(portal, room, filter.subjectId);
  return isWanted !== filter.excludesSubject;
}

function isMember(portal: Portal, room: Room, subjectId: string): boolean {
  return portal.state.shares.get(room.id)?.some((row) => row.subjectId === subjectId) ?? false;
}
