import { checkAccess } from './check/check-access.ts';
import { checkContents } from './check/check-contents.ts';
import { checkExpressions } from './check/check-expressions.ts';
import { checkSubject } from './check/check-subject.ts';
import { checkTitles } from './check/check-titles.ts';
import { checkLinks } from './check/check-links.ts';
import { type Issue, issueAt, sortIssues } from './issue.ts';
import { createExpressions, type Expressions } from './liquid/create-expressions.ts';
import { roomTypes } from '../docspace/vocabulary/words.ts';
import type { Blueprint } from './blueprint.ts';
import type { RoomBlueprint } from './room-schema.ts';

/** What is known of the installation; what is not given is not checked. */
export interface CheckOptions {
  /** The names that blueprints may read as `env.NAME`. */
  readonly env?: readonly string[];
  /** The names of mails that there are. */
  readonly mailTemplates?: readonly string[];
}

/** What makes a blueprint impossible although its document is well formed: all of it, in the document's order. Never throws. */
export function checkBlueprint(blueprint: Blueprint, options: CheckOptions = {}): Issue[] {
  const expressions = createExpressions();
  return sortIssues([
    ...checkExpressions(blueprint, expressions, options),
    ...(blueprint.kind === 'Room' ? checkRoom(blueprint, expressions) : []),
  ]);
}

function checkRoom(blueprint: RoomBlueprint, expressions: Expressions): Issue[] {
  return [
    ...checkSubject(blueprint, expressions),
    ...checkTitles(blueprint, expressions),
    ...checkContents(blueprint.room.contents, expressions),
    ...checkAccess(blueprint.room),
    ...checkLinks(blueprint),
    ...checkType(blueprint),
  ];
}

function checkType({ for: subject, room: { type, from, at } }: RoomBlueprint): Issue[] {
  if (subject === 'room' || (type ?? from)) return [];
  return [issueAt(at, 'missing key `type`', `Add it: one of ${roomTypes.join(', ')}; or \`from\`, a room template.`)];
}
