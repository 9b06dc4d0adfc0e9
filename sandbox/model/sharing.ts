import type { Portal } from '../portal.ts';
import { denied, notPossible, type PortalError } from '../wire/portal-error.ts';
import { addPendingAccount, findByEmail, isVisible } from './people.ts';
import type { Account } from './records.ts';
import { employeeStatus, subjectType } from './records.ts';
import { isLevelPossible, isLevelPossibleFor } from './role-table.ts';
import { descendants, type Room } from './sections.ts';
import { may } from './security.ts';
import { putShare, relate, removeShare } from './state.ts';
import { everyoneGroupId, fileShare } from './vendor-numbers.ts';

export interface Invitation {
  id?: string | undefined;
  email?: string | undefined;
  access: number;
}

interface Sharing {
  portal: Portal;
  actor: Account;
  room: Room;
  warnings: string[];
}

/**
 * Changes who has which level in a room: a patch, entry by entry. Each entry is committed at once; a failing one leaves
 * those before it in place. Returns the ids that were dealt with, and what to warn of.
 * Throws 403 for missing rights, for the Archive and for a level that the room or the account cannot have.
 */
export function setRoomAccess(
  portal: Portal,
  actor: Account,
  { room, invitations }: { room: Room; invitations: readonly Invitation[] },
): { ids: string[]; warnings: string[] } {
  const visible = invitations.filter((invitation) => maySeeTarget(portal, actor, { room, invitation }));
  if (visible.some(isEmailInvitation) && !portal.state.settings.allowInvitingGuests) throw denied();
  const leavesOnly =
    visible.length > 0 && visible.every(({ id, access }) => id === actor.id && access === fileShare.None);
  if (!leavesOnly && !may(portal.state, actor, { action: 'EditAccess', entry: room })) throw denied();
  const sharing: Sharing = { portal, actor, room, warnings: [] };
  for (const invitation of visible) setOne(sharing, invitation);
  return { ids: visible.flatMap(({ id }) => (id === undefined ? [] : [id])), warnings: sharing.warnings };
}

function isEmailInvitation({ email, access }: Invitation): boolean {
  return email !== undefined && access !== fileShare.None;
}

// Entries for people whom the caller may not see are dropped silently, except that the room's owner may remove anybody
// and change guests who are members already (DocSpace server, VirtualRoomsController.cs).
function maySeeTarget(
  portal: Portal,
  actor: Account,
  { room, invitation }: { room: Room; invitation: Invitation },
): boolean {
  const account = portal.state.accounts.get(invitation.id ?? '');
  if (!account || isVisible(portal.state, actor, account)) return true;
  const isMember = portal.state.shares.get(room.id)?.some((row) => row.subjectId === account.id) ?? false;
  return room.createdBy === actor.id && (invitation.access === fileShare.None || isMember);
}

function setOne(sharing: Sharing, { id, email, access }: Invitation): void {
  if (email !== undefined && access !== fileShare.None) inviteByEmail(sharing, email, access);
  else if (id === undefined) return;
  else if (access === fileShare.None) removeSubject(sharing, id);
  else if (isGroup(sharing, id)) addGroup(sharing, id, access);
  else addPerson(sharing, id, access);
}

function isGroup({ portal }: Sharing, id: string): boolean {
  return id === everyoneGroupId || portal.state.groups.has(id);
}

function addGroup(sharing: Sharing, id: string, access: number): void {
  if (!isLevelPossible(sharing.room.room.roomType, 'group', access)) throw notAvailable();
  putRow(sharing, { type: subjectType.group, id, access });
}

// An unknown id is stored as if it were a person's, and never listed.
function addPerson(sharing: Sharing, id: string, access: number): void {
  const account = sharing.portal.state.accounts.get(id);
  if (account?.status === employeeStatus.terminated) return;
  const type = sharing.room.room.roomType;
  const isPossible = account ? isLevelPossibleFor(type, account.type, access) : isLevelPossible(type, 'user', access);
  if (!isPossible) throw notAvailable();
  if (id !== sharing.room.createdBy) putRow(sharing, { type: subjectType.user, id, access });
}

// Whoever owns the e-mail, the level is checked as a guest's; an unknown e-mail always becomes a guest.
function inviteByEmail(sharing: Sharing, email: string, access: number): void {
  const { portal, actor, room } = sharing;
  if (!isLevelPossibleFor(room.room.roomType, 'guest', access)) throw notAvailable();
  const known = findByEmail(portal.state, email);
  if (known?.status === employeeStatus.terminated) return;
  if (!known && !hasGuestSeat(portal)) {
    sharing.warnings.push(`${email}: the number of guests exceeds the quota`);
    return;
  }
  const account = known ?? addPendingAccount(portal, { email, type: 'guest', inviter: actor });
  if (account.type === 'guest') relate(portal.state, { inviterId: actor.id, guestId: account.id });
  if (account.id !== room.createdBy) putRow(sharing, { type: subjectType.user, id: account.id, access });
}

function hasGuestSeat({ state }: Portal): boolean {
  const { guestLimit } = state.settings;
  if (guestLimit === undefined) return true;
  return [...state.accounts.values()].filter((account) => account.type === 'guest').length < guestLimit;
}

function putRow(
  { portal, actor, room }: Sharing,
  { type, id, access }: { type: number; id: string; access: number },
): void {
  const known = portal.state.shares.get(room.id)?.find((row) => row.subjectId === id);
  if (known?.access === access) return;
  putShare(portal.state, {
    entryId: room.id,
    subjectType: type,
    subjectId: id,
    access,
    grantedBy: actor.id,
    grantedOn: portal.timestamp(),
  });
}

function removeSubject({ portal, room }: Sharing, id: string): void {
  const { state } = portal;
  for (const entry of [room, ...descendants(state, room.id)]) {
    const row = state.shares.get(entry.id)?.find((share) => share.subjectId === id);
    if (row && row.link === undefined) removeShare(state, entry.id, id);
  }
}

function notAvailable(): PortalError {
  return notPossible('The role is not available for this user type or room type');
}
