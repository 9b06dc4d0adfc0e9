import { compare } from '../model/find-people.ts';
import type { Account, Folder, Share } from '../model/records.ts';
import { subjectType } from '../model/records.ts';
import { lineage } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { everyoneGroupId, fileShare } from '../model/vendor-numbers.ts';
import { writeEmployeeFull } from '../wire/employee-dto.ts';
import { guidParameter, idParameter } from '../wire/parameters.ts';
import { denied } from '../wire/portal-error.ts';
import { readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get } from './route.ts';

interface GroupAccess {
  folder: Folder;
  row: Share;
}

/**
 * The members of a group with what each may do in a folder or room. A group without access, and a folder that is not
 * there or not readable, have an empty list; only guests are refused.
 */
function listMembers(request: ApiRequest): unknown {
  const groupId = guidParameter(request.params, 'groupId');
  const { count, startIndex } = readPaging(request.query);
  if (request.caller.type === 'guest') throw denied();
  const access = findAccess(request, groupId);
  const members = access ? membersOf(request, groupId) : [];
  const page = members.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(members.length);
  return access ? page.map((account) => writeMember(request, access, account)) : [];
}

function findAccess({ portal, caller, params }: ApiRequest, groupId: string): GroupAccess | undefined {
  const { state } = portal;
  const folder = state.folders.get(idParameter(params));
  if (!folder || !may(state, caller, { action: 'Read', entry: folder })) return undefined;
  const row = lineage(state, folder)
    .flatMap((entry) => state.shares.get(entry.id) ?? [])
    .find((share) => share.subjectType === subjectType.group && share.subjectId === groupId);
  return row && { folder, row };
}

function membersOf({ portal, query }: ApiRequest, groupId: string): Account[] {
  const { accounts, groups } = portal.state;
  const ids = groups.get(groupId)?.memberIds ?? [];
  const members =
    groupId === everyoneGroupId
      ? [...accounts.values()].filter((account) => account.type !== 'guest')
      : ids.map((id) => accounts.get(id)).filter((account) => account !== undefined);
  // The server lowers the case of the names and not of the value, so one with a capital finds nobody.
  const wanted = readText(query, 'filterValue') ?? '';
  return members
    .filter((account) => namesOf(account).some((name) => name.toLowerCase().includes(wanted)))
    .toSorted((left, right) => compare(left.firstName, right.firstName));
}

function namesOf({ firstName, lastName, email }: Account): string[] {
  return [firstName, lastName, email];
}

// GroupMemberSecurityRequestDto. The creator of the entry is shown as its manager, whatever rows there are.
function writeMember(request: ApiRequest, { folder, row }: GroupAccess, account: Account): Record<string, unknown> {
  const { state } = request.portal;
  const isOwner = folder.createdBy === account.id;
  const own = state.shares.get(row.entryId)?.find((share) => share.subjectId === account.id);
  const userAccess = isOwner ? fileShare.RoomManager : own?.access;
  const mayEdit = may(state, request.caller, { action: 'EditAccess', entry: folder });
  return {
    user: writeEmployeeFull(request, account),
    groupAccess: row.access,
    userAccess,
    overridden: userAccess !== undefined,
    canEditAccess: mayEdit && !isOwner && account.id !== request.caller.id,
    owner: isOwner,
  };
}

/** Who has access through a group, one by one. */
export const routes: readonly ApiRoute[] = [
  get('files/folder/:id{[0-9]+}/group/:groupId/share', 'getGroupsMembersWithFolderSecurity', listMembers),
];
