import * as z from 'zod';
import { publishUser } from '../model/events.ts';
import { changeAccount, findAccount, hasPaidSeat, requireMayAdd, takesPaidSeat } from '../model/people.ts';
import type { Account } from '../model/records.ts';
import { employeeStatus } from '../model/records.ts';
import { isPortalAdmin } from '../model/security.ts';
import { removeAccount } from '../model/state.ts';
import { employeeStatusNames, employeeType } from '../model/vendor-numbers.ts';
import { flag, guid, list, record, text } from '../wire/body.ts';
import { writeEmployeeFull } from '../wire/employee-dto.ts';
import { denied, notFound, PortalError } from '../wire/portal-error.ts';
import { readChoice } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { accountTypeOf, requireName } from './people-creation.ts';
import { personParameter } from './person-parameter.ts';
import { put, remove } from './route.ts';

const Ids = record({ userIds: list(guid()), resendAll: flag() });
const Profile = record({
  firstName: text(255),
  lastName: text(255),
  title: text(255),
  location: text(255),
  comment: text(),
  cultureName: text(),
  disable: z.boolean().nullish(),
});

function updateStatus(request: ApiRequest): unknown {
  const status = readEnumParameter(request, 'status', employeeStatusNames);
  const { userIds } = request.body(Ids);
  const accounts = userIds.map((id) => requireManageable(request, id));
  // The action streams its results, so the envelope's count is not set.
  request.setCount(1);
  return accounts.map((account) => writeEmployeeFull(request, setStatus(request, account, status)));
}

function setStatus(request: ApiRequest, account: Account, status: number): Account {
  if (account.status === status) return account;
  const terminatedDate = status === employeeStatus.terminated ? request.portal.timestamp() : undefined;
  return publishChange(request, changeAccount(request.portal, account, { status, terminatedDate }));
}

function updateType(request: ApiRequest): unknown {
  const type = accountTypeOf(readEnumParameter(request, 'type', employeeType));
  const { userIds } = request.body(Ids);
  requireMayAdd(request.caller, type);
  const accounts = userIds.map((id) => requireManageable(request, id));
  request.setCount(1);
  return accounts.map((account) => {
    if (account.type === type) return writeEmployeeFull(request, account);
    if (takesPaidSeat(type) && !takesPaidSeat(account.type) && !hasPaidSeat(request.portal.state)) {
      throw new PortalError('quota', 'The number of paid users exceeds the tariff');
    }
    return writeEmployeeFull(request, publishChange(request, changeAccount(request.portal, account, { type })));
  });
}

/** An account that the caller may manage: DocSpace admins manage others, the owner DocSpace admins, nobody the owner. Else 404 or 403. */
export function requireManageable(request: ApiRequest, id: string): Account {
  const account = request.portal.state.accounts.get(id);
  if (!account) throw notFound('The user could not be found');
  const isAllowed = account.type === 'docspace-admin' ? request.caller.type === 'owner' : isPortalAdmin(request.caller);
  if (!isAllowed || account.type === 'owner') throw denied();
  return account;
}

function updateProfile(request: ApiRequest): unknown {
  const profile = request.body(Profile);
  const found = findAccount(request.portal.state, personParameter(request));
  if (!found) throw notFound('The user could not be found');
  const account = found.id === request.caller.id ? found : requireManageable(request, found.id);
  requireName(profile.firstName);
  requireName(profile.lastName);
  const changed = changeAccount(request.portal, account, {
    firstName: profile.firstName ?? account.firstName,
    lastName: profile.lastName ?? account.lastName,
    ...(profile.title !== undefined && { title: profile.title }),
    ...(profile.location !== undefined && { location: profile.location }),
    ...(profile.comment !== undefined && { notes: profile.comment }),
    ...(profile.cultureName !== undefined && { cultureName: profile.cultureName }),
  });
  return writeEmployeeFull(request, publishChange(request, changed));
}

/** Tells that an account was changed, and gives it back. */
export function publishChange(request: ApiRequest, account: Account): Account {
  publishUser(request.portal, { trigger: 'user.updated', actor: request.caller }, account);
  return account;
}

function deleteOne(request: ApiRequest): unknown {
  const account = findAccount(request.portal.state, personParameter(request));
  return deleteAccount(request, account?.id ?? '');
}

function deleteMany(request: ApiRequest): unknown {
  const { userIds } = request.body(Ids);
  request.setCount(1);
  return userIds.map((id) => deleteAccount(request, id));
}

/** Answers what the account was. */
function deleteAccount(request: ApiRequest, id: string): unknown {
  const account = requireManageable(request, id);
  if (account.status !== employeeStatus.terminated) throw denied();
  const written = writeEmployeeFull(request, account);
  removeAccount(request.portal.state, account.id);
  publishUser(request.portal, { trigger: 'user.deleted', actor: request.caller }, account);
  return written;
}

function readEnumParameter(request: ApiRequest, name: string, values: Record<string, number>): number {
  return readChoice(new URLSearchParams({ [name]: request.params[name] ?? '' }), name, values) ?? 0;
}

/** What changes or deletes accounts. */
export const routes: readonly ApiRoute[] = [
  put('people/status/:status', 'updateUserStatus', updateStatus),
  put('people/type/:type', 'updateUserType', updateType),
  put('people/delete', 'removeUsers', deleteMany),
  put('people/:userid', 'updateMember', updateProfile),
  remove('people/:userid', 'deleteMember', deleteOne),
];
