import { displayName } from '../model/people.ts';
import { type Account, employeeStatus } from '../model/records.ts';
import type { State } from '../model/state.ts';
import { kindNames } from './portal-words.ts';

export interface PersonView {
  id: string;
  name: string;
  email: string;
  initials: string;
  kind: string;
  isGuest: boolean;
  status: 'active' | 'pending' | 'terminated';
  title: string;
}

/** Some of a list, and how long it is. */
export interface Part<T> {
  shown: T[];
  total: number;
}

export interface PeopleView {
  members: Part<PersonView>;
  guests: Part<PersonView>;
  groups: Part<{ id: string; name: string; initials: string; members: string }>;
}

const most = 40;

/** The accounts and groups whose name or e-mail holds a text, those who came last first. */
export function readPeople(state: State, text: string): PeopleView {
  const found = [...state.accounts.values()]
    .filter((account) => `${displayName(account)} ${account.email}`.toLowerCase().includes(text))
    .sort((left, right) => (left.registrationDate < right.registrationDate ? 1 : -1));
  const groups = [...state.groups.values()].filter(({ name }) => name.toLowerCase().includes(text));
  return {
    members: part(found.filter(({ type }) => type !== 'guest').map(readPerson)),
    guests: part(found.filter(({ type }) => type === 'guest').map(readPerson)),
    groups: part(
      groups.map(({ id, name, memberIds }) => ({
        ...{ id, name, initials: initialsOf(name) },
        members: namesOf(state, memberIds),
      })),
    ),
  };
}

function part<T>(all: readonly T[]): Part<T> {
  return { shown: all.slice(0, most), total: all.length };
}

function namesOf(state: State, ids: readonly string[]): string {
  const names = ids.slice(0, 5).flatMap((id) => {
    const account = state.accounts.get(id);
    return account ? [displayName(account)] : [];
  });
  const more = ids.length - names.length;
  if (names.length === 0) return 'nobody';
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** An account in words. */
export function readPerson(account: Account): PersonView {
  const { id, email, type, status, title = '' } = account;
  const known = status === employeeStatus.terminated ? 'terminated' : 'pending';
  const name = displayName(account);
  return {
    ...{ id, email, title, name },
    initials: initialsOf(name),
    kind: kindNames[type],
    isGuest: type === 'guest',
    status: status === employeeStatus.active ? 'active' : known,
  };
}

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s&]+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '');
  return letters.join('').toUpperCase();
}
