import {
  type AccountKind,
  type Level,
  levels,
  type LinkKind,
  linkKinds,
  type RoomType,
  roomTypes,
} from './vocabulary/words.ts';

/** The portal's numbers. Beyond this folder nobody sees them. */

/** DocSpace server, FileShare.cs. Its other numbers (1, 3, 4, 8) are no level of a room's member. */
const levelNumbers: Readonly<Record<Level, number>> = {
  'room-manager': 9,
  'content-creator': 11,
  editor: 10,
  'form-filler': 7,
  reviewer: 5,
  commenter: 6,
  viewer: 2,
};

/** What a share or a link is given to take it away. */
export const noAccess = 0;

export function levelToNumber(level: Level): number {
  return levelNumbers[level];
}

/** Undefined for what is no level of ours: the owner's own 1, and what a later portal may add. */
export function levelFromNumber(number: number): Level | undefined {
  return levels.find((level) => levelNumbers[level] === number);
}

/** RoomType of the API; DocSpace server, CreateRoomRequestDto.cs. */
const roomTypeNumbers: Readonly<Record<RoomType, number>> = {
  'form-filling': 1,
  collaboration: 2,
  custom: 5,
  public: 6,
  'virtual-data': 8,
};

export function roomTypeToNumber(type: RoomType): number {
  return roomTypeNumbers[type];
}

/** Undefined for types that Concierge does not make, such as AI rooms (9). */
export function roomTypeFromNumber(number: number): RoomType | undefined {
  return roomTypes.find((type) => roomTypeNumbers[type] === number);
}

const linkKindNumbers: Readonly<Record<LinkKind, number>> = { invitation: 0, external: 1 };

export function linkKindToNumber(kind: LinkKind): number {
  return linkKindNumbers[kind];
}

export function linkKindFromNumber(number: number): LinkKind | undefined {
  return linkKinds.find((kind) => linkKindNumbers[kind] === number);
}

/** Who a share row is for; DocSpace server, SubjectType.cs. The others (1, 3, 4) are links. */
export function shareSubjectFromNumber(number: number): 'user' | 'group' | undefined {
  if (number === 0) return 'user';
  return number === 2 ? 'group' : undefined;
}

/** DocSpace server, EmployeeStatus.cs. */
export const employeeStatuses = { active: 1, terminated: 2, pending: 4 } as const;
export type EmployeeStatus = keyof typeof employeeStatuses;

/** Which accounts `people/filter` lists. */
export const peopleAreas = { all: 0, members: 1, guests: 2 } as const;
export type PeopleArea = keyof typeof peopleAreas;

/** Where an entry's root is: `FolderType` VirtualRooms 14, Archive 20 and RoomTemplates 30; DocSpace server, Folder.cs. */
export function sectionFromNumber(number: number | undefined): 'active' | 'archive' | 'templates' | undefined {
  if (number === 14) return 'active';
  if (number === 20) return 'archive';
  return number === 30 ? 'templates' : undefined;
}

/** What a webhook's payload is about; DocSpace server, FileEntry.cs. Rooms are folders. */
export function entryKindFromNumber(number: number | undefined): 'folder' | 'file' | undefined {
  if (number === 1) return 'folder';
  return number === 2 ? 'file' : undefined;
}

const operationStates = ['created', 'running', 'completed', 'canceled', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

/** DocSpace server, FileOperationDto.cs. */
export function operationStateFromNumber(number: number): OperationState | undefined {
  return operationStates[number];
}

interface AccountFlags {
  readonly isOwner: boolean;
  readonly isAdmin: boolean;
  readonly isRoomAdmin: boolean;
  readonly isVisitor: boolean;
}

/**
 * The kind of an account by the portal's flags, whose names mislead: `isVisitor` is a guest (DocSpace server, EmployeeFullDto.cs).
 * An account without a flag that gives it more is taken for a `user`.
 */
export function accountKindOf(flags: AccountFlags): AccountKind {
  if (flags.isOwner) return 'owner';
  if (flags.isVisitor) return 'guest';
  if (flags.isAdmin) return 'docspace-admin';
  return flags.isRoomAdmin ? 'room-admin' : 'user';
}
