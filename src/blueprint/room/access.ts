import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { type Level, levels } from '../../docspace/vocabulary/words.ts';
import type { DesiredAccess } from '../desired-room.ts';
import { expiryForms, renderExpiry } from '../expiry.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import { formatPlace, type PathKey, type Place } from '../issue.ts';
import { isUnsetSetting } from '../liquid/create-expressions.ts';
import { didYouMean, quoteWords } from '../nearest-word.ts';
import type { Scope } from '../scope.ts';

const LevelWord = z
  .string()
  .superRefine((text, context) => {
    if (text.includes('{{') || isLevel(text)) return;
    context.addIssue({ code: 'custom', message: `is unknown: \`${text}\`${didYouMean(text, levels)}` });
  })
  .describe(`One of ${levels.join(', ')}; or an expression that gives one.`);

const shared = {
  level: z
    .union([LevelWord, z.array(LevelWord).min(1)])
    .describe(
      `What they may do: one of ${levels.join(', ')}; or a list, of which the first that the account may have counts.`,
    ),
  optional: z.boolean().default(false).describe('Whether the entry is left out when its value is empty or not set.'),
  expires: z.string().min(1).optional().describe(`When the access ends: ${expiryForms}.`),
  notify: z.boolean().default(false).describe('Whether the portal tells an account that is there already by mail.'),
  each: z
    .string()
    .min(1)
    .optional()
    .describe('The name of a list input: an entry for each of its items, read as `item`.'),
  when: z.string().min(1).optional().describe('A condition without which the entry is left out.'),
};

const Entry = z.union([
  z.strictObject({ user: z.string().min(1).describe('Id of an account.'), ...shared }),
  z.strictObject({ group: z.string().min(1).describe('Id of a group.'), ...shared }),
  z.strictObject({ person: z.string().min(1).describe('Id or e-mail address of a person.'), ...shared }),
]);
type Entry = z.infer<typeof Entry>;

export const Access = z.array(Entry);

/** A level as it is written: a word, or an expression that gives one. */
type WrittenLevel = { readonly at: Place } & ({ readonly level: Level } | { readonly expression: Expression });

/** Somebody whom the document gives access, with the levels in the order of preference. */
export interface BlueprintAccess {
  readonly subject: DesiredAccess['subject'];
  readonly value: Expression;
  readonly levels: readonly WrittenLevel[];
  readonly optional: boolean;
  readonly notify: boolean;
  readonly expires?: Expression;
  readonly each?: Expression;
  readonly when?: Expression;
  readonly at: Place;
}

function isLevel(text: string): text is Level {
  return levels.some((level) => level === text);
}

export function readAccess(
  entries: readonly Entry[],
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintAccess[] {
  return entries.map((entry, index) => readEntry(entry, [...path, index], reader));
}

function readEntry(entry: Entry, path: readonly PathKey[], reader: BlueprintReader): BlueprintAccess {
  const { level, optional, notify, expires, each, when } = entry;
  const written = Array.isArray(level)
    ? level.map((one, index) => readLevel(one, [...path, 'level', index], reader))
    : [readLevel(level, [...path, 'level'], reader)];
  const { subject, text } = subjectOf(entry);
  return {
    ...{ subject, levels: written, optional, notify, at: reader.at(path) },
    value: reader.text([...path, subject], text),
    ...(expires === undefined ? {} : { expires: reader.text([...path, 'expires'], expires) }),
    ...(each === undefined ? {} : { each: reader.condition([...path, 'each'], each) }),
    ...(when === undefined ? {} : { when: reader.condition([...path, 'when'], when) }),
  };
}

function readLevel(text: string, path: readonly PathKey[], reader: BlueprintReader): WrittenLevel {
  const at = reader.at(path);
  return isLevel(text) ? { level: text, at } : { expression: reader.text(path, text), at };
}

function subjectOf(entry: Entry): { subject: DesiredAccess['subject']; text: string } {
  if ('user' in entry) return { subject: 'user', text: entry.user };
  if ('group' in entry) return { subject: 'group', text: entry.group };
  return { subject: 'person', text: entry.person };
}

/** Access with its values put in. What is left out is added to `leftOut`, in a sentence each. */
export function renderAccess(entries: readonly BlueprintAccess[], scope: Scope, leftOut: string[]): DesiredAccess[] {
  return entries.flatMap((entry) => {
    const scopes = entry.each ? scope.items(entry.each) : [scope];
    return scopes.flatMap((one) => renderEntry(entry, one, leftOut));
  });
}

function renderEntry(entry: BlueprintAccess, scope: Scope, leftOut: string[]): DesiredAccess[] {
  const { subject, notify, expires, when } = entry;
  if (when && !scope.condition(when).value) return [];
  const value = entry.optional ? optionalValue(entry.value, scope) : scope.required(entry.value);
  if (value === '') {
    leftOut.push(`The ${subject} of ${formatPlace(entry.at)} is left out: \`${entry.value.text}\` is empty.`);
    return [];
  }
  const { line, column } = entry.at;
  const expiry = expires && renderExpiry(expires, scope);
  return [
    {
      ...{ subject, value, notify, at: { line, column } },
      levels: entry.levels.flatMap((level) => renderLevel(level, scope)),
      ...(expiry ? { expires: expiry } : {}),
    },
  ];
}

function renderLevel(written: WrittenLevel, scope: Scope): Level[] {
  if ('level' in written) return [written.level];
  return scope.words(written.expression).map((word) => {
    if (isLevel(word)) return word;
    const message = `${formatPlace(written.at)}: unknown level \`${word}\`${didYouMean(word, levels)}`;
    throw new AppError('invalid-input', message, { hint: `Known: ${quoteWords(levels)}.` });
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
