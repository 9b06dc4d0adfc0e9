import { type Issue, issueAt } from '../issue.ts';
import type { Expressions } from '../liquid/create-expressions.ts';
import type { VariableName } from '../liquid/inspect-expression.ts';
import { ownTitle, type RoomBlueprint } from '../room-schema.ts';
import { followInput } from './input-names.ts';

/** Whether it is said for whom the room is, and whether each subject gets a room of its own. */
export function checkSubject(blueprint: RoomBlueprint, expressions: Expressions): Issue[] {
  return [...checkFor(blueprint, expressions), ...checkThere(blueprint), ...checkKey(blueprint, expressions)];
}

function checkFor(
  { for: subject, on, inputs, expressions: all, at }: RoomBlueprint,
  expressions: Expressions,
): Issue[] {
  if (subject !== undefined) return checkEvents(subject, on);
  if (on.events.length > 0 || on.sweep) {
    const message = '`on` brings persons, and the blueprint is not for a person';
    return [issueAt(on.at, message, 'Add `for: person`.')];
  }
  if (inputs.length > 0) return [];
  const reader = all.find(({ text, form }) =>
    expressions.inspect(text, form).reads.some(([root]) => root === 'person'),
  );
  if (reader)
    return [issueAt(reader.at, '`person` is read, and the blueprint is not for a person', 'Add `for: person`.')];
  const hint = 'Add `for: person`, or `inputs` that the key reads.';
  return [issueAt(at.document, 'the blueprint does not say for whom the room is', hint)];
}

function checkEvents(subject: 'person' | 'room', { events, at }: RoomBlueprint['on']): Issue[] {
  const other = events.find((event) => event.startsWith('room.') !== (subject === 'room'));
  if (other === undefined) return [];
  const [brings, works] = subject === 'person' ? ['a room', 'user.created'] : ['a person', 'room.created'];
  return [issueAt(at, `\`${other}\` brings ${brings}, and the blueprint is for a ${subject}`, `Use ${works}.`)];
}

/** What a room that is there has already, and nothing changes. */
function checkThere({ for: subject, room, inputs, at }: RoomBlueprint): Issue[] {
  if (subject !== 'room') return [];
  const said = [
    ...(room.title.text === ownTitle ? [] : ['title']),
    ...(room.type === undefined ? [] : ['type']),
    ...(room.from ? ['from'] : []),
  ];
  const given =
    inputs.length > 0
      ? [
          issueAt(
            at.document,
            '`inputs` are declared, and the blueprint is for a room that is there',
            'Leave them out: events and sweeps bring none.',
          ),
        ]
      : [];
  const stays = said.map((key) =>
    issueAt(
      room.at,
      `\`${key}\` is given, and the blueprint is for a room that is there`,
      'Leave it out: the room keeps its own.',
    ),
  );
  return [...given, ...stays];
}

function checkKey({ key, for: subject, inputs }: RoomBlueprint, expressions: Expressions): Issue[] {
  const { error, reads } = expressions.inspect(key.text);
  if (error !== undefined) return [];
  if (subject === 'room') return checkRoomKey(key, reads);
  if (subject === 'person') {
    if (reads.some(([root]) => root === 'person')) return [];
    const hint = 'Let it read something that is different for each person and never changes: "{{ person.id }}".';
    return [issueAt(key.at, 'the key is the same for everybody, so everybody would share one room', hint)];
  }
  const fields = reads.flatMap((read) => followInput(read, inputs)?.field ?? []);
  const late = fields.find(({ type }) => type === 'user' || type === 'group');
  if (late) {
    const message = `the key reads \`${late.path}\`, which is known only after the portal was asked`;
    return [issueAt(key.at, message, 'Let it read an input that is a text, such as the number of the client.')];
  }
  if (fields.length > 0 || inputs.length === 0) return [];
  const hint = `Let it read an input that is different for each room: "{{ ${inputs[0]?.path ?? 'client'} }}".`;
  return [issueAt(key.at, 'the key is the same for everybody, so everybody would share one room', hint)];
}

function checkRoomKey({ at }: RoomBlueprint['key'], reads: readonly VariableName[]): Issue[] {
  if (reads.some(([root, name]) => root === 'room' && name === 'id')) return [];
  return [issueAt(at, 'the key does not tell rooms apart', 'Let it read the number of the room: "{{ room.id }}".')];
}
