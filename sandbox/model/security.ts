import { isRoom, lineage, roomOf, rootOf, type Entry, type Room } from './sections.ts';
import type { Account } from './records.ts';
import { subjectType } from './records.ts';
import { levelsByRank } from './role-table.ts';
import type { State } from './state.ts';
import { everyoneGroupId, fileShare, folderType } from './vendor-numbers.ts';

/** What somebody may do with an entry, in the vendor's words (FilesSecurityActions). */
export const securityActions = [
  'Read',
  'Comment',
  'FillForms',
  'Review',
  'Edit',
  'Delete',
  'Rename',
  'Create',
  'ReadHistory',
  'Lock',
  'EditHistory',
  'Copy',
  'Move',
  'MoveTo',
  'CopyTo',
  'Download',
  'Duplicate',
  'Pin',
  'Mute',
  'EditAccess',
  'EditRoom',
  'ReadLinks',
  'ChangeOwner',
  'IndexExport',
  'CreateFrom',
  'CreateRoomFrom',
  'Convert',
  'CopyLink',
  'CopySharedLink',
  'Embed',
  'CustomFilter',
  'EditInternal',
  'EditExpiration',
] as const;
export type SecurityAction = (typeof securityActions)[number];

/** Whether an account is a DocSpace admin; the portal's owner is one too. */
export function isPortalAdmin(account: Account): boolean {
  return account.type === 'owner' || account.type === 'docspace-admin';
}

/** Whether an account may own and manage rooms. */
export function mayOwnRooms(account: Account): boolean {
  return isPortalAdmin(account) || account.type === 'room-admin';
}

/** The level that share rows give an account on an entry: the nearest row counts, a personal one before those of groups. */
export function sharedLevel(state: State, account: Account, entry: Entry): number {
  for (const ancestor of lineage(state, entry)) {
    const level = rowLevel(state, account, ancestor.id);
    if (level !== undefined) return level;
  }
  return fileShare.None;
}

function rowLevel(state: State, account: Account, entryId: number): number | undefined {
  const rows = state.shares.get(entryId) ?? [];
  // Who came through a link has the link's own id.
  const own = rows.find((row) => row.subjectType !== subjectType.group && row.subjectId === account.id);
  if (own) return own.access;
  const groups = state.indexes.groupsByMember.get(account.id);
  const levels = rows
    .filter((row) => row.subjectType === subjectType.group)
    .filter((row) => groups?.has(row.subjectId) === true || isEveryone(row.subjectId, account))
    .map((row) => row.access);
  return levelsByRank.find((level) => levels.includes(level));
}

// Everyone means all members; guests are not among them.
function isEveryone(groupId: string, account: Account): boolean {
  return groupId === everyoneGroupId && account.type !== 'guest';
}

/** Whether an account may do something with an entry. */
export function may(
  state: State,
  account: Account,
  { action, entry }: { action: SecurityAction; entry: Entry },
): boolean {
  return rightsOn(state, account, entry)(action);
}

/** What an account may do with an entry: looked up once, to be asked for many actions. */
export function rightsOn(state: State, account: Account, entry: Entry): (action: SecurityAction) => boolean {
  const root = rootOf(state, entry);
  const room = roomOf(state, entry);
  if (room && root.folderType === folderType.templates)
    return mayInTemplate(state, account, { entry, isMine: room.createdBy === account.id });
  if (room && isRoom(room))
    return mayInRoom(state, account, { entry, room, isArchived: root.folderType === folderType.archive });
  if (root.folderType === folderType.user)
    return mayInMy(state, account, { entry, isMine: root.createdBy === account.id });
  if (root.folderType === folderType.trash)
    return (action) => root.createdBy === account.id && trashActions.has(action);
  return (action) => action === 'Read';
}

const templateActions = new Set<SecurityAction>([
  ...['Read', 'Copy', 'Download', 'ReadHistory', 'Create', 'Edit', 'Rename', 'Delete'],
  ...['MoveTo', 'CopyTo', 'EditRoom', 'EditAccess'],
] as const);

// A template is its owner's. Others read it when it is shared with them and they may make rooms; not even a DocSpace
// admin reads one that is not.
function mayInTemplate(
  state: State,
  account: Account,
  { entry, isMine }: { entry: Entry; isMine: boolean },
): (action: SecurityAction) => boolean {
  if (!mayOwnRooms(account)) return () => false;
  if (isMine) return (action) => templateActions.has(action);
  const isShared = sharedLevel(state, account, entry) !== fileShare.None;
  return (action) => readActions.has(action) && isShared;
}

const trashActions = new Set<SecurityAction>(['Read', 'Delete', 'Move', 'ReadHistory', 'Download']);
const readActions = new Set<SecurityAction>(['Read', 'Copy', 'Download', 'ReadHistory']);
const rootActions = new Set<SecurityAction>(['Read', 'Create', 'MoveTo', 'CopyTo']);
const roomOnlyActions = new Set<SecurityAction>(['EditRoom', 'Pin', 'Mute', 'ChangeOwner', 'IndexExport']);

