/** The portal's own words. Its numbers stand in `../numbers.ts` and go no further than the client. */

export const roomTypes = ['collaboration', 'custom', 'public', 'form-filling', 'virtual-data'] as const;
export type RoomType = (typeof roomTypes)[number];

/** What a person, a group or a link may do in a room, the most powerful first. */
export const levels = [
  'room-manager',
  'content-creator',
  'editor',
  'form-filler',
  'reviewer',
  'commenter',
  'viewer',
] as const;
export type Level = (typeof levels)[number];

/** Kinds of account. A guest comes from outside; all others are members. */
export const accountKinds = ['owner', 'docspace-admin', 'room-admin', 'user', 'guest'] as const;
export type AccountKind = (typeof accountKinds)[number];

export const linkKinds = ['external', 'invitation'] as const;
export type LinkKind = (typeof linkKinds)[number];
