import type { Portal } from '../portal.ts';
import { notFound, notPossible } from '../wire/portal-error.ts';
import { publishUser } from './events.ts';
import { judgeLink } from './judge-link.ts';
import { linksOf } from './links.ts';
import { addAccount, changeAccount, findByEmail, hasGuestSeat } from './people.ts';
import type { Account, Share } from './records.ts';
import { activationStatus, employeeStatus, subjectType } from './records.ts';
import { isLevelPossibleFor } from './role-table.ts';
import type { Room } from './sections.ts';
import { portalOwnerId } from './sections.ts';
import { putShare, relate } from './state.ts';

/** Who opens an invitation link, and which one; without an id the room's only one. */
export interface Visitor {
  linkId?: string | undefined;
  email: string;
  firstName: string;
  lastName: string;
}

/**
 * What happens when a person opens an invitation link and signs in or up: an unknown e-mail becomes a guest and
 * `user.created` is published before they are a member; an account gets the link's level. Who has a level of their own
 * keeps it. Throws 404 without such a link, 403 for a link that is over, for a person whom somebody else took out of the
 * room, for a disabled account, and where the portal takes no more guests. Works in the Archive too.
 */
export function joinRoom(portal: Portal, room: Room, visitor: Visitor): Account {
  const row = requireLink(portal, room, visitor.linkId);
  const known = findByEmail(portal.state, visitor.email);
  if (known) requireWelcome(portal, room, known);
  if (known?.status === employeeStatus.active && hasOwnLevel(portal, room, known)) return known;
  requireOpen(portal, room, { row, known });
  const inviter = inviterOf(portal, row);
  const account = known?.status === employeeStatus.active ? known : signUp(portal, { known, visitor, inviter });
  if (account.type === 'guest') relate(portal.state, { inviterId: inviter.id, guestId: account.id });
  if (!hasOwnLevel(portal, room, account)) admit(portal, row, account);
  return account;
}

function requireLink(portal: Portal, room: Room, linkId: string | undefined): Share {
  const invitations = linksOf(portal.state, room.id).filter((row) => row.subjectType === subjectType.invitationLink);
  const row = invitations.find((candidate) => linkId === undefined || candidate.subjectId === linkId);
  if (!row) throw notFound('There is no such invitation link');
  return row;
}

function requireWelcome(portal: Portal, room: Room, account: Account): void {
  if (account.status === employeeStatus.terminated) throw notPossible('The account is disabled');
  if (portal.state.exclusions.get(room.id)?.has(account.id)) throw notPossible('The user was excluded from the room');
}

function requireOpen(portal: Portal, room: Room, { row, known }: { row: Share; known: Account | undefined }): void {
  if (judgeLink(portal, row) !== 'open') throw notPossible('The invitation link is not valid any more');
  const type = known?.type ?? 'guest';
  if (!isLevelPossibleFor(room.room.roomType, type, row.access)) throw notPossible('The role is not available');
}

function hasOwnLevel(portal: Portal, room: Room, account: Account): boolean {
  const rows = portal.state.shares.get(room.id) ?? [];
  return room.createdBy === account.id || rows.some((row) => row.subjectId === account.id);
}

function inviterOf({ state }: Portal, row: Share): Account {
  const inviter = state.accounts.get(row.grantedBy) ?? state.accounts.get(portalOwnerId(state));
  if (!inviter) throw notFound('Nobody stands behind the invitation link');
  return inviter;
}

interface SignUp {
  known: Account | undefined;
  visitor: Visitor;
  inviter: Account;
}

function signUp(portal: Portal, { known, visitor, inviter }: SignUp): Account {
  const { email, firstName, lastName } = visitor;
  const done = { status: employeeStatus.active, activationStatus: activationStatus.activated };
  if (!known) requireGuestSeat(portal);
  const account = known
    ? changeAccount(portal, known, { ...done, firstName, lastName })
    : addAccount(portal, { ...done, email, firstName, lastName, type: 'guest', createdBy: inviter });
  publishUser(portal, { trigger: 'user.created', actor: inviter }, account);
  return account;
}

function requireGuestSeat(portal: Portal): void {
  if (!portal.state.settings.allowInvitingGuests) throw notPossible('Guests cannot be invited');
  if (!hasGuestSeat(portal.state)) throw notPossible('The number of guests exceeds the quota');
}

function admit(portal: Portal, row: Share, account: Account): void {
  putShare(portal.state, {
    entryId: row.entryId,
    subjectType: subjectType.user,
    subjectId: account.id,
    access: row.access,
    grantedBy: row.grantedBy,
    grantedOn: portal.timestamp(),
  });
  if (row.link)
    putShare(portal.state, { ...row, link: { ...row.link, currentUseCount: row.link.currentUseCount + 1 } });
}