function mayInMy(
  state: State,
  account: Account,
  { entry, isMine }: { entry: Entry; isMine: boolean },
): (action: SecurityAction) => boolean {
  if (!isMine) {
    const level = sharedLevel(state, account, entry);
    return (action) => mayWithLevel(action, level);
  }
  const isRoot = entry.parentId === 0;
  return (action) => (isRoot ? rootActions.has(action) : !roomOnlyActions.has(action));
}

const editorLevels: readonly number[] = [fileShare.ReadWrite, fileShare.Editing];
const levelsOfAction: Partial<Record<SecurityAction, readonly number[]>> = {
  Edit: editorLevels,
  EditHistory: editorLevels,
  Review: [...editorLevels, fileShare.Review],
  Comment: [...editorLevels, fileShare.Review, fileShare.Comment],
  FillForms: [...editorLevels, fileShare.Review, fileShare.FillForms],
};

// What a file of somebody else's My documents lets those do whom it is shared with.
function mayWithLevel(action: SecurityAction, level: number): boolean {
  if (level === fileShare.None || level === fileShare.Restrict) return false;
  return readActions.has(action) || (levelsOfAction[action]?.includes(level) ?? false);
}

interface RoomQuestion {
  entry: Entry;
  room: Room;
  isArchived: boolean;
}

interface Standing {
  isOwner: boolean;
  isAdmin: boolean;
  isManager: boolean;
  level: number;
  isMember: boolean;
  isCreator: boolean;
}

function mayInRoom(state: State, account: Account, question: RoomQuestion): (action: SecurityAction) => boolean {
  const { entry, room, isArchived } = question;
  const isOwner = room.createdBy === account.id;
  const level = sharedLevel(state, account, entry);
  const standing: Standing = {
    isOwner,
    isAdmin: isPortalAdmin(account),
    isManager: mayOwnRooms(account) && (isOwner || level === fileShare.RoomManager),
    level,
    isMember: isOwner || level !== fileShare.None,
    isCreator: entry.createdBy === account.id,
  };
  const target = isRoom(entry) ? 'room' : 'content';
  if (isArchived) return (action) => mayInArchive(action, standing, target === 'room');
  const rights = target === 'room' ? roomRights : contentRights;
  return (action) => rights[action]?.(standing) ?? false;
}

// Everything else is denied in the Archive to everyone, its owner included (DocSpace server, FileSecurity.cs).
function mayInArchive(action: SecurityAction, standing: Standing, isRoomItself: boolean): boolean {
  if (readActions.has(action)) return reads(standing);
  if (action === 'ReadLinks' || action === 'IndexExport') return manages(standing);
  if (action === 'Move' || action === 'Delete') return isRoomItself && (standing.isOwner || standing.isAdmin);
  return false;
}

type Right = (standing: Standing) => boolean;

const reads: Right = ({ isMember, isAdmin }) => isMember || isAdmin;
const manages: Right = ({ isManager }) => isManager;
const creates: Right = ({ isManager, level }) => isManager || level === fileShare.ContentCreator;
const edits: Right = (standing) => creates(standing) || standing.level === fileShare.Editing;
const removes: Right = ({ isManager, level, isCreator }) =>
  isManager || (level === fileShare.ContentCreator && isCreator);
const moves: Right = ({ isOwner, isAdmin }) => isOwner || isAdmin;
const owns: Right = ({ isOwner }) => isOwner;

const commonRights: Partial<Record<SecurityAction, Right>> = {
  Read: reads,
  ReadHistory: reads,
  Download: reads,
  Copy: reads,
  Create: creates,
  MoveTo: creates,
  CopyTo: creates,
  EditAccess: manages,
  ReadLinks: manages,
  CreateFrom: creates,
  CopyLink: reads,
  CopySharedLink: manages,
  EditInternal: manages,
  EditExpiration: manages,
};

const roomRights: Partial<Record<SecurityAction, Right>> = {
  ...commonRights,
  Rename: manages,
  EditRoom: manages,
  Move: moves,
  Delete: owns,
  ChangeOwner: moves,
  Duplicate: manages,
  Pin: reads,
  Mute: ({ isMember }) => isMember,
  IndexExport: manages,
  Embed: manages,
};

const contentRights: Partial<Record<SecurityAction, Right>> = {
  ...commonRights,
  Comment: (standing) => edits(standing) || standing.level === fileShare.Comment || standing.level === fileShare.Review,
  Review: (standing) => edits(standing) || standing.level === fileShare.Review,
  FillForms: (standing) => edits(standing) || standing.level === fileShare.FillForms,
  Edit: edits,
  EditHistory: edits,
  Lock: creates,
  Convert: reads,
  CustomFilter: edits,
  CreateRoomFrom: creates,
  Rename: creates,
  Duplicate: creates,
  Move: removes,
  Delete: removes,
};
