import { randomUUID } from 'node:crypto';
import { publishGroup } from '../model/events.ts';
import { compare } from '../model/find-people.ts';
import { mayReadGroups } from '../model/people.ts';
import type { Group } from '../model/records.ts';
import { isPortalAdmin } from '../model/security.ts';
import { putGroup, removeGroup } from '../model/state.ts';
import { guid, list, record, requiredText, text } from '../wire/body.ts';
import { writeGroup } from '../wire/group-dto.ts';
import { writeGroupSummary } from '../wire/group-summary-dto.ts';
import { guidParameter } from '../wire/parameters.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { isDescending, readFlag, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put, remove } from './route.ts';

const optionalGuid = guid().nullish();
const NewGroup = record({ groupName: requiredText(128), groupManager: optionalGuid, members: list(guid()) });
const GroupChange = record({
  groupName: text(128),
  groupManager: optionalGuid,
  membersToAdd: list(guid()),
  membersToRemove: list(guid()),
});

function listGroups(request: ApiRequest): unknown {
  requireReader(request);
  const { query, portal } = request;
  const { count, startIndex } = readPaging(query);
  const filterText = readText(query, 'filterValue')?.toLowerCase() ?? '';
  const userId = readText(query, 'userId')?.toLowerCase();
  const byManager = readFlag(query, 'manager') ?? false;
  const found = [...portal.state.groups.values()]
    .filter((group) => group.name.toLowerCase().includes(filterText))
    .filter((group) => userId === undefined || (byManager ? group.managerId === userId : hasMember(group, userId)))
    .toSorted((left, right) => compare(left.name, right.name));
  const ordered = isDescending(query) ? found.toReversed() : found;
  const page = ordered.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(found.length);
  return page.map((group) => writeGroup(request, group, false));
}

function hasMember(group: Group, userId: string): boolean {
  return group.memberIds.includes(userId);
}

function readGroup(request: ApiRequest): unknown {
  const id = guidParameter(request.params, 'id');
  requireReader(request);
  return writeGroup(request, requireGroup(request, id), readFlag(request.query, 'includeMembers') ?? true);
}

function listGroupsOfUser(request: ApiRequest): unknown {
  const userId = guidParameter(request.params, 'userid');
  requireReader(request);
  const { state } = request.portal;
  return [...(state.indexes.groupsByMember.get(userId) ?? [])]
    .map((id) => state.groups.get(id))
    .filter((group) => group !== undefined)
    .map((group) => writeGroupSummary(request, group));
}

function createGroup(request: ApiRequest): unknown {
  requireGroupEditor(request);
  const { groupName, groupManager, members } = request.body(NewGroup);
  const group: Group = {
    id: randomUUID(),
    name: groupName.trim(),
    memberIds: knownMembers(request, [...members, ...(groupManager ? [groupManager] : [])]),
    ...(groupManager && { managerId: groupManager }),
  };
  putGroup(request.portal.state, group);
  publishGroup(request.portal, { trigger: 'group.created', actor: request.caller }, group);
  return writeGroup(request, group, true);
}

function updateGroup(request: ApiRequest): unknown {
  const id = guidParameter(request.params, 'id');
  requireGroupEditor(request);
  const group = requireGroup(request, id);
  const { groupName, groupManager, membersToAdd, membersToRemove } = request.body(GroupChange);
  const members = [...group.memberIds, ...knownMembers(request, membersToAdd)];
  const changed: Group = {
    ...group,
    name: groupName?.trim() ?? group.name,
    memberIds: [...new Set(members)].filter((memberId) => !membersToRemove.includes(memberId)),
    ...(groupManager && { managerId: groupManager }),
  };
  putGroup(request.portal.state, changed);
  publishGroup(request.portal, { trigger: 'group.updated', actor: request.caller }, changed);
  return writeGroup(request, changed, true);
}

function deleteGroup(request: ApiRequest): unknown {
  const id = guidParameter(request.params, 'id');
  requireGroupEditor(request);
  const group = requireGroup(request, id);
  removeGroup(request.portal.state, id);
  publishGroup(request.portal, { trigger: 'group.deleted', actor: request.caller }, group);
  request.setStatus(204);
  return undefined;
}

/** Those of the ids that are somebody's, once each. */
export function knownMembers(request: ApiRequest, ids: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => request.portal.state.accounts.has(id));
}

/** A group, or 404. */
export function requireGroup(request: ApiRequest, id: string): Group {
  const group = request.portal.state.groups.get(id);
  if (!group) throw notFound('The group could not be found');
  return group;
}

function requireReader(request: ApiRequest): void {
  if (!mayReadGroups(request.caller)) throw denied();
}

/** Throws 403 for all but DocSpace admins. */
export function requireGroupEditor(request: ApiRequest): void {
  if (!isPortalAdmin(request.caller)) throw denied();
}

/** Groups of people. */
export const routes: readonly ApiRoute[] = [
  get('group', 'getGroups', listGroups),
  post('group', 'addGroup', createGroup),
  get('group/user/:userid', 'getGroupByUserId', listGroupsOfUser),
  get('group/:id', 'getGroup', readGroup),
  put('group/:id', 'updateGroup', updateGroup),
  remove('group/:id', 'deleteGroup', deleteGroup),
];
