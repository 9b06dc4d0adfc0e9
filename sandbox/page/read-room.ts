import { displayName } from '../model/people.ts';
import { type Account, type Share, subjectType } from '../model/records.ts';
import { isLevelPossibleFor, levelsByRank } from '../model/role-table.ts';
import { filesIn, type Room, subfolders } from '../model/sections.ts';
import type { State } from '../model/state.ts';
import { totalsOf } from '../model/totals.ts';
import { everyoneGroupId } from '../model/vendor-numbers.ts';
import { levelName, roomTypeName } from './portal-words.ts';
import { initialsOf, readPerson } from './read-people.ts';

export interface RoomView {
  id: number;
  title: string;
  type: string;
  owner: string;
  tags: string[];
  contents: EntryView[];
  /** Entries that are not shown. */
  moreContents: number;
  members: MemberView[];
  /** Members that are not shown. */
  moreMembers: number;
  levels: { access: number; name: string }[];
  links: { title: string; kind: string; level: string; expires: string | undefined; hasPassword: boolean }[];
}

export type EntryView =
  | { kind: 'folder'; id: number; title: string; contents: EntryView[] }
  | { kind: 'file'; id: number; title: string; extension: string };

export interface MemberView {
  name: string;
  initials: string;
  kind: string;
  isGuest: boolean;
  level: string;
}

const shownEntries = 24;
const shownMembers = 10;
const linkKinds: Record<number, string> = {
  [subjectType.externalLink]: 'External link',
  [subjectType.invitationLink]: 'Invitation link',
  [subjectType.primaryLink]: 'Primary link',
};

/** A room as its card shows it. */
export function readRoom(state: State, room: Room): RoomView {
  const rows = state.shares.get(room.id) ?? [];
  const people = rows.filter(({ link }) => link === undefined);
  const owner = state.accounts.get(room.createdBy);
  return {
    id: room.id,
    title: room.title,
    type: roomTypeName(room.room.roomType),
    owner: owner ? displayName(owner) : 'nobody',
    tags: room.room.tags,
    ...readInside(state, room),
    members: [
      ...(owner ? [{ ...readMember(owner), level: 'Owner' }] : []),
      ...people.slice(0, shownMembers).flatMap((row) => readRow(state, row)),
    ],
    moreMembers: Math.max(0, people.length - shownMembers),
    levels: guestLevels(room.room.roomType),
    links: rows.flatMap((row) => readLink(row)),
  };
}

// What is deep or much is counted, not listed.
function readInside(state: State, room: Room): Pick<RoomView, 'contents' | 'moreContents'> {
  const shown = { left: shownEntries };
  const contents = readContents(state, room.id, shown);
  const { files, folders } = totalsOf(state.indexes.totals, room.id);
  return { contents, moreContents: files + folders - (shownEntries - shown.left) };
}

function guestLevels(type: number): RoomView['levels'] {
  return levelsByRank
    .filter((access) => isLevelPossibleFor(type, 'guest', access))
    .map((access) => ({ access, name: levelName(access) }))
    .reverse();
}

function readContents(state: State, folderId: number, shown: { left: number }): EntryView[] {
  const entries: EntryView[] = [];
  for (const { id, title } of subfolders(state, folderId)) {
    if (shown.left === 0) return entries;
    shown.left -= 1;
    entries.push({ kind: 'folder', id, title, contents: readContents(state, id, shown) });
  }
  for (const { id, title } of filesIn(state, folderId)) {
    if (shown.left === 0) return entries;
    shown.left -= 1;
    entries.push({ kind: 'file', id, title, extension: /\.([^.]+)$/.exec(title)?.[1] ?? '' });
  }
  return entries;
}

function readRow(state: State, row: Share): MemberView[] {
  const level = levelName(row.access);
  if (row.subjectType === subjectType.group) {
    const name =
      row.subjectId === everyoneGroupId ? 'Everyone' : (state.groups.get(row.subjectId)?.name ?? row.subjectId);
    return [{ name, initials: initialsOf(name), kind: 'Group', isGuest: false, level }];
  }
  const account = row.subjectType === subjectType.user ? state.accounts.get(row.subjectId) : undefined;
  return account ? [{ ...readMember(account), level }] : [];
}

function readMember(account: Account): Omit<MemberView, 'level'> {
  const { name, initials, kind, isGuest } = readPerson(account);
  return { name, initials, kind, isGuest };
}

function readLink({ link, subjectType: type, access }: Share): RoomView['links'] {
  if (!link) return [];
  return [
    {
      title: link.title,
      kind: linkKinds[type] ?? 'Link',
      level: levelName(access),
      expires: link.expirationDate?.slice(0, 10),
      hasPassword: link.password !== undefined,
    },
  ];
}
