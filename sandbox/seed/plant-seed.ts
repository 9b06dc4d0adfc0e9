import { firstVersion } from '../model/entries.ts';
import { storeContent } from '../model/library.ts';
import {
  type Account,
  activationStatus,
  employeeStatus,
  type RoomSettings,
  type Share,
  subjectType,
} from '../model/records.ts';
import { personalRoot, sectionRoot } from '../model/sections.ts';
import { putAccount, putFile, putFolder, putGroup, putShare, relate, takeId } from '../model/state.ts';
import { folderType, folderTypeFor } from '../model/vendor-numbers.ts';
import type { Portal } from '../portal.ts';
import type { SeedContent, SeedGroup, SeedPerson, SeedRoom } from './seed-types.ts';

const dayMs = 24 * 60 * 60 * 1000;
const subjectOfLink = {
  invitation: subjectType.invitationLink,
  primary: subjectType.primaryLink,
  external: subjectType.externalLink,
} as const;
const plainSettings: RoomSettings = { indexing: false, denyDownload: false, private: false };

/** What an entry keeps of who made it. */
interface Origin {
  ownerId: string;
  since: number;
}

/** Who gave access to which entry, and when. */
type Grant = Pick<Share, 'entryId' | 'grantedBy' | 'grantedOn'>;

/** The password of everybody in a seed. */
export const seedPassword = 'sandbox-portal';

/** Adds an account and, for a guest, to whom it belongs. */
export function plantPerson(portal: Portal, person: SeedPerson): Account {
  const { id, firstName, lastName, email, type, since, state } = person;
  const registered = daysAgo(portal, since);
  const account: Account = {
    id,
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    userName: email.split('@')[0] ?? email,
    email,
    password: seedPassword,
    type,
    status: employeeStatus[state ?? 'active'],
    activationStatus: state === 'pending' ? activationStatus.pending : activationStatus.activated,
    registrationDate: registered,
    lastModified: registered,
    ...givenOf(person),
    ...(state === 'terminated' && { terminatedDate: daysAgo(portal, 30) }),
  };
  putAccount(portal.state, account);
  for (const inviterId of person.guestOf ?? []) relate(portal.state, { inviterId, guestId: id });
  return account;
}

function givenOf({ createdBy, password, title, location }: SeedPerson): Partial<Account> {
  const given = Object.entries({ createdBy, password, title, location }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** Adds a group. */
export function plantGroup(portal: Portal, group: SeedGroup): void {
  putGroup(portal.state, { ...group, memberIds: [...group.memberIds] });
}

/** Puts documents into somebody's My documents. */
export function plantDocuments(portal: Portal, account: Account, contents: readonly SeedContent[]): void {
  const root = personalRoot(portal, folderType.user, account);
  plantContents(portal, root.id, { contents, ownerId: account.id, since: 200 });
}

/** Adds a room, or a room template, with all that is in it. */
export function plantRoom(portal: Portal, room: SeedRoom): void {
  const section = sectionRoot(portal, sectionOf(room));
  const settings = { ...plainSettings, denyDownload: room.denyDownload ?? false };
  putFolder(portal.state, {
    id: room.id,
    parentId: section.id,
    folderType: folderTypeFor(room.type),
    title: room.title,
    ...authorship(portal, room),
    room: { roomType: room.type, tags: [...room.tags], settings },
  });
  for (const tag of room.tags) portal.state.tags.add(tag);
  const share = { entryId: room.id, grantedBy: room.ownerId, grantedOn: daysAgo(portal, room.since) };
  for (const { id: subjectId, access, isGroup } of room.members)
    putShare(portal.state, {
      ...share,
      subjectType: isGroup ? subjectType.group : subjectType.user,
      subjectId,
      access,
    });
  for (const link of room.links) plantLink(portal, share, link);
  // Contents get the numbers after their room's own, so that a room's ids do not move when another one changes.
  portal.state.next.entry = room.id + 1;
  plantContents(portal, room.id, room);
}

function sectionOf({ isArchived, isTemplate }: SeedRoom): number {
  if (isTemplate) return folderType.templates;
  return isArchived ? folderType.archive : folderType.rooms;
}

function plantLink(portal: Portal, share: Grant, link: SeedRoom['links'][number]): void {
  const token = Buffer.from(link.id.replaceAll('-', ''), 'hex').toString('base64url');
  putShare(portal.state, {
    ...share,
    subjectType: subjectOfLink[link.kind],
    subjectId: link.id,
    access: link.access,
    link: {
      ...{ title: link.title, token, denyDownload: false, internal: false, currentUseCount: 0 },
      ...(link.password !== undefined && { password: link.password }),
      ...(link.expires !== undefined && { expirationDate: link.expires }),
    },
  });
}

function plantContents(
  portal: Portal,
  parentId: number,
  { contents, ...origin }: Origin & { contents: readonly SeedContent[] },
): void {
  for (const entry of contents) {
    const id = entry.id ?? takeId(portal.state, 'entry');
    const common = { id, parentId, ...authorship(portal, origin) };
    if ('folder' in entry) {
      putFolder(portal.state, { ...common, title: entry.folder, folderType: folderType.default });
      plantContents(portal, id, { contents: entry.contents, ...origin });
    } else {
      const version = { ...firstVersion, ...storeContent(portal.state.library, entry.bytes) };
      putFile(portal.state, { ...common, ...version, title: entry.file });
    }
  }
}

function authorship(portal: Portal, { ownerId, since }: Origin) {
  const time = daysAgo(portal, since);
  return { createdBy: ownerId, created: time, modifiedBy: ownerId, modified: time };
}

function daysAgo(portal: Portal, days: number): string {
  return new Date(portal.clock.now().getTime() - days * dayMs).toISOString();
}
