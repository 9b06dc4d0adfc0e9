import { randomBytes, randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { badArgument, denied, notPossible, type PortalError } from '../wire/portal-error.ts';
import type { Account, LinkOptions, Share } from './records.ts';
import { subjectType } from './records.ts';
import { isLevelPossible, roomRules } from './role-table.ts';
import type { Room } from './sections.ts';
import { may } from './security.ts';
import { putShare, removeShare, type State } from './state.ts';
import { fileShare, roomType } from './vendor-numbers.ts';

/** LinkType of the vendor. */
export const linkType = { invitation: 0, external: 1 } as const;

const maxInvitationLinks = 1;
const maxInvitationYears = 10;
const titles = { invitation: 'Invitation link', external: 'Shared link' };

export interface LinkChange {
  linkId?: string | undefined;
  linkType: number;
  access: number;
  title?: string | undefined;
  expirationDate?: string | undefined;
  password?: string | undefined;
  denyDownload: boolean;
  internal: boolean;
  maxUseCount?: number | undefined;
}

/** The link rows of a room. */
export function linksOf(state: State, roomId: number): Share[] {
  return (state.shares.get(roomId) ?? []).filter((row) => row.link !== undefined);
}

/** The last part of a link's short address. */
export function shortKeyOf({ token }: LinkOptions): string {
  return token.slice(0, 15);
}

/** The link row behind the short key, or the whole key, of an address. */
export function findLink(state: State, isWanted: (link: LinkOptions) => boolean): Share | undefined {
  for (const [linkId, entryId] of state.indexes.entryByLink) {
    const row = state.shares.get(entryId)?.find(({ subjectId }) => subjectId === linkId);
    if (row?.link && isWanted(row.link)) return row;
  }
  return undefined;
}

/** The primary external link of a room. */
function primaryLinkOf(state: State, roomId: number): Share | undefined {
  return linksOf(state, roomId).find((row) => row.subjectType === subjectType.primaryLink);
}

/** Makes the primary external link with the room type's own level. Throws 403 where the type has none. */
export function addPrimaryLink(portal: Portal, actor: Account, room: Room): Share {
  const access = roomRules(room.room.roomType).primaryLink;
  if (access === undefined) throw notAvailable();
  return addLink(portal, actor, { entryId: room.id, type: subjectType.primaryLink, access, options: {} });
}

/** The primary external link; made when missing, so even reading it may write. Throws 403. */
export function ensurePrimaryLink(portal: Portal, actor: Account, room: Room): Share {
  if (roomRules(room.room.roomType).primaryLink === undefined)
    throw notPossible('The role is not available for this room');
  const known = primaryLinkOf(portal.state, room.id);
  const action = known ? 'ReadLinks' : 'EditAccess';
  if (!may(portal.state, actor, { action, entry: room })) throw denied();
  return known ?? addPrimaryLink(portal, actor, room);
}

/**
 * Creates, changes (with the id of a known link) or deletes (access None) a link.
 * Returns the row as it is afterwards; `undefined` when nothing is left or was made.
 */
export function setLink(
  portal: Portal,
  actor: Account,
  { room, change }: { room: Room; change: LinkChange },
): Share | undefined {
  if (!may(portal.state, actor, { action: 'EditAccess', entry: room })) throw denied();
  const known = knownLink(portal.state, room, change);
  if (change.access === fileShare.None) return known && deleteLink(portal, actor, { room, known });
  const type = known?.subjectType ?? subjectTypeOf(change.linkType);
  const subject = type === subjectType.invitationLink ? 'invitationLink' : 'externalLink';
  if (!isLevelPossible(room.room.roomType, subject, change.access)) throw notAvailable();
  if (subject === 'invitationLink') checkInvitation(portal, change, known);
  const options = optionsOf({ room, change, type });
  if (known) return changeLink(portal, known, { access: change.access, options });
  return addLink(portal, actor, { entryId: room.id, type, access: change.access, options });
}

function subjectTypeOf(type: number): number {
  return type === linkType.invitation ? subjectType.invitationLink : subjectType.externalLink;
}

function notAvailable(): PortalError {
  return notPossible('The role is not available for this room');
}

function knownLink(state: State, room: Room, change: LinkChange): Share | undefined {
  const known = linksOf(state, room.id).find((row) => row.subjectId === change.linkId);
  if (!known) requireRoomForLink(state, room, change.linkType);
  return known;
}

function requireRoomForLink(state: State, room: Room, type: number): void {
  const wanted = subjectTypeOf(type);
  const max = type === linkType.invitation ? maxInvitationLinks : roomRules(room.room.roomType).additionalLinks;
  const existing = linksOf(state, room.id).filter((row) => row.subjectType === wanted).length;
  if (existing >= max) throw notPossible('The maximum number of links is reached');
}

function checkInvitation(portal: Portal, change: LinkChange, known: Share | undefined): void {
  const used = known?.link?.currentUseCount ?? 0;
  if (change.maxUseCount !== undefined && change.maxUseCount < used) throw badArgument('maxUseCount');
  if (change.expirationDate === undefined) return;
  const latest = new Date(portal.clock.now());
  latest.setFullYear(latest.getFullYear() + maxInvitationYears);
  const expires = Date.parse(change.expirationDate);
  if (expires <= portal.clock.now().getTime() || expires > latest.getTime()) throw badArgument('expirationDate');
}

function optionsOf({ room, change, type }: { room: Room; change: LinkChange; type: number }): Partial<LinkOptions> {
  const isSignInForced = room.room.roomType === roomType.VirtualDataRoom;
  const keepsForever = type === subjectType.primaryLink && roomRules(room.room.roomType).keepsPrimaryLink === true;
  return {
    ...(change.title !== undefined && { title: change.title }),
    ...(change.expirationDate !== undefined && !keepsForever && { expirationDate: change.expirationDate }),
    ...(change.password !== undefined && { password: change.password }),
    ...(change.maxUseCount !== undefined && { maxUseCount: change.maxUseCount }),
    denyDownload: change.denyDownload,
    // A public room's links are open to everybody by definition, those of a data room to nobody without an account.
    internal: isSignInForced || (change.internal && room.room.roomType !== roomType.PublicRoom),
  };
}

export interface NewLink {
  entryId: number;
  type: number;
  access: number;
  options: Partial<LinkOptions>;
  /** Its id; a new one by default. */
  linkId?: string | undefined;
}

/** Stores a new link. */
export function addLink(portal: Portal, actor: Account, { entryId, type, access, options, linkId }: NewLink): Share {
  const row: Share = {
    entryId,
    subjectType: type,
    subjectId: linkId ?? randomUUID(),
    access,
    grantedBy: actor.id,
    grantedOn: portal.timestamp(),
    link: { ...defaultOptions(type), token: randomBytes(24).toString('base64url'), currentUseCount: 0, ...options },
  };
  putShare(portal.state, row);
  return row;
}

/** Changes a link. The id, the address and the uses stay; what the change does not name falls back to its default. */
export function changeLink(
  portal: Portal,
  known: Share,
  { access, options }: { access: number; options: Partial<LinkOptions> },
): Share {
  const { token = '', currentUseCount = 0 } = known.link ?? {};
  const row = { ...known, access, link: { ...defaultOptions(known.subjectType), token, currentUseCount, ...options } };
  putShare(portal.state, row);
  return row;
}

function defaultOptions(type: number): Pick<LinkOptions, 'title' | 'denyDownload' | 'internal'> {
  const title = type === subjectType.invitationLink ? titles.invitation : titles.external;
  return { title, denyDownload: false, internal: false };
}

// A public or form-filling room cannot lose its primary link: a fresh one with another address takes its place.
function deleteLink(portal: Portal, actor: Account, { room, known }: { room: Room; known: Share }): Share | undefined {
  removeShare(portal.state, room.id, known.subjectId);
  const isKept =
    known.subjectType === subjectType.primaryLink && roomRules(room.room.roomType).keepsPrimaryLink === true;
  return isKept ? addPrimaryLink(portal, actor, room) : undefined;
}
