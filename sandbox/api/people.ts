import { findPeople, sortPeople } from '../model/find-people.ts';
import { findAccount, findByEmail, isVisible, mayListPeople } from '../model/people.ts';
import type { Account } from '../model/records.ts';
import { employeeStatus } from '../model/records.ts';
import { employeeStatusNames, employeeType } from '../model/vendor-numbers.ts';
import { writeEmployee, writeEmployeeFull } from '../wire/employee-dto.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { isDescending, readChoice, readChoices, readFlag, readInteger, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { routes as changes } from './people-changes.ts';
import { personParameter } from './person-parameter.ts';
import { routes as creation } from './people-creation.ts';
import { get } from './route.ts';

function readPerson(request: ApiRequest): unknown {
  return showPerson(request, findAccount(request.portal.state, personParameter(request)));
}

function readByEmail(request: ApiRequest): unknown {
  return showPerson(request, findByEmail(request.portal.state, readText(request.query, 'email') ?? ''));
}

function showPerson(request: ApiRequest, account: Account | undefined): unknown {
  if (!account) throw notFound('The user could not be found');
  if (!isVisible(request.portal.state, request.caller, account)) throw denied();
  return writeEmployeeFull(request, account);
}

function personExists(request: ApiRequest): unknown {
  return request.portal.state.accounts.has((readText(request.query, 'userId') ?? '').toLowerCase());
}

function listByStatus(request: ApiRequest, status: number): unknown {
  requireLister(request);
  const people = findPeople(request.portal.state, request.caller, { status, types: [], area: 0 });
  return sortPeople(people, undefined, false).map((account) => writeEmployeeFull(request, account));
}

function listStatus(request: ApiRequest): unknown {
  const status = readChoice(
    new URLSearchParams({ status: request.params['status'] ?? '' }),
    'status',
    employeeStatusNames,
  );
  return listByStatus(request, status ?? employeeStatusNames.All);
}

function filterPeople(request: ApiRequest): Account[] {
  requireLister(request);
  const { query, portal, caller } = request;
  const { count, startIndex } = readPaging(query);
  const payments = readInteger(query, 'payments');
  const inviterId = readFlag(query, 'invitedByMe') === true ? caller.id : readText(query, 'inviterId');
  const found = findPeople(portal.state, caller, {
    status: readChoice(query, 'employeeStatus', employeeStatusNames),
    activationStatus: readChoice(query, 'activationStatus', { NotActivated: 0, Activated: 1, Pending: 2 }),
    types: [...readChoices(query, 'employeeType', employeeType), ...readChoices(query, 'employeeTypes', employeeType)],
    groupId: readText(query, 'groupId')?.toLowerCase(),
    excludesGroup: readFlag(query, 'excludeGroup'),
    withoutGroup: readFlag(query, 'withoutGroup'),
    isAdministrator: readFlag(query, 'isAdministrator'),
    isPaid: payments === undefined ? undefined : payments === 0,
    area: readChoice(query, 'area', { All: 0, People: 1, Guests: 2 }) ?? 0,
    inviterId,
    text: readText(query, 'filterValue'),
  });
  const page = sortPeople(found, readText(query, 'sortBy'), isDescending(query)).slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(found.length);
  return page;
}

function requireLister(request: ApiRequest): void {
  if (!mayListPeople(request.caller)) throw denied();
}

/** What creates no account and changes none. Own [Authorize] attributes keep three of these off the scope check. */
export const routes: readonly ApiRoute[] = [
  get('people', 'getAllProfiles', (request) => listByStatus(request, employeeStatus.active)),
  get('people/@self', 'getSelfProfile', (request) => writeEmployeeFull(request, request.caller)),
  get('people/email', 'getProfileByEmail', readByEmail),
  { ...get('people/exists', 'userExists', personExists), scope: 'skip' },
  get('people/filter', 'searchUsersByExtendedFilter', (request) =>
    filterPeople(request).map((account) => writeEmployeeFull(request, account)),
  ),
  get('people/simple/filter', 'getSimpleByFilter', (request) =>
    filterPeople(request).map((account) => writeEmployee(request, account.id)),
  ),
  get('people/status/:status', 'getByStatus', listStatus),
  ...creation,
  ...changes,
  { ...get('people/:userid', 'getProfileByUserId', readPerson), scope: 'skip' },
];
