import type { AccountType } from './records.ts';
import { fileShare, roomType } from './vendor-numbers.ts';

const { Read, Review, Comment, FillForms, RoomManager, Editing, ContentCreator } = fileShare;

/** Who or what a level is given to. */
export type ShareSubject = 'user' | 'group' | 'invitationLink' | 'externalLink';

interface RoomRules {
  levels: Record<ShareSubject, readonly number[]>;
  /** Who may have no level at all. */
  excluded?: readonly AccountType[];
  /** Guests, where they may have less than other accounts. */
  guestLevels?: readonly number[];
  additionalLinks: number;
  /** Level of the primary external link; absent where the room cannot have one. */
  primaryLink?: number;
  /** The primary link is made with the room and cannot be lost. */
  keepsPrimaryLink?: true;
}

/** Levels without the room manager's, for what is not a single person. */
function levelsWithout(levels: readonly number[], level: number): readonly number[] {
  return levels.filter((candidate) => candidate !== level);
}

function rulesFor(
  user: readonly number[],
  rest: Omit<RoomRules, 'levels'>,
  links: Partial<RoomRules['levels']>,
): RoomRules {
  const group = levelsWithout(user, RoomManager);
  return { levels: { user, group, invitationLink: group, externalLink: [], ...links }, ...rest };
}

const noLinks = { additionalLinks: 0 };
const openLinks = { externalLink: [Editing, FillForms, Review, Comment, Read] };

/** Where the rules of room templates stand; no room type has this number. */
export const templateRules = 0;

// DocSpace server, FileSecurity.cs: the levels of each room type and kind of subject.
const rules: Record<number, RoomRules> = {
  [templateRules]: rulesFor([Read], { ...noLinks, excluded: ['user', 'guest'] }, { invitationLink: [] }),
  [roomType.CustomRoom]: rulesFor(
    [RoomManager, ContentCreator, Editing, Review, Comment, Read],
    { additionalLinks: 5, primaryLink: Read },
    openLinks,
  ),
  [roomType.PublicRoom]: rulesFor(
    [RoomManager, ContentCreator],
    { additionalLinks: 5, primaryLink: Read, keepsPrimaryLink: true },
    { ...openLinks, invitationLink: [ContentCreator, Read] },
  ),
  [roomType.FillingFormsRoom]: rulesFor(
    [RoomManager, ContentCreator, FillForms],
    { additionalLinks: 0, primaryLink: FillForms, keepsPrimaryLink: true },
    { externalLink: [FillForms, Read] },
  ),
  [roomType.EditingRoom]: rulesFor([RoomManager, ContentCreator, Editing, Read], noLinks, {}),
  [roomType.VirtualDataRoom]: rulesFor([RoomManager, ContentCreator, Editing, Read, FillForms], noLinks, {}),
  [roomType.AiRoom]: rulesFor([RoomManager, ContentCreator, Read], { ...noLinks, guestLevels: [Read] }, {}),
};

const noRules: RoomRules = rulesFor([], noLinks, {});
const memberLevels: readonly number[] = [ContentCreator, Editing, Review, Comment, FillForms, Read];
const managerLevels: readonly number[] = [RoomManager, ...memberLevels];

/** From the most to the least: which of several group levels a person gets. */
export const levelsByRank = managerLevels;

const levelsOfType: Record<AccountType, readonly number[]> = {
  owner: managerLevels,
  'docspace-admin': managerLevels,
  'room-admin': managerLevels,
  user: memberLevels,
  guest: memberLevels,
};

/** What a room type allows. */
export function roomRules(type: number): RoomRules {
  return rules[type] ?? noRules;
}

/** Whether a subject of this kind may have this level in a room of this type. */
export function isLevelPossible(type: number, subject: ShareSubject, access: number): boolean {
  return roomRules(type).levels[subject].includes(access);
}

/** Whether an account of this type may have this level in a room of this type. */
export function isLevelPossibleFor(type: number, accountType: AccountType, access: number): boolean {
  const { levels, guestLevels, excluded } = roomRules(type);
  if (excluded?.includes(accountType)) return false;
  const ofRoom = accountType === 'guest' && guestLevels ? guestLevels : levels.user;
  return ofRoom.includes(access) && levelsOfType[accountType].includes(access);
}
