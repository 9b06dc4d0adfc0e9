import type { View } from './view.ts';
import { displayName } from '../model/people.ts';
import type { Account } from '../model/records.ts';
import { isPortalAdmin, mayOwnRooms } from '../model/security.ts';
import { emptyGuid } from '../model/vendor-numbers.ts';
import { writePortalDate } from './dates.ts';
import { writePhoto } from './photo-dto.ts';
import { writeGroupSummary } from './group-summary-dto.ts';

/** EmployeeDto: no e-mail and no type in it. An account that is gone is shown as the vendor's lost user. */
export function writeEmployee(view: View, id: string): Record<string, unknown> {
  return describe(view, view.portal.state.accounts.get(id));
}

function describe(view: View, account: Account | undefined): Record<string, unknown> {
  const photo = writePhoto(account ?? {});
  return {
    id: account?.id ?? emptyGuid,
    displayName: account ? displayName(account) : 'profile removed',
    avatar: photo.big,
    avatarOriginal: photo.original,
    avatarMax: photo.max,
    avatarMedium: photo.medium,
    avatarSmall: photo.small,
    profileUrl: account ? `${view.origin}/accounts/people/filter?search=${encodeURIComponent(account.email)}` : '',
    hasAvatar: account?.photo !== undefined,
    isAnonim: !account,
  };
}

/**
 * EmployeeFullDto. Exactly one of the five type flags is true; `isVisitor` is the guest's, `isCollaborator` the user's. An
 * account that was just deleted is shown as it was.
 */
export function writeEmployeeFull(view: View, account: Account): Record<string, unknown> {
  const { state } = view.portal;
  const offset = state.settings.timezoneOffsetMinutes;
  return {
    ...describe(view, account),
    firstName: account.firstName,
    lastName: account.lastName,
    userName: account.userName,
    email: account.email,
    status: account.status,
    activationStatus: account.activationStatus,
    terminated: account.terminatedDate && writePortalDate(account.terminatedDate, offset),
    department: departmentOf(view, account),
    groups: groupsOf(view, account),
    title: account.title,
    location: account.location,
    notes: account.notes,
    ...writeTypeFlags(account),
    isLDAP: false,
    isSSO: false,
    cultureName: account.cultureName,
    mobilePhoneActivationStatus: 0,
    quotaLimit: -1,
    usedSpace: 0,
    isCustomQuota: false,
    createdBy:
      isPortalAdmin(view.caller) && account.createdBy !== undefined
        ? writeEmployee(view, account.createdBy)
        : undefined,
    registrationDate: writePortalDate(account.registrationDate, offset),
    hasPersonalFolder: account.type !== 'guest',
    tfaAppEnabled: false,
    contacts: [],
  };
}

function writeTypeFlags(account: Account): Record<string, unknown> {
  return {
    isOwner: account.type === 'owner',
    isAdmin: account.type === 'docspace-admin',
    isRoomAdmin: account.type === 'room-admin',
    isCollaborator: account.type === 'user',
    isVisitor: account.type === 'guest',
    listAdminModules: account.type === 'docspace-admin' ? ['files', 'people'] : undefined,
  };
}

// Callers of type User and Guest do not receive the groups of other people.
function groupsOf(view: View, account: Account): unknown[] | undefined {
  if (!mayOwnRooms(view.caller) && view.caller.id !== account.id) return undefined;
  const groups = memberGroups(view, account);
  return groups.length > 0 ? groups.map((group) => writeGroupSummary(view, group)) : undefined;
}

function departmentOf(view: View, account: Account): string {
  if (!mayOwnRooms(view.caller) && view.caller.id !== account.id) return '';
  return memberGroups(view, account)
    .map((group) => group.name)
    .join(', ');
}

function memberGroups(view: View, account: Account) {
  const { state } = view.portal;
  return [...(state.indexes.groupsByMember.get(account.id) ?? [])]
    .map((id) => state.groups.get(id))
    .filter((group) => group !== undefined);
}
