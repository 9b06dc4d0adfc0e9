import { titleLimits } from '../../docspace/vocabulary/clean-title.ts';
import type { Expression } from '../expression.ts';
import { type Issue, issueAt } from '../issue.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { BlueprintItem } from '../room/contents.ts';
import type { RoomBlueprint } from '../room-schema.ts';

/** Longest name of a tag (DocSpace server, the request of `files/tags`). */
const tagLimit = 255;

/** Titles and tags that are empty, or already too long before anything is put in. */
export function checkTitles({ room }: RoomBlueprint, expressions: Expressions): Issue[] {
  const check = (limit: number) => (expression: Expression) => checkTitle(expression, limit, expressions);
  return [
    ...[room.title].flatMap(check(titleLimits.room)),
    ...room.tags.flatMap(check(tagLimit)),
    ...entryTitles(room.contents).flatMap(check(titleLimits.entry)),
  ];
}

function entryTitles(items: readonly BlueprintItem[]): Expression[] {
  return items.flatMap((item) =>
    item.kind === 'folder' ? [item.title, ...entryTitles(item.contents)] : [item.as].filter((as) => as !== undefined),
  );
}

function checkTitle({ text, at }: Expression, limit: number, expressions: Expressions): Issue[] {
  const { error, fixedText, isFixed } = expressions.inspect(text);
  if (error !== undefined) return [];
  if (isFixed && fixedText.trim() === '') {
    return [issueAt(at, 'the title is empty', 'Write a title; the portal refuses one of white space.')];
  }
  const { length } = fixedText.trim();
  if (length <= limit) return [];
  return [issueAt(at, `the title has ${length} characters, and the portal takes ${limit}`, 'Shorten it.')];
}
