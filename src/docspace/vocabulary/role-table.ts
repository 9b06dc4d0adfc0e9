import type { AccountKind, Level, RoomType } from './words.ts';

/** To whom or what a level is given. `account`: a person by id or e-mail. */
export type AccessSubject = 'account' | 'group' | 'invitation' | 'external';

/**
 * Which level a room type admits for which kind of subject. Anything else is answered with 403 by the portal
 * (DocSpace server, FileSecurity.cs, available room access).
 */
const roleTable: Readonly<Record<RoomType, Readonly<Record<AccessSubject, readonly Level[]>>>> = {
  custom: {
    account: ['room-manager', 'content-creator', 'editor', 'reviewer', 'commenter', 'viewer'],
    group: ['content-creator', 'editor', 'reviewer', 'commenter', 'viewer'],
    invitation: ['content-creator', 'editor', 'reviewer', 'commenter', 'viewer'],
    external: ['editor', 'form-filler', 'reviewer', 'commenter', 'viewer'],
  },
  public: {
    account: ['room-manager', 'content-creator'],
    group: ['content-creator'],
    invitation: ['content-creator', 'viewer'],
    external: ['editor', 'form-filler', 'reviewer', 'commenter', 'viewer'],
  },
  'form-filling': {
    account: ['room-manager', 'content-creator', 'form-filler'],
    group: ['content-creator', 'form-filler'],
    invitation: ['content-creator', 'form-filler'],
    external: ['form-filler', 'viewer'],
  },
  collaboration: {
    account: ['room-manager', 'content-creator', 'editor', 'viewer'],
    group: ['content-creator', 'editor', 'viewer'],
    invitation: ['content-creator', 'editor', 'viewer'],
    external: [],
  },
  'virtual-data': {
    account: ['room-manager', 'content-creator', 'editor', 'form-filler', 'viewer'],
    group: ['content-creator', 'editor', 'form-filler', 'viewer'],
    invitation: ['content-creator', 'editor', 'form-filler', 'viewer'],
    external: [],
  },
};

/** The levels that a room type admits for a kind of subject; empty when it admits none at all. */
export function possibleLevels(roomType: RoomType, subject: AccessSubject): readonly Level[] {
  return roleTable[roomType][subject];
}

/**
 * Whether an account of this kind may hold the level in any room. Members of kind `user` and guests never manage a room; whom an
 * unknown e-mail belongs to, the portal checks as a guest (DocSpace server, FileSecurity.cs and FileSharing.cs).
 */
export function mayHold(kind: AccountKind, level: Level): boolean {
  return level !== 'room-manager' || (kind !== 'user' && kind !== 'guest');
}

/** The first of the wanted levels that this account may have in a room of this type; undefined when there is none. */
export function firstPossibleLevel(roomType: RoomType, kind: AccountKind, wanted: readonly Level[]): Level | undefined {
  return wanted.find((level) => possibleLevels(roomType, 'account').includes(level) && mayHold(kind, level));
}
