import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { titleLimits } from '../../docspace/vocabulary/clean-title.ts';
import type { DesiredItem } from '../desired-room.ts';
import type { BlueprintReader, Expression } from '../expression.ts';
import { formatPlace, type PathKey, type Place } from '../issue.ts';
import { isUnsetSetting } from '../liquid/create-expressions.ts';
import type { Scope } from '../scope.ts';

const FolderTitle = z.string().min(1).describe(`A folder's title, at most ${titleLimits.entry} characters.`);

const FileIds = z
  .union([z.string().min(1), z.int().min(1), z.array(z.union([z.string().min(1), z.int().min(1)]))])
  .describe('Ids of the files to copy: one, a list, or an expression that gives ids separated by commas.');

const Copy = z.strictObject({
  copy: FileIds,
  as: z
    .string()
    .min(1)
    .optional()
    .describe("The copy's title; without an extension it gets the source's. Only for a single file."),
  optional: z.boolean().default(false).describe('Whether the entry is left out when its value is empty or not set.'),
});

/** Written out, since a schema that holds itself has no type to infer. */
type Item = string | { folder: string; contents?: Item[] | undefined } | z.infer<typeof Copy>;

const Folder = z.strictObject({
  folder: FolderTitle,
  get contents(): z.ZodOptional<z.ZodType<Item[]>> {
    return Contents.optional().describe('What the folder holds.');
  },
});

export const Contents: z.ZodType<Item[]> = z.array(
  z.union([FolderTitle, Folder, Copy]).describe('A folder by its title, a map with `folder`, or one with `copy`.'),
);

/** Something that the document wants in the room, or in a folder of it. */
export type BlueprintItem =
  | {
      readonly kind: 'folder';
      readonly title: Expression;
      readonly contents: readonly BlueprintItem[];
      readonly at: Place;
    }
  | {
      readonly kind: 'copy';
      readonly files: readonly Expression[];
      readonly as?: Expression;
      readonly optional: boolean;
      readonly at: Place;
    };

/** Reads a list of contents. Each part of the short form (a text, a number) becomes the long one. */
export function readContents(
  items: readonly Item[],
  path: readonly PathKey[],
  reader: BlueprintReader,
): BlueprintItem[] {
  return items.map((item, index) => readItem(item, [...path, index], reader));
}

function readItem(item: Item, path: readonly PathKey[], reader: BlueprintReader): BlueprintItem {
  const at = reader.at(path);
  if (typeof item === 'string') return { kind: 'folder', title: reader.text(path, item), contents: [], at };
  if ('folder' in item) {
    const contents = readContents(item.contents ?? [], [...path, 'contents'], reader);
    return { kind: 'folder', title: reader.text([...path, 'folder'], item.folder), contents, at };
  }
  const { copy, as, optional } = item;
  const files = Array.isArray(copy)
    ? copy.map((id, index) => reader.text([...path, 'copy', index], String(id)))
    : [reader.text([...path, 'copy'], String(copy))];
  return { kind: 'copy', files, ...(as === undefined ? {} : { as: reader.text([...path, 'as'], as) }), optional, at };
}

/** All copies of a tree of contents. */
export function copiesOf(items: readonly BlueprintItem[]): Extract<BlueprintItem, { kind: 'copy' }>[] {
  return items.flatMap((item) => (item.kind === 'folder' ? copiesOf(item.contents) : [item]));
}

/** The contents with their values put in. What is left out is added to `leftOut`, in a sentence each. */
export function renderContents(items: readonly BlueprintItem[], scope: Scope, leftOut: string[]): DesiredItem[] {
  return items.flatMap((item): DesiredItem[] => {
    if (item.kind === 'copy') return renderCopy(item, scope, leftOut);
    return [
      { kind: 'folder', title: scope.required(item.title), contents: renderContents(item.contents, scope, leftOut) },
    ];
  });
}

type Copies = Extract<BlueprintItem, { kind: 'copy' }>;

function renderCopy(item: Copies, scope: Scope, leftOut: string[]): DesiredItem[] {
  const fileIds = optionalIds(item, scope);
  const at = { line: item.at.line, column: item.at.column };
  if (fileIds.length === 0 && (item.as === undefined || item.optional)) {
    leftOut.push(`Nothing is copied for ${formatPlace(item.at)}: ${nameSource(item, scope)} names no file.`);
    return [];
  }
  if (item.as === undefined) return fileIds.map((fileId) => ({ kind: 'copy', fileId, at }));
  const [fileId, second] = fileIds;
  if (fileId === undefined || second !== undefined) throw notOneFile(item, fileIds.length, scope);
  return [{ kind: 'copy', fileId, as: scope.required(item.as), at }];
}

function optionalIds(item: Copies, scope: Scope): number[] {
  try {
    return item.files.flatMap((expression) => renderFileIds(expression, scope));
  } catch (error) {
    if (item.optional && isUnsetSetting(error)) return [];
    throw error;
  }
}

/** The ids that an expression gives. Errors: `invalid-input` names the setting, never its value, which is not ours to show. */
export function renderFileIds(expression: Expression, scope: Scope): number[] {
  return scope.words(expression).map((word, index) => {
    const id = /^[1-9]\d{0,15}$/.test(word) ? Number(word) : Number.NaN;
    if (Number.isSafeInteger(id)) return id;
    const settings = scope.settingsOf(expression);
    const named = settings.length > 0 ? settings.join(', ') : `\`${expression.text}\``;
    throw new AppError(
      'invalid-input',
      `${formatPlace(expression.at)}: ${named} must be ids of files; number ${index + 1} is none`,
      {
        hint: 'A file id is a positive whole number; the portal shows it in the address of the opened file.',
        details: { settings },
      },
    );
  });
}

function notOneFile(item: Copies, count: number, scope: Scope): AppError {
  const message = `${formatPlace(item.at)}: \`as\` names one file, and ${nameSource(item, scope)} gives ${count}`;
  return new AppError('invalid-input', message, {
    hint: count === 0 ? 'Set it to the id of a file, or say `optional: true`.' : 'Leave `as` out to keep the titles.',
  });
}

function nameSource({ files }: Copies, scope: Scope): string {
  const settings = files.flatMap((file) => scope.settingsOf(file));
  return settings.length > 0 ? settings.join(', ') : `\`${files.map((file) => file.text).join(', ')}\``;
}
