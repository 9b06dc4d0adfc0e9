import type { Portal } from '../portal.ts';
import { denied, lacks, notPossible, type PortalError } from '../wire/portal-error.ts';
import { addPendingAccount, findByEmail, hasGuestSeat, isVisible } from './people.ts';
import type { Account } from './records.ts';
import { employeeStatus, subjectType } from './records.ts';
import { isLevelPossible, isLevelPossibleFor } from './role-table.ts';
import { rulesTypeOf } from './rooms.ts';
import { descendants, type Room } from './sections.ts';
import { may } from './security.ts';
import { putShare, relate, removeShare, type State } from './state.ts';
import { everyoneGroupId, fileShare, roomType } from './vendor-numbers.ts';

export interface Invitation {
  id?: string | undefined;
  email?: string | undefined;
  access: number;
}

/** RoomSecurityError of the vendor. */
const formRoleBlockingDeletion = 1;

interface Sharing {
  portal: Portal;
  actor: Account;
  room: Room;
  warnings: string[];
}

/**
 * Changes who has which level in a room: a patch, entry by entry. Each entry is committed at once; a failing one leaves
 * those before it in place. Returns the ids that were dealt with, what to warn of, and the vendor's error number: 1, and
 * nothing done, when somebody would go whom a form of a data room waits for and `force` is not set.
 * Throws 403 for missing rights, for the Archive and for a level that the room or the account cannot have.
 */
export function setRoomAccess(
  portal: Portal,
  actor: Account,
  { room, invitations, force = false }: { room: Room; invitations: readonly Invitation[]; force?: boolean },
): { ids: string[]; warnings: string[]; error: number } {
  const visible = invitations.filter((invitation) => maySeeTarget(portal, actor, { room, invitation }));
  if (visible.some(isEmailInvitation) && !portal.state.settings.allowInvitingGuests) throw denied();
  const leavesOnly =
    visible.length > 0 && visible.every(({ id, access }) => id === actor.id && access === fileShare.None);
  if (!leavesOnly) requireEditAccess(portal, actor, room);
  if (!force && visible.some((invitation) => endsFormRole(room, invitation)))
    return { ids: [], warnings: [], error: formRoleBlockingDeletion };
  const sharing: Sharing = { portal, actor, room, warnings: [] };
  for (const invitation of visible) setOne(sharing, invitation);
  return { ids: visible.flatMap(({ id }) => (id === undefined ? [] : [id])), warnings: sharing.warnings, error: 0 };
}

function endsFormRole({ room }: Room, { id, access }: Invitation): boolean {
  if (room.roomType !== roomType.VirtualDataRoom || access !== fileShare.None) return false;
  return room.formRoleIds?.includes(id ?? '') ?? false;
}

function isEmailInvitation({ email, access }: Invitation): boolean {
  return email !== undefined && access !== fileShare.None;
}

function requireEditAccess({ state }: Portal, actor: Account, room: Room): void {
  if (may(state, actor, { action: 'EditAccess', entry: room })) return;
  throw may(state, actor, { action: 'Read', entry: room }) ? denied() : lacks('view');
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

function rulesOf({ portal, room }: Sharing): number {
  return rulesTypeOf(portal.state, room);
}

function isGroup({ portal }: Sharing, id: string): boolean {
  return id === everyoneGroupId || portal.state.groups.has(id);
}

function addGroup(sharing: Sharing, id: string, access: number): void {
  if (!isLevelPossible(rulesOf(sharing), 'group', access)) throw notAvailable();
  putRow(sharing, { type: subjectType.group, id, access });
}

// An unknown id is stored as if it were a person's, and never listed.
function addPerson(sharing: Sharing, id: string, access: number): void {
  const account = sharing.portal.state.accounts.get(id);
  if (account?.status === employeeStatus.terminated) return;
  const type = rulesOf(sharing);
  const isPossible = account ? isLevelPossibleFor(type, account.type, access) : isLevelPossible(type, 'user', access);
  if (!isPossible) throw notAvailable();
  if (id !== sharing.room.createdBy) putRow(sharing, { type: subjectType.user, id, access });
}

// Whoever owns the e-mail, the level is checked as a guest's; an unknown e-mail always becomes a guest.
function inviteByEmail(sharing: Sharing, email: string, access: number): void {
  const { portal, actor, room } = sharing;
  if (!isLevelPossibleFor(rulesOf(sharing), 'guest', access)) throw notAvailable();
  const known = findByEmail(portal.state, email);
  if (known?.status === employeeStatus.terminated) return;
  if (!known && !hasGuestSeat(portal.state)) {
    sharing.warnings.push(`${email}: the number of guests exceeds the quota`);
    return;
  }
  const account = known ?? addPendingAccount(portal, { email, type: 'guest', inviter: actor });
  if (account.type === 'guest') relate(portal.state, { inviterId: actor.id, guestId: account.id });
  if (account.id !== room.createdBy) putRow(sharing, { type: subjectType.user, id: account.id, access });
}

function putRow(
  { portal, actor, room }: Sharing,
  { type, id, access }: { type: number; id: string; access: number },
): void {
  const known = portal.state.shares.get(room.id)?.find((row) => row.subjectId === id);
  portal.state.exclusions.get(room.id)?.delete(id);
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

function removeSubject({ portal, actor, room }: Sharing, id: string): void {
  const { state } = portal;
  if (id !== actor.id && isPersonIn(state, room, id)) exclude(state, room, id);
  for (const entry of [room, ...descendants(state, room.id)]) {
    const row = state.shares.get(entry.id)?.find((share) => share.subjectId === id);
    if (row && row.link === undefined) removeShare(state, entry.id, id);
  }
}

function isPersonIn(state: State, room: Room, id: string): boolean {
  const rows = state.shares.get(room.id) ?? [];
  return rows.some((row) => row.subjectId === id && row.subjectType === subjectType.user);
}

// The invitation link does not let somebody in again whom another person took out.
function exclude(state: State, room: Room, id: string): void {
  const excluded = state.exclusions.get(room.id) ?? new Set();
  state.exclusions.set(room.id, excluded.add(id));
}

function notAvailable(): PortalError {
  return notPossible('The role is not available for this user type or room type');
}
