import { notFound } from '../wire/portal-error.ts';
import type { Group } from '../model/records.ts';
import { putGroup } from '../model/state.ts';
import { guid, list, record } from '../wire/body.ts';
import { writeGroup } from '../wire/group-dto.ts';
import { guidParameter } from '../wire/parameters.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { knownMembers, requireGroup, requireGroupEditor } from './groups.ts';
import { post, put, remove } from './route.ts';

const Members = record({ members: list(guid()) });

type Change = (group: Group, members: string[]) => string[];

function changeMembers(request: ApiRequest, change: Change): unknown {
  const id = guidParameter(request.params, 'id');
  requireGroupEditor(request);
  const group = requireGroup(request, id);
  const { members } = request.body(Members);
  return store(request, { ...group, memberIds: change(group, knownMembers(request, members)) });
}

// No event: only making, changing and deleting a group itself tells of it.
function store(request: ApiRequest, group: Group): unknown {
  putGroup(request.portal.state, group);
  return writeGroup(request, group, true);
}

function moveMembers(request: ApiRequest): unknown {
  const [fromId, toId] = [guidParameter(request.params, 'id'), guidParameter(request.params, 'toId')];
  requireGroupEditor(request);
  const [from, to] = [requireGroup(request, fromId), requireGroup(request, toId)];
  if (from.id === to.id) return writeGroup(request, to, true);
  putGroup(request.portal.state, { ...from, memberIds: [] });
  return store(request, { ...to, memberIds: [...new Set([...to.memberIds, ...from.memberIds])] });
}

function setManager(request: ApiRequest): unknown {
  const id = guidParameter(request.params, 'id');
  requireGroupEditor(request);
  const group = requireGroup(request, id);
  const { userId } = request.body(record({ userId: guid() }));
  if (!request.portal.state.accounts.has(userId)) throw notFound('The user could not be found');
  return store(request, { ...group, managerId: userId });
}

/** Who is in a group and who leads it. */
export const routes: readonly ApiRoute[] = [
  post('group/:id/members', 'setMembersTo', (request) => changeMembers(request, (_group, members) => members)),
  put('group/:id/members', 'addMembersTo', (request) =>
    changeMembers(request, ({ memberIds }, members) => [...new Set([...memberIds, ...members])]),
  ),
  remove('group/:id/members', 'removeMembersFrom', (request) =>
    changeMembers(request, ({ memberIds }, members) => memberIds.filter((member) => !members.includes(member))),
  ),
  put('group/:id/members/:toId', 'moveMembersTo', moveMembers),
  put('group/:id/manager', 'setGroupManager', setManager),
];
