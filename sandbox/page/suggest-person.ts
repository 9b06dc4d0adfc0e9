import { randomInt } from 'node:crypto';
import type { State } from '../model/state.ts';

const firstNames = [
  'Nora',
  'Felix',
  'Amara',
  'Oskar',
  'Leila',
  'Hugo',
  'Freya',
  'Idris',
  'Clara',
  'Mateo',
  'Yuki',
  'Zara',
];
const lastNames = [
  'Berg',
  'Castillo',
  'Dahl',
  'Eriksen',
  'Farouk',
  'Greene',
  'Holm',
  'Ivanova',
  'Keller',
  'Laurent',
  'Mbeki',
  'Sato',
];

/** A person whom the portal might get next. */
export interface Suggestion {
  firstName: string;
  lastName: string;
  email: string;
}

/** Somebody believable, with an address in the domain of the portal's first account that is not in use. */
export function suggestPerson(state: State): Suggestion {
  const [first] = state.accounts.values();
  const domain = first?.email.split('@')[1] ?? 'portal.example';
  const firstName = pick(firstNames);
  const lastName = pick(lastNames);
  const name = `${firstName}.${lastName}`.toLowerCase();
  const isTaken = state.indexes.accountByEmail.has(`${name}@${domain}`);
  return { firstName, lastName, email: `${name}${isTaken ? String(randomInt(100, 1000)) : ''}@${domain}` };
}

function pick(names: readonly string[]): string {
  return names[randomInt(names.length)] ?? 'Nora';
}
