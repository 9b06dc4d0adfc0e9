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

const when = z.string().min(1).optional().describe('A condition without which the entry is left out.');

const Copy = z.strictObject({
  copy: FileIds,
  as: z
    .string()
    .min(1)
    .optional()
    .describe("The copy's title; without an extension it gets the source's. Only for a single file."),
  optional: z.boolean().default(false).describe('Whether the entry is left out when its value is empty or not set.'),
  when,
});

const Text = z.strictObject({
  text: z
    .string()
    .describe('The content of a text file, with expressions. A file that is there already is never overwritten.'),
  as: z
    .string()
    .min(1)
    .describe("The file's title; without an extension it gets `.txt`, and no other one is possible."),
  when,
});

/** Written out, since a schema that holds itself has no type to infer. */
type Item =
  | string
  | { folder: string; contents?: Item[] | undefined; when?: string | undefined }
  | z.infer<typeof Copy>
  | z.infer<typeof Text>;

const Folder = z.strictObject({
  folder: FolderTitle,
  get contents(): z.ZodOptional<z.ZodType<Item[]>> {
    return Contents.optional().describe('What the folder holds.');
  },
  when,
});

export const Contents: z.ZodType<Item[]> = z.array(
  z
    .union([FolderTitle, Folder, Copy, Text])
    .describe('A folder by its title, a map with `folder`, one with `copy`, or one with `text`.'),
);

/** Something that the document wants in the room, or in a folder of it. */
export type BlueprintItem = { readonly at: Place; readonly when?: Expression } & (
  | { readonly kind: 'folder'; readonly title: Expression; readonly contents: readonly BlueprintItem[] }
  | {
      readonly kind: 'copy';
      readonly files: readonly Expression[];
      readonly as?: Expression;
      readonly optional: boolean;
    }
  | { readonly kind: 'text'; readonly content: Expression; readonly as: Expression }
);

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
  const condition = item.when === undefined ? {} : { when: reader.condition([...path, 'when'], item.when) };
  if ('folder' in item) {
    const contents = readContents(item.contents ?? [], [...path, 'contents'], reader);
    return { kind: 'folder', title: reader.text([...path, 'folder'], item.folder), contents, at, ...condition };
  }
  if ('text' in item) {
    const content = reader.text([...path, 'text'], item.text);
    return { kind: 'text', content, as: reader.text([...path, 'as'], item.as), at, ...condition };
  }
  return { ...readCopy(item, path, reader), at, ...condition };
}

function readCopy({ copy, as, optional }: z.infer<typeof Copy>, path: readonly PathKey[], reader: BlueprintReader) {
  const files = Array.isArray(copy)
    ? copy.map((id, index) => reader.text([...path, 'copy', index], String(id)))
    : [reader.text([...path, 'copy'], String(copy))];
  const title = as === undefined ? {} : { as: reader.text([...path, 'as'], as) };
  return { kind: 'copy', files, ...title, optional } as const;
}

/** All copies of a tree of contents. */
export function copiesOf(items: readonly BlueprintItem[]): Extract<BlueprintItem, { kind: 'copy' }>[] {
  return items.flatMap((item) => {
    if (item.kind === 'folder') return copiesOf(item.contents);
    return item.kind === 'copy' ? [item] : [];
  });
}

/** The contents with their values put in. What is left out is added to `leftOut`, in a sentence each. */
export function renderContents(items: readonly BlueprintItem[], scope: Scope, leftOut: string[]): DesiredItem[] {
  return items.flatMap((item): DesiredItem[] => {
    if (item.when && !scope.condition(item.when).value) return [];
    if (item.kind === 'copy') return renderCopy(item, scope, leftOut);
    if (item.kind === 'text') return [renderText(item, scope)];
    return [
      { kind: 'folder', title: scope.required(item.title), contents: renderContents(item.contents, scope, leftOut) },
    ];
  });
}

const longestContent = 64 * 1024;

function renderText(item: Extract<BlueprintItem, { kind: 'text' }>, scope: Scope): DesiredItem {
  const title = scope.required(item.as);
  const content = scope.text(item.content);
  const where = formatPlace(item.at);
  // Such a content the portal takes for a page, and names the file so (DocSpace server, FilesControllerHelper.cs).
  if (/<\S+\s[^>]*>/s.test(content)) {
    throw new AppError(
      'invalid-input',
      `${where}: the text looks like a page to the portal, which would make it .html`,
      {
        hint: 'Leave `<` out of it.',
      },
    );
  }
  if (content.length > longestContent) {
    throw new AppError('invalid-input', `${where}: the text has more than 64 KB`, { hint: 'Copy a file instead.' });
  }
  return {
    kind: 'text',
    title: /\.txt$/i.test(title) ? title : `${title}.txt`,
    content,
    at: { line: item.at.line, column: item.at.column },
  };
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
