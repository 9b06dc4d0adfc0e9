import { cleanTitle } from '../../docspace/vocabulary/clean-title.ts';
import type { Expression } from '../expression.ts';
import { formatPlace, type Issue, issueAt } from '../issue.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { BlueprintItem } from '../room/contents.ts';

/** Entries of one folder that the portal would store under one title, and `as` for more than one file. */
export function checkContents(items: readonly BlueprintItem[], expressions: Expressions): Issue[] {
  const texts = items.flatMap((item) => (item.kind === 'text' ? checkText(item, expressions) : []));
  const inner = items.flatMap((item) => (item.kind === 'folder' ? checkContents(item.contents, expressions) : []));
  return [...checkTwins(items, expressions), ...items.flatMap(checkAs), ...texts, ...inner];
}

/** The portal makes text files with one extension, or with none. */
function checkText({ as }: Extract<BlueprintItem, { kind: 'text' }>, expressions: Expressions): Issue[] {
  const { isFixed } = expressions.inspect(as.text);
  const extension = /\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,8}$/.exec(as.text.trim())?.[0];
  if (!isFixed || extension === undefined || extension.toLowerCase() === '.txt') return [];
  return [issueAt(as.at, `a text file cannot be \`${extension}\``, 'Let the title end in .txt, or copy a file.')];
}

function checkAs(item: BlueprintItem): Issue[] {
  if (item.kind !== 'copy' || item.as === undefined || item.files.length === 1) return [];
  const message = `\`as\` names one file, and \`copy\` lists ${item.files.length}`;
  return [issueAt(item.as.at, message, 'Make an entry of each file, or leave `as` out to keep the titles.')];
}

function checkTwins(items: readonly BlueprintItem[], expressions: Expressions): Issue[] {
  const seen = new Map<string, Expression>();
  const issues: Issue[] = [];
  // Of entries with conditions only one may be meant.
  const sure = items.filter(({ when }) => when === undefined);
  for (const { id, expression } of sure.flatMap((item) => identify(item, expressions))) {
    const first = seen.get(id);
    if (first) issues.push(twinIssue(expression, first));
    else seen.set(id, expression);
  }
  return issues;
}

interface Identity {
  readonly id: string;
  readonly expression: Expression;
}

/** What entries are told apart by. Titles are compared as the portal stores them, as far as they are known; otherwise as written. */
function identify(item: BlueprintItem, expressions: Expressions): Identity[] {
  const clean = ({ text }: Expression): string => (expressions.inspect(text).isFixed ? cleanTitle(text) : text);
  if (item.kind === 'folder') return [{ id: `folder ${clean(item.title)}`, expression: item.title }];
  if (item.kind === 'text') return [{ id: `file ${clean(item.as)}`, expression: item.as }];
  if (item.as) return [{ id: `file ${clean(item.as)}`, expression: item.as }];
  return item.files.map((file) => ({ id: `copy ${file.text.trim()}`, expression: file }));
}

function twinIssue({ text, at }: Expression, first: Expression): Issue {
  const stored = first.text === text ? '' : ` (the portal stores both as "${cleanTitle(text)}")`;
  const message = `\`${text}\` stands twice in one folder${stored}; first at ${formatPlace(first.at)}`;
  return issueAt(at, message, 'Give one of them another title: titles are how entries are found again.');
}
