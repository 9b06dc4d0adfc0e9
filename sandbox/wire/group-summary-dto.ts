import type { Group } from '../model/records.ts';
import { everyoneGroupId } from '../model/vendor-numbers.ts';
import type { View } from './view.ts';

/** The system group of all members, which exists without a record. */
export const everyoneGroup: Group = { id: everyoneGroupId, name: 'Everyone', memberIds: [] };

/** GroupSummaryDto, as share rows and people carry it. `manager` is a user name there. */
export function writeGroupSummary(view: View, group: Group): Record<string, unknown> {
  const manager = view.portal.state.accounts.get(group.managerId ?? '');
  return {
    id: group.id,
    name: group.name,
    manager: manager?.userName,
    isSystem: group.id === everyoneGroupId ? true : undefined,
  };
}
