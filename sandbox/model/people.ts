import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { denied, PortalError } from '../wire/portal-error.ts';
import type { Account, AccountType } from './records.ts';
import { activationStatus, employeeStatus } from './records.ts';
import { isPortalAdmin, mayOwnRooms } from './security.ts';
import { putAccount, relate, type State } from './state.ts';

/** An account by its e-mail, in any case. */
export function findByEmail(state: State, email: string): Account | undefined {
  return state.accounts.get(state.indexes.accountByEmail.get(email.trim().toLowerCase()) ?? '');
}

/** An account by guid or user name. */
export function findAccount(state: State, idOrName: string): Account | undefined {
  const wanted = idOrName.toLowerCase();
  return state.accounts.get(wanted) ?? state.accounts.get(state.indexes.accountByUserName.get(wanted) ?? '');
}

/** Whether one account may see another (DocSpace server, UserExtensions.cs). */
export function isVisible(state: State, viewer: Account, account: Account): boolean {
  if (viewer.id === account.id || isPortalAdmin(viewer)) return true;
  if (viewer.type !== 'room-admin') return false;
  return account.type !== 'guest' || isRelated(state, viewer.id, account.id);
}

/** Whether a guest belongs to an inviter. */
export function isRelated(state: State, inviterId: string, guestId: string): boolean {
  return state.guestsOf.get(inviterId)?.has(guestId) ?? false;
}

/** Whether an account may list people at all. */
export function mayListPeople(account: Account): boolean {
  return mayOwnRooms(account);
}

/** Whether an account may read groups: denied to User, not granted to Guest. */
export function mayReadGroups(account: Account): boolean {
  return mayOwnRooms(account);
}

/** Throws 403 unless the caller may make, or turn somebody into, an account of this type. */
export function requireMayAdd(caller: Account, type: AccountType): void {
  const isAllowed =
    type === 'docspace-admin'
      ? caller.type === 'owner'
      : type === 'room-admin'
        ? isPortalAdmin(caller)
        : type !== 'owner' && mayOwnRooms(caller);
  if (!isAllowed) throw denied();
}

/** Whether one more room or DocSpace admin fits into the tariff. */
export function hasPaidSeat(state: State): boolean {
  const { paidSeats } = state.settings;
  if (paidSeats === undefined) return true;
  const taken = [...state.accounts.values()].filter(
    (account) => mayOwnRooms(account) && account.status !== employeeStatus.terminated,
  );
  return taken.length < paidSeats;
}

/** Whether one more guest fits into the portal's quota. */
export function hasGuestSeat(state: State): boolean {
  const { guestLimit } = state.settings;
  if (guestLimit === undefined) return true;
  return [...state.accounts.values()].filter((account) => account.type === 'guest').length < guestLimit;
}

/** Whether accounts of this type take a paid seat. */
export function takesPaidSeat(type: AccountType): boolean {
  return type === 'room-admin' || type === 'docspace-admin';
}

export interface NewAccount {
  email: string;
  type: AccountType;
  firstName?: string | undefined;
  lastName?: string | undefined;
  password?: string | undefined;
  cultureName?: string | undefined;
  status: number;
  activationStatus: number;
  createdBy: Account;
}

/** Stores a new account; a guest becomes related to its creator. Throws 400 for an e-mail in use. */
export function addAccount(portal: Portal, fields: NewAccount): Account {
  const { state } = portal;
  const email = fields.email.trim();
  if (findByEmail(state, email)) throw new PortalError('argument', `The email ${email} is already in use`);
  const now = portal.timestamp();
  const account: Account = {
    id: randomUUID(),
    firstName: fields.firstName?.trim() ?? '',
    lastName: fields.lastName?.trim() ?? '',
    userName: freeUserName(state, email),
    email,
    type: fields.type,
    status: fields.status,
    activationStatus: fields.activationStatus,
    registrationDate: now,
    lastModified: now,
    createdBy: fields.createdBy.id,
    password: fields.password,
    cultureName: fields.cultureName,
  };
  putAccount(state, account);
  if (account.type === 'guest') {
    relate(state, { inviterId: fields.createdBy.id, guestId: account.id });
  }
  return account;
}

/** Stores an account that was invited and has still to accept. */
export function addPendingAccount(
  portal: Portal,
  { email, type, inviter }: { email: string; type: AccountType; inviter: Account },
): Account {
  return addAccount(portal, {
    email,
    type,
    status: employeeStatus.pending,
    activationStatus: activationStatus.pending,
    createdBy: inviter,
  });
}

function freeUserName(state: State, email: string): string {
  const base = email.split('@')[0]?.toLowerCase() ?? 'user';
  let name = base;
  for (let suffix = 1; state.indexes.accountByUserName.has(name); suffix++) name = `${base}${suffix}`;
  return name;
}

/** Changes fields of an account and its date of change. */
export function changeAccount(portal: Portal, account: Account, changes: Partial<Account>): Account {
  const changed = { ...account, ...changes, lastModified: portal.timestamp() };
  putAccount(portal.state, changed);
  return changed;
}

/** The name to show: first and last name, else the e-mail. */
export function displayName(account: Account): string {
  return `${account.firstName} ${account.lastName}`.trim() || account.email;
}
