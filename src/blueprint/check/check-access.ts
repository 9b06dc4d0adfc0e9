import { type AccessSubject, possibleLevels } from '../../docspace/vocabulary/role-table.ts';
import { type Level, type RoomType, roomTypes } from '../../docspace/vocabulary/words.ts';
import { type Issue, issueAt } from '../issue.ts';
import { quoteWords } from '../nearest-word.ts';
import type { BlueprintAccess } from '../room/access.ts';
import type { RoomBlueprint } from '../room-schema.ts';

const subjects = {
  user: { kind: 'account', name: 'a user' },
  group: { kind: 'group', name: 'a group' },
  person: { kind: 'account', name: 'a person' },
} as const satisfies Record<BlueprintAccess['subject'], { kind: AccessSubject; name: string }>;

/** Levels that the portal would answer with 403, whatever the account; and subjects that are named twice. */
export function checkAccess({ type, access }: RoomBlueprint['room']): Issue[] {
  // A room from a template has the template's type, which is known only when the plan is made.
  const levels = type === undefined ? [] : access.flatMap((entry) => checkLevels(entry, type));
  return [...levels, ...checkTwins(access)];
}

function checkLevels({ subject, levels }: BlueprintAccess, type: RoomType): Issue[] {
  const { kind, name } = subjects[subject];
  const possible = possibleLevels(type, kind);
  return levels.flatMap((written) => {
    if (!('level' in written) || possible.includes(written.level)) return [];
    const { level, at } = written;
    const message = `${name} cannot be \`${level}\` in a ${type} room`;
    return issueAt(at, message, `Possible there: ${quoteWords(possible)}. ${whereElse(level, kind, name)}`);
  });
}

function whereElse(level: Level, kind: AccessSubject, name: string): string {
  const types = roomTypes.filter((type) => possibleLevels(type, kind).includes(level));
  if (types.length === 0) return `In no room can ${name} be \`${level}\`.`;
  return `\`${level}\` is possible in rooms of type ${quoteWords(types)}.`;
}

function checkTwins(access: readonly BlueprintAccess[]): Issue[] {
  const seen = new Set<string>();
  return access.flatMap(({ subject, value, each, when }) => {
    if (each ?? when) return [];
    const name = `${subject === 'group' ? 'group' : 'account'} ${value.text.trim()}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      issueAt(value.at, `\`${value.text}\` is given access twice`, 'Keep the entry with the level that is meant.'),
    ];
  });
}
