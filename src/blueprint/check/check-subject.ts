import { type Issue, issueAt } from '../issue.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { RoomBlueprint } from '../room-schema.ts';

/** Whether it is said for whom the room is, and whether each subject gets a room of its own. */
export function checkSubject(blueprint: RoomBlueprint, expressions: Expressions): Issue[] {
  return [...checkFor(blueprint, expressions), ...checkKey(blueprint, expressions)];
}

function checkFor({ for: subject, on, expressions: all, at }: RoomBlueprint, expressions: Expressions): Issue[] {
  if (subject !== undefined) return [];
  const hint = 'Add `for: person`.';
  if (on.events.length > 0 || on.sweep) {
    return [issueAt(on.at, '`on` brings persons, and the blueprint is not for a person', hint)];
  }
  const reader = all.find(({ text, form }) =>
    expressions.inspect(text, form).reads.some(([root]) => root === 'person'),
  );
  if (!reader) return [issueAt(at.document, 'the blueprint does not say for whom the room is', hint)];
  return [issueAt(reader.at, '`person` is read, and the blueprint is not for a person', hint)];
}

function checkKey({ key }: RoomBlueprint, expressions: Expressions): Issue[] {
  const { error, reads } = expressions.inspect(key.text);
  if (error !== undefined || reads.some(([root]) => root === 'person')) return [];
  const hint = 'Let it read something that is different for each person and never changes: "{{ person.id }}".';
  return [issueAt(key.at, 'the key is the same for everybody, so everybody would share one room', hint)];
}
