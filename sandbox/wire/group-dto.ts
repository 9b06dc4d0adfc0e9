import type { View } from './view.ts';
import type { Group } from '../model/records.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import { writeEmployeeFull } from './employee-dto.ts';

/** GroupDto, with or without its members. */
export function writeGroup(view: View, group: Group, includeMembers: boolean): Record<string, unknown> {
  const { accounts } = view.portal.state;
  const manager = accounts.get(group.managerId ?? '');
  const members = group.memberIds.map((id) => accounts.get(id)).filter((member) => member !== undefined);
  return {
    id: group.id,
    name: group.name,
    category: emptyGuid,
    isLDAP: false,
    manager: manager && writeEmployeeFull(view, manager),
    members: includeMembers ? members.map((member) => writeEmployeeFull(view, member)) : undefined,
    membersCount: members.length,
  };
}
