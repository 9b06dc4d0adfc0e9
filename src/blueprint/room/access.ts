import { z } from 'zod';
import { type Level, levels } from '../../docspace/vocabulary/words.ts';
import type { DesiredAccess } from '../desired-room.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import { formatPlace, type PathKey, type Place } from '../issue.ts';
import { isUnsetSetting } from '../liquid/create-expressions.ts';
import type { Scope } from '../scope.ts';

const LevelWord = z.enum(levels).describe(`One of ${levels.join(', ')}.`);

const shared = {
  level: z
    .union([LevelWord, z.array(LevelWord).min(1)])
    .describe(
      `What they may do: one of ${levels.join(', ')}; or a list, of which the first that the account may have counts.`,
    ),
  optional: z.boolean().default(false).describe('Whether the entry is left out when its value is empty or not set.'),
};

const Entry = z.union([
  z.strictObject({ user: z.string().min(1).describe('Id of an account.'), ...shared }),
  z.strictObject({ group: z.string().min(1).describe('Id of a group.'), ...shared }),
  z.strictObject({ person: z.string().min(1).describe('Id or e-mail address of a person.'), ...shared }),
]);
type Entry = z.infer<typeof Entry>;

export const Access = z.array(Entry);

/** Somebody whom the document gives access, with the levels in the order of preference. */
export interface BlueprintAccess {
  readonly subject: DesiredAccess['subject'];
  readonly value: Expression;
  readonly levels: readonly { readonly level: Level; readonly at: Place }[];
  readonly optional: boolean;
  readonly at: Place;
}

export function readAccess(
  entries: readonly Entry[],
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintAccess[] {
  return entries.map((entry, index) => readEntry(entry, [...path, index], reader));
}

function readEntry(entry: Entry, path: readonly PathKey[], reader: BlueprintReader): BlueprintAccess {
  const { level, optional } = entry;
  const wanted = Array.isArray(level)
    ? level.map((one, index) => ({ level: one, at: reader.at([...path, 'level', index]) }))
    : [{ level, at: reader.at([...path, 'level']) }];
  const { subject, text } = subjectOf(entry);
  return { subject, value: reader.text([...path, subject], text), levels: wanted, optional, at: reader.at(path) };
}

function subjectOf(entry: Entry): { subject: DesiredAccess['subject']; text: string } {
  if ('user' in entry) return { subject: 'user', text: entry.user };
  if ('group' in entry) return { subject: 'group', text: entry.group };
  return { subject: 'person', text: entry.person };
}

/** Access with its values put in. What is left out is added to `leftOut`, in a sentence each. */
export function renderAccess(entries: readonly BlueprintAccess[], scope: Scope, leftOut: string[]): DesiredAccess[] {
  return entries.flatMap((entry) => {
    const value = entry.optional ? optionalValue(entry.value, scope) : scope.required(entry.value);
    if (value === '') {
      leftOut.push(`The ${entry.subject} of ${formatPlace(entry.at)} is left out: \`${entry.value.text}\` is empty.`);
      return [];
    }
    const { line, column } = entry.at;
    return [{ subject: entry.subject, value, levels: entry.levels.map(({ level }) => level), at: { line, column } }];
  });
}

function optionalValue(expression: Expression, scope: Scope): string {
  try {
    return scope.text(expression);
  } catch (error) {
    if (isUnsetSetting(error)) return '';
    throw error;
  }
}
