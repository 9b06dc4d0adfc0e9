import { findPeople, sortPeople } from '../model/find-people.ts';
import { findAccount, findByEmail, isVisible, mayListPeople } from '../model/people.ts';
import type { Account } from '../model/records.ts';
import { employeeStatus } from '../model/records.ts';
import { employeeStatusNames } from '../model/vendor-numbers.ts';
import { writeEmployee, writeEmployeeFull } from '../wire/employee-dto.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { isDescending, readChoice, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { routes as account } from './people-account.ts';
import { routes as changes } from './people-changes.ts';
import { readPeopleFilter } from './people-filter.ts';
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

function searchPeople(request: ApiRequest, { status, texts }: { status?: number; texts: string[] }): Account[] {
  requireLister(request);
  const people = findPeople(request.portal.state, request.caller, { ...readPeopleFilter(request), status, texts });
  return sortPeople(people, readText(request.query, 'sortBy'), isDescending(request.query));
}

function listByStatus(request: ApiRequest, status: number, texts = readPeopleFilter(request).texts): unknown {
  const { count, startIndex } = readPaging(request.query);
  const page = searchPeople(request, { status, texts: [...(texts ?? [])] }).slice(startIndex, startIndex + count);
  return page.map((account) => writeEmployeeFull(request, account));
}

function statusParameter(request: ApiRequest): number {
  const source = new URLSearchParams({ status: request.params['status'] ?? '' });
  return readChoice(source, 'status', employeeStatusNames) ?? employeeStatusNames.All;
}

function queryTexts(request: ApiRequest, value = readText(request.query, 'query')): string[] {
  return value === undefined ? [] : [value];
}

function filterPeople(request: ApiRequest): Account[] {
  requireLister(request);
  const { query, portal, caller } = request;
  const { count, startIndex } = readPaging(query);
  const found = findPeople(portal.state, caller, readPeopleFilter(request));
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
  get('people/status/:status', 'getByStatus', (request) => listByStatus(request, statusParameter(request))),
  get('people/status/:status/search', 'searchUsersByStatus', (request) =>
    listByStatus(request, statusParameter(request), queryTexts(request)),
  ),
  get('people/search', 'searchUsersByQuery', (request) =>
    searchPeople(request, { status: employeeStatus.active, texts: queryTexts(request) }).map((account) =>
      writeEmployee(request, account.id),
    ),
  ),
  get('people/@search/:query', 'getSearch', (request) =>
    listByStatus(request, employeeStatus.active, queryTexts(request, request.params['query'])),
  ),
  ...account,
  ...creation,
  ...changes,
  { ...get('people/:userid', 'getProfileByUserId', readPerson), scope: 'skip' },
];
