import { AppError } from '../base/errors.ts';
import type { DesiredAccess } from '../blueprint/desired-room.ts';
import { firstPossibleLevel, possibleLevels } from '../docspace/vocabulary/role-table.ts';
import type { Level, RoomType } from '../docspace/vocabulary/words.ts';
import type { Facts, ObservedRoom } from './facts.ts';
import type { Share, ShareEntry } from './plan.ts';

interface Outcome {
  readonly actions: readonly Share[];
  readonly notes: readonly string[];
}

interface Question {
  readonly roomType: RoomType;
  readonly observed: ObservedRoom | undefined;
  readonly facts: Facts;
  readonly after: readonly string[];
}

/**
 * Who is missing or has another level than named. The room's owner is never sent: the portal keeps the owner's rights anyway. Who is
 * named twice, by id and by e-mail say, gets what the first entry says.
 */
export function planAccess(access: readonly DesiredAccess[], question: Question): Outcome {
  const { observed, facts } = question;
  const ownerId = observed?.ownerId ?? facts.ownerId;
  const seen = new Set<string>();
  const entries: ShareEntry[] = [];
  const notes: string[] = [];
  for (const wanted of access) {
    const entry = resolveEntry(wanted, question);
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const member = observed?.members.find((one) => one.subject === entry.subject && one.id === entry.id);
    if (entry.id === ownerId) notes.push(`${entry.name} owns the room`);
    else if (member?.level === entry.level) notes.push(`${entry.name} is ${entry.level}`);
    else entries.push(entry);
  }
  if (entries.length === 0) return { actions: [], notes };
  return { actions: [{ kind: 'share', id: 'share', after: question.after, entries }], notes };
}

function resolveEntry(wanted: DesiredAccess, { roomType, facts }: Question): ShareEntry {
  if (wanted.subject === 'group') {
    const group = facts.groups[wanted.value];
    if (group === undefined) throw new AppError('defect', `Group ${wanted.value} was not looked up.`);
    const level = wanted.levels.find((one) => possibleLevels(roomType, 'group').includes(one));
    return {
      subject: 'group',
      id: wanted.value,
      name: group.name,
      level: level ?? refuse(group.name, wanted, roomType),
    };
  }
  const account = facts.accounts[wanted.value];
  if (account === undefined) throw new AppError('defect', `Account ${wanted.value} was not looked up.`);
  const level = firstPossibleLevel(roomType, account.kind, wanted.levels);
  return {
    subject: 'user',
    id: account.id,
    name: account.name,
    level: level ?? refuse(account.name, wanted, roomType),
  };
}

function refuse(name: string, { subject, levels }: DesiredAccess, roomType: RoomType): Level {
  const possible = possibleLevels(roomType, subject === 'group' ? 'group' : 'account');
  throw new AppError('invalid-blueprint', `${name} can be none of ${levels.join(', ')} in a ${roomType} room.`, {
    hint: `Possible in such a room: ${possible.join(', ')}; room-manager only for room admins and DocSpace admins.`,
  });
}
