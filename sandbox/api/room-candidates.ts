import { compare, findPeople, sortPeople } from '../model/find-people.ts';
import type { Account, Group } from '../model/records.ts';
import { requireRoom } from '../model/rooms.ts';
import type { Room } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { writeEmployeeFull } from '../wire/employee-dto.ts';
import { writeGroup } from '../wire/group-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied } from '../wire/portal-error.ts';
import { readFlag, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { readPeopleFilter } from './people-filter.ts';
import { get } from './route.ts';

/** Somebody or a group that is, or could be, in a room. */
interface Candidate {
  isShared: boolean;
  write: () => Record<string, unknown>;
}

function requireShared(request: ApiRequest): Room {
  const { state } = request.portal;
  const room = requireRoom(state, idParameter(request.params));
  if (!may(state, request.caller, { action: 'EditAccess', entry: room })) throw denied();
  return room;
}

function sharedWith(request: ApiRequest, room: Room): Set<string> {
  const rows = request.portal.state.shares.get(room.id) ?? [];
  return new Set([room.createdBy, ...rows.map((row) => row.subjectId)]);
}

function findCandidates(request: ApiRequest, room: Room): Candidate[] {
  const shared = sharedWith(request, room);
  const people: Account[] = findPeople(request.portal.state, request.caller, readPeopleFilter(request));
  return sortPeople(people, undefined, false).map((account) => ({
    isShared: shared.has(account.id),
    write: () => writeEmployeeFull(request, account),
  }));
}

function findGroups(request: ApiRequest, room: Room): Candidate[] {
  const shared = sharedWith(request, room);
  const wanted = readText(request.query, 'filterValue')?.toLowerCase() ?? '';
  const groups: Group[] = [...request.portal.state.groups.values()].filter(({ name }) =>
    name.toLowerCase().includes(wanted),
  );
  return groups
    .toSorted((left, right) => compare(left.name, right.name))
    .map((group) => ({ isShared: shared.has(group.id), write: () => writeGroup(request, group, false) }));
}

function writePage(request: ApiRequest, candidates: readonly Candidate[]): unknown {
  const { query } = request;
  const { count, startIndex } = readPaging(query);
  const excludes = readFlag(query, 'excludeShared') ?? false;
  const only = readFlag(query, 'includeShared') ?? false;
  const found = candidates.filter(({ isShared }) => (excludes ? !isShared : !only || isShared));
  const page = found.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(found.length);
  return page.map(({ isShared, write }) => ({ ...write(), shared: isShared }));
}

/** Members of a room and who could become one: for who may change its access. */
export const routes: readonly ApiRoute[] = [
  get('people/room/:id{[0-9]+}', 'getUsersWithRoomShared', (request) =>
    writePage(request, findCandidates(request, requireShared(request))),
  ),
  get('group/room/:id{[0-9]+}', 'getGroupsWithRoomsShared', (request) =>
    writePage(request, findGroups(request, requireShared(request))),
  ),
  get('accounts/room/:id{[0-9]+}/search', 'getAccountsEntriesWithRoomsShared', (request) => {
    const room = requireShared(request);
    return writePage(request, [...findGroups(request, room), ...findCandidates(request, room)]);
  }),
];
