import * as z from 'zod';
import { publishUser } from '../model/events.ts';
import { employeeTypeOf, findPeople } from '../model/find-people.ts';
import { takeInvitations } from '../model/invitation-limit.ts';
import {
  addAccount,
  addPendingAccount,
  changeAccount,
  findByEmail,
  hasPaidSeat,
  requireMayAdd,
  takesPaidSeat,
} from '../model/people.ts';
import type { Account, AccountType } from '../model/records.ts';
import { activationStatus, employeeStatus } from '../model/records.ts';
import { mayOwnRooms } from '../model/security.ts';
import { putGroup, relate } from '../model/state.ts';
import { employeeType } from '../model/vendor-numbers.ts';
import { choice, guid, list, record, text } from '../wire/body.ts';
import { writeEmployee, writeEmployeeFull } from '../wire/employee-dto.ts';
import { badArgument, denied, PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { post } from './route.ts';

const email = z.email('The Email field is not a valid e-mail address.').max(255);
const type = choice(employeeType).default(employeeType.User).transform(accountTypeOf);

const NewMember = record({
  firstName: text(255),
  lastName: text(255),
  email,
  type,
  password: text(),
  passwordHash: text(),
  cultureName: text(),
  department: list(guid()),
});
type NewMember = z.infer<typeof NewMember>;

const Invitations = record({ invitations: list(record({ email, type })), culture: text() });

/** The account type of an EmployeeType; All (0) is in no system group but User's here. */
export function accountTypeOf(value: number): AccountType {
  const types: Record<number, AccountType> = {
    [employeeType.RoomAdmin]: 'room-admin',
    [employeeType.Guest]: 'guest',
    [employeeType.DocSpaceAdmin]: 'docspace-admin',
  };
  return types[value] ?? 'user';
}

function addMember(request: ApiRequest): unknown {
  const member = request.body(NewMember);
  // Guests come through room invitations; without an invitation link this operation makes members only.
  if (member.type === 'guest') throw denied();
  requireMayAdd(request.caller, member.type);
  return createAccount(request, member, activationStatus.notActivated);
}

function addActiveMember(request: ApiRequest): unknown {
  const member = request.body(NewMember);
  if (member.type === 'guest' && !request.portal.state.settings.allowInvitingGuests) throw denied();
  requireMayAdd(request.caller, member.type);
  return createAccount(request, member, activationStatus.pending);
}

const namePattern = /^[\p{L}\p{M}\p{N}' .,-]*$/u;

/** Throws 400 for a first or last name with characters that the portal does not allow in names. */
export function requireName(name: string | undefined): void {
  if (name !== undefined && !namePattern.test(name)) throw badArgument('Incorrect firstname or lastname');
}

function createAccount(request: ApiRequest, member: NewMember, activation: number): unknown {
  const { portal, caller } = request;
  requireName(member.firstName);
  requireName(member.lastName);
  // Over the paid seats the new admin silently becomes a User.
  const isOverPaid = takesPaidSeat(member.type) && !hasPaidSeat(portal.state);
  const account = addAccount(portal, {
    email: member.email,
    type: isOverPaid ? 'user' : member.type,
    firstName: member.firstName,
    lastName: member.lastName,
    password: member.password ?? member.passwordHash,
    cultureName: member.cultureName,
    status: employeeStatus.active,
    activationStatus: activation,
    createdBy: caller,
  });
  joinGroups(request, account, member.department);
  publishUser(portal, { trigger: 'user.created', actor: caller }, account);
  return writeEmployeeFull(request, account);
}

function joinGroups(request: ApiRequest, account: Account, groupIds: readonly string[]): void {
  const { state } = request.portal;
  for (const group of groupIds.map((id) => state.groups.get(id)).filter((found) => found !== undefined)) {
    putGroup(state, { ...group, memberIds: [...group.memberIds, account.id] });
  }
}

function invitePeople(request: ApiRequest): unknown {
  const { invitations } = request.body(Invitations);
  const { portal, caller } = request;
  takeInvitations(portal, invitations.length);
  if (!portal.state.settings.allowInvitingMembers || !mayOwnRooms(caller)) throw denied();
  // One after the other: what came before a bad entry stays.
  for (const invitation of invitations) inviteOne(request, invitation);
  const pending = { types: [], area: 0, activationStatus: activationStatus.pending };
  return findPeople(portal.state, caller, pending).map((account) => writeEmployee(request, account.id));
}

function inviteOne(request: ApiRequest, invitation: { email: string; type: AccountType }): void {
  const { portal, caller } = request;
  if (invitation.type === 'guest') throw denied();
  requireMayAdd(caller, invitation.type);
  if (takesPaidSeat(invitation.type) && !hasPaidSeat(portal.state)) {
    throw new PortalError('quota', 'The number of paid users exceeds the tariff');
  }
  const known = findByEmail(portal.state, invitation.email);
  if (known) {
    promote(request, known, invitation.type);
    return;
  }
  const account = addPendingAccount(portal, { ...invitation, inviter: caller });
  publishUser(portal, { trigger: 'user.invited', actor: caller }, account);
}

const rank: Record<AccountType, number> = { guest: 0, user: 1, 'room-admin': 2, 'docspace-admin': 3, owner: 4 };

function promote(request: ApiRequest, account: Account, target: AccountType): void {
  const { portal, caller } = request;
  if (account.status === employeeStatus.terminated) throw badArgument('The user is disabled');
  const promoted = rank[target] > rank[account.type] ? changeAccount(portal, account, { type: target }) : account;
  if (employeeTypeOf(promoted) === employeeType.Guest) {
    relate(portal.state, { inviterId: caller.id, guestId: promoted.id });
  }
}

/** What creates accounts. */
export const routes: readonly ApiRoute[] = [
  { ...post('people', 'addMember', addMember), scope: 'skip' },
  post('people/active', 'addMemberAsActivated', addActiveMember),
  post('people/invite', 'inviteUsers', invitePeople),
];
