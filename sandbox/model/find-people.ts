import { displayName, isRelated, isVisible } from './people.ts';
import type { Account } from './records.ts';
import { isPortalAdmin, mayOwnRooms } from './security.ts';
import type { State } from './state.ts';
import { employeeType } from './vendor-numbers.ts';

/** What people/filter can ask for. Absent means any. */
export interface PeopleFilter {
  status?: number | undefined;
  activationStatus?: number | undefined;
  types: readonly number[];
  groupId?: string | undefined;
  excludesGroup?: boolean | undefined;
  withoutGroup?: boolean | undefined;
  isAdministrator?: boolean | undefined;
  isPaid?: boolean | undefined;
  /** 0 all, 1 members, 2 guests. */
  area: number;
  inviterId?: string | undefined;
  /** Any of them; none means all. */
  texts?: readonly string[];
  /** Asks for a kind of account that there is none of. */
  isNobody?: boolean;
}

/** The EmployeeType of an account. The owner is a DocSpace admin there. */
export function employeeTypeOf(account: Account): number {
  return {
    owner: employeeType.DocSpaceAdmin,
    'docspace-admin': employeeType.DocSpaceAdmin,
    'room-admin': employeeType.RoomAdmin,
    user: employeeType.User,
    guest: employeeType.Guest,
  }[account.type];
}

/** The accounts that the viewer may see and the filter wants, in the order of their making. */
export function findPeople(state: State, viewer: Account, filter: PeopleFilter): Account[] {
  const tests: ((account: Account) => boolean)[] = [...attributeTests(filter), ...relationTests(state, filter)];
  return [...state.accounts.values()].filter(
    (account) => isVisible(state, viewer, account) && tests.every((test) => test(account)),
  );
}

function attributeTests(filter: PeopleFilter): ((account: Account) => boolean)[] {
  const { status, activationStatus, types, isAdministrator, isPaid, area, texts = [], isNobody = false } = filter;
  return [
    // A combined status such as Default (5) is a set of bits.
    (account) => status === undefined || (account.status & status) !== 0,
    (account) => activationStatus === undefined || account.activationStatus === activationStatus,
    (account) => types.length === 0 || types.includes(employeeType.All) || types.includes(employeeTypeOf(account)),
    (account) => isAdministrator === undefined || isPortalAdmin(account) === isAdministrator,
    (account) => isPaid === undefined || mayOwnRooms(account) === isPaid,
    (account) => area === 0 || (account.type === 'guest') === (area === 2),
    (account) => texts.length === 0 || texts.some((text) => matchesText(account, text)),
    () => !isNobody,
  ];
}

function relationTests(state: State, filter: PeopleFilter): ((account: Account) => boolean)[] {
  const { groupId, excludesGroup = false, withoutGroup, inviterId } = filter;
  const groups = state.indexes.groupsByMember;
  return [
    (account) => groupId === undefined || (groups.get(account.id)?.has(groupId) ?? false) !== excludesGroup,
    (account) => withoutGroup !== true || !groups.has(account.id),
    (account) => inviterId === undefined || isRelated(state, inviterId, account.id) || account.createdBy === inviterId,
  ];
}

function matchesText(account: Account, text: string): boolean {
  const haystack = `${displayName(account)}\n${account.userName}\n${account.email}`.toLowerCase();
  return haystack.includes(text.toLowerCase());
}

const sortKeys: Record<string, (account: Account) => string> = {
  firstname: (account) => account.firstName,
  lastname: (account) => account.lastName,
  email: (account) => account.email,
  registrationdate: (account) => account.registrationDate,
  type: (account) => String(employeeTypeOf(account)),
};

/** Sorts by the vendor's `sortBy`; by display name for a name that is not known. */
export function sortPeople(people: Account[], sortBy: string | undefined, descending: boolean): Account[] {
  const keyOf = sortKeys[sortBy?.toLowerCase() ?? ''] ?? displayName;
  const sorted = people.toSorted((left, right) => compare(keyOf(left), keyOf(right)));
  return descending ? sorted.toReversed() : sorted;
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Compares two texts as people would. */
export function compare(left: string, right: string): number {
  return collator.compare(left, right);
}
