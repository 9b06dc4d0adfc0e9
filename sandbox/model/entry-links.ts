import type { Portal } from '../portal.ts';
import { denied, notPossible } from '../wire/portal-error.ts';
import { addLink, changeLink, linksOf } from './links.ts';
import type { Account, LinkOptions, Share } from './records.ts';
import { subjectType } from './records.ts';
import { roomRules } from './role-table.ts';
import { rulesTypeOf } from './rooms.ts';
import { type Entry, isRoom, roomOf } from './sections.ts';
import { may } from './security.ts';
import { removeShare } from './state.ts';
import { fileShare } from './vendor-numbers.ts';

const { Editing, FillForms, Review, Comment, Read } = fileShare;
const levels: readonly number[] = [Editing, FillForms, Review, Comment, Read];
const maxAdditionalLinks = 5;

export interface EntryLinkChange {
  linkId?: string | undefined;
  access: number;
  isPrimary: boolean;
  options: Partial<LinkOptions>;
}

/** The external links of a file or folder that somebody may read; none without the right, never a refusal. */
export function readableLinks(portal: Portal, account: Account, entry: Entry): Share[] {
  return may(portal.state, account, { action: 'ReadLinks', entry }) ? linksOf(portal.state, entry.id) : [];
}

/** The primary link of a file or folder; made when missing, so even reading it may write. Throws 403. */
export function ensureEntryLink(
  portal: Portal,
  actor: Account,
  { entry, options }: { entry: Entry; options: Partial<LinkOptions> },
): Share {
  const known = linksOf(portal.state, entry.id).find((row) => row.subjectType === subjectType.primaryLink);
  if (!known) return setNewLink(portal, actor, { entry, change: { access: Read, isPrimary: true, options } });
  if (!may(portal.state, actor, { action: 'ReadLinks', entry })) throw denied();
  return known;
}

/**
 * Creates, changes (with the id of a known link) or deletes (access None) an external link of a file or folder. An id
 * that no link has becomes the new link's. Returns the row as it is afterwards; `undefined` when nothing is left.
 * Throws 403 for missing rights, for rooms that have no links, a level that a link cannot have and one link too many.
 */
export function setEntryLink(
  portal: Portal,
  actor: Account,
  { entry, change }: { entry: Entry; change: EntryLinkChange },
): Share | undefined {
  const known = linksOf(portal.state, entry.id).find((row) => row.subjectId === change.linkId);
  if (!known && change.access !== fileShare.None) return setNewLink(portal, actor, { entry, change });
  requireRight(portal, actor, entry);
  if (!known) return undefined;
  if (change.access === fileShare.None) {
    removeShare(portal.state, entry.id, known.subjectId);
    return undefined;
  }
  requireLevel(change.access);
  return changeLink(portal, known, change);
}

function setNewLink(
  portal: Portal,
  actor: Account,
  { entry, change }: { entry: Entry; change: EntryLinkChange },
): Share {
  requireRight(portal, actor, entry);
  requireLevel(change.access);
  const type = change.isPrimary ? subjectType.primaryLink : subjectType.externalLink;
  const existing = linksOf(portal.state, entry.id).filter((row) => row.subjectType === type);
  if (existing.length >= (change.isPrimary ? 1 : maxAdditionalLinks))
    throw notPossible('The maximum number of links is reached');
  return addLink(portal, actor, { ...change, entryId: entry.id, type });
}

function requireRight(portal: Portal, actor: Account, entry: Entry): void {
  if (!may(portal.state, actor, { action: 'EditAccess', entry })) throw denied();
  const room = roomOf(portal.state, entry);
  if (room && isRoom(room) && roomRules(rulesTypeOf(portal.state, room)).primaryLink === undefined)
    throw notPossible('The role is not available for this room');
}

function requireLevel(access: number): void {
  if (!levels.includes(access)) throw notPossible('The role is not available for this user type');
}
