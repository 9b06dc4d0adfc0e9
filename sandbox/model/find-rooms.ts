import type { Portal } from '../portal.ts';
import type { Account, Folder } from './records.ts';
import { findRoom } from './rooms.ts';
import { type Room, sectionRoot } from './sections.ts';
import { isPortalAdmin, may } from './security.ts';
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

/** The rooms that somebody may see and the filter wants: all for a DocSpace admin, else their own and those shared with them. */
export function findRooms(portal: Portal, viewer: Account, filter: RoomFilter): Room[] {
  if (filter.isElsewhere) return [];
  const parents = new Set((sectionsOfArea[filter.area] ?? []).map((type) => sectionRoot(portal, type).id));
  return candidates(portal, viewer, { parents, filter })
    .map((id) => findRoom(portal.state, id))
    .filter((room) => room !== undefined)
    .filter((room) => parents.has(room.parentId) && matches(portal, room, filter))
    .filter((room) => may(portal.state, viewer, { action: 'Read', entry: room }));
}

function candidates(
  portal: Portal,
  viewer: Account,
  { parents, filter }: { parents: Set<number>; filter: RoomFilter },
): number[] {
  const { indexes } = portal.state;
  if (filter.ownerId !== undefined) return [...(indexes.roomsByOwner.get(filter.ownerId) ?? [])];
  if (isPortalAdmin(viewer)) return [...parents].flatMap((parent) => [...(indexes.foldersByParent.get(parent) ?? [])]);
  const subjects = [viewer.id, everyoneGroupId, ...(indexes.groupsByMember.get(viewer.id) ?? [])];
  const shared = subjects.flatMap((subject) => [...(indexes.entriesBySubject.get(subject) ?? [])]);
  return [...new Set([...(indexes.roomsByOwner.get(viewer.id) ?? []), ...shared])];
}

function matches(portal: Portal, room: Room, filter: RoomFilter): boolean {
  const { groupId, subjectId } = filter;
  return (
    looksRight(room, filter) &&
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
  const isWanted =
    filter.subjectFilter === subjectFilter.Owner
      ? room.createdBy === filter.subjectId
      : isMember(portal, room, filter.subjectId);
  return isWanted !== filter.excludesSubject;
}

function isMember(portal: Portal, room: Room, subjectId: string): boolean {
  return portal.state.shares.get(room.id)?.some((row) => row.subjectId === subjectId) ?? false;
}
