import { AppError } from '../base/errors.ts';
import type { DesiredAccess } from '../blueprint/desired-room.ts';
import { firstPossibleLevel, possibleLevels } from '../docspace/vocabulary/role-table.ts';
import type { Level, RoomType } from '../docspace/vocabulary/words.ts';
import { describeTime } from './describe-parts.ts';
import { hasEnded, resolveExpiry, type Times } from './expiry.ts';
import type { Facts, ObservedRoom } from './facts.ts';
import type { Action, InviteEntry, ShareEntry } from './plan.ts';

interface Outcome {
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
  /** The records that the named people stand under, whether or not anything is to do for them. */
  readonly named: ReadonlySet<string>;
}

interface Question extends Times {
  readonly roomType: RoomType;
  readonly observed: ObservedRoom | undefined;
  readonly facts: Facts;
  readonly after: readonly string[];
  /** What must be there before somebody gets a mail about the room. */
  readonly contents: readonly string[];
}

type Entry = { readonly item: string; readonly name: string } & (
  { readonly known: ShareEntry; readonly notify: boolean } | { readonly stranger: InviteEntry }
);

/**
 * Who is missing or has another level than named. The room's owner is never sent: the portal keeps the owner's rights anyway. Who is
 * named twice, by id and by e-mail say, gets what the first entry says. Whom the portal does not know comes after the contents, since
 * they get a mail the moment they are added.
 */
export function planAccess(access: readonly DesiredAccess[], question: Question): Outcome {
  const seen = new Map<string, Entry>();
  for (const wanted of access) {
    const entry = resolveEntry(wanted, question);
    if (!seen.has(entry.item)) seen.set(entry.item, entry);
  }
  const notes: string[] = [];
  const due = [...seen.values()].filter((entry) => {
    const note = noteOf(entry, question);
    if (note !== undefined) notes.push(note);
    return note === undefined;
  });
  const named = new Set([...seen.values()].flatMap(recordsOf));
  return { actions: [...sharesOf(due, question), ...invitesOf(due, question)], notes, named };
}

function recordsOf({ item, ...entry }: Entry): readonly string[] {
  return 'known' in entry && entry.known.email !== undefined
    ? [item, `member:${entry.known.email.toLowerCase()}`]
    : [item];
}

/** Why an entry needs nothing; undefined when it does. */
function noteOf(entry: Entry, question: Question): string | undefined {
  const { observed, facts } = question;
  const { level, expiresAt } = 'known' in entry ? entry.known : entry.stranger;
  if (isOwner(entry, observed?.ownerId ?? facts.ownerId)) return `${entry.name} owns the room`;
  if (hasEnded(expiresAt, recordsOf(entry), question))
    return `the access of ${entry.name} ended${expiresAt === undefined ? '' : ` ${describeTime(expiresAt)}`}`;
  const member = observed?.members.find((one) => isOf(one, entry));
  return member?.level === level ? `${entry.name} is ${level}` : undefined;
}

function isOwner(entry: Entry, ownerId: string): boolean {
  return 'known' in entry && entry.known.id === ownerId;
}

function isOf(member: ObservedRoom['members'][number], entry: Entry): boolean {
  if ('known' in entry) return member.subject === entry.known.subject && member.id === entry.known.id;
  return member.email?.toLowerCase() === entry.stranger.email.toLowerCase();
}

function sharesOf(due: readonly Entry[], { after, observed }: Question): readonly Action[] {
  const known = due.flatMap((entry) => ('known' in entry ? [entry] : []));
  return [false, true].flatMap((notify): Action[] => {
    const entries = known
      .filter((entry) => entry.notify === notify)
      .map((entry) => ({ ...entry.known, ...levelUntilNow(entry, observed) }));
    if (entries.length === 0) return [];
    return [{ kind: 'share', id: notify ? 'share and tell' : 'share', after, entries, notify }];
  });
}

function levelUntilNow(entry: Entry, observed: ObservedRoom | undefined): Pick<ShareEntry, 'was'> {
  const was = observed?.members.find((one) => isOf(one, entry))?.level;
  return was === undefined ? {} : { was };
}

function invitesOf(due: readonly Entry[], { after, contents }: Question): readonly Action[] {
  const entries = due.flatMap((entry) => ('stranger' in entry ? [entry.stranger] : []));
  if (entries.length === 0) return [];
  return [{ kind: 'invite', id: 'invite', after: [...after, ...contents], entries }];
}

function resolveEntry(wanted: DesiredAccess, question: Question): Entry {
  if (wanted.subject === 'group') return resolveGroup(wanted, question);
  const { facts, roomType } = question;
  const account = facts.accounts[wanted.value];
  if (account === undefined) return resolveStranger(wanted, question);
  const { id, name, email, kind } = account;
  const level = firstPossibleLevel(roomType, kind, wanted.levels) ?? refuse(name, wanted, roomType);
  const entry = { subject: 'user', id, name, level, ...(email === undefined ? {} : { email }) } as const;
  return known(entry, wanted, question);
}

function known(entry: ShareEntry, { expires, notify }: DesiredAccess, question: Question): Entry {
  const item = `member:${entry.id}`;
  const byAddress = entry.email === undefined ? [] : [`member:${entry.email.toLowerCase()}`];
  const expiresAt = resolveExpiry(expires, [item, ...byAddress], question);
  return { item, name: entry.name, notify, known: { ...entry, ...(expiresAt === undefined ? {} : { expiresAt }) } };
}

function resolveGroup(wanted: DesiredAccess, question: Question): Entry {
  const group = question.facts.groups[wanted.value];
  if (group === undefined) throw new AppError('defect', `Group ${wanted.value} was not looked up.`);
  const possible = possibleLevels(question.roomType, 'group');
  const level = wanted.levels.find((one) => possible.includes(one)) ?? refuse(group.name, wanted, question.roomType);
  return known({ subject: 'group', id: wanted.value, name: group.name, level }, wanted, question);
}

/** Whom the portal does not know it makes a guest, and checks as one. */
function resolveStranger(wanted: DesiredAccess, question: Question): Entry {
  const { facts, roomType } = question;
  const email = wanted.value;
  if (!facts.strangers.includes(email)) throw new AppError('defect', `Account ${email} was not looked up.`);
  if (wanted.subject === 'user') {
    throw new AppError('not-found', `No account has the e-mail ${email}.`, {
      hint: 'Say `person` instead of `user` for somebody who may be invited as a guest.',
    });
  }
  const level = firstPossibleLevel(roomType, 'guest', wanted.levels) ?? refuse(email, wanted, roomType);
  const item = `member:${email.toLowerCase()}`;
  const expiresAt = resolveExpiry(wanted.expires, [item], question);
  return { item, name: email, stranger: { email, level, ...(expiresAt === undefined ? {} : { expiresAt }) } };
}

function refuse(name: string, { subject, levels }: DesiredAccess, roomType: RoomType): Level {
  const possible = possibleLevels(roomType, subject === 'group' ? 'group' : 'account');
  throw new AppError('invalid-blueprint', `${name} can be none of ${levels.join(', ')} in a ${roomType} room.`, {
    hint: `Possible in such a room: ${possible.join(', ')}; room-manager only for room admins and DocSpace admins.`,
  });
}
