import type { Member } from '../docspace/member.ts';

/** The names under which a member may stand in our records: by id, or by the address that was invited. */
export function roomAccountsOf({ id, email }: Pick<Member, 'id' | 'email'>): readonly string[] {
  return email === undefined ? [`member:${id}`] : [`member:${id}`, `member:${email}`, `member:${email.toLowerCase()}`];
}

/** The records that access of a person to a room may stand under: what a run gave, and what a person gave of which the end is ours. */
export function accessItemsOf(person: Pick<Member, 'id' | 'email'>): readonly string[] {
  return [...roomAccountsOf(person), `guest:${person.id}`];
}
