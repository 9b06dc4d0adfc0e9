import { describe, expect, it } from 'vitest';
import { checkBlueprint, type CheckOptions } from './check-blueprint.ts';
import { formatPlace, type Issue } from './issue.ts';
import { parseBlueprint } from './parse-blueprint.ts';

interface Parts {
  readonly on?: string;
  readonly subject?: string;
  readonly when?: string;
  readonly key?: string;
  readonly title?: string;
  readonly type?: string;
  readonly rest?: string;
}

/** A document of one line a part: `on` is line 4, `for` 5, `when` 6, `key` 7, the title 9, the type 10, and `rest` starts in line 11. */
function aDocument(parts: Parts): string {
  const { on = '{}', subject = 'for: person', when = 'person.member', key = '"{{ person.id }}"' } = parts;
  const { title = 'Home', type = 'collaboration', rest = '' } = parts;
  return [
    'apiVersion: concierge/v1',
    'kind: Room',
    'name: home-room',
    `on: ${on}`,
    subject,
    `when: ${when}`,
    `key: ${key}`,
    'room:',
    `  title: ${title}`,
    `  type: ${type}`,
    rest,
  ].join('\n');
}

function check(parts: Parts, options?: CheckOptions): Issue[] {
  const result = parseBlueprint({ file: 'a.yaml', text: aDocument(parts) });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return checkBlueprint(result.blueprint, options);
}

function linesOf(issues: readonly Issue[]): string[] {
  return issues.map((issue) => `${formatPlace(issue)} ${issue.path}: ${issue.message}`);
}

describe('checkBlueprint', () => {
  it('has nothing to say of a possible blueprint', () => {
    expect(
      check({ rest: '  tags: [home]\n  contents: [A, B]\nthen: [{ mail: { to: "{{ room.url }}", template: x } }]' }),
    ).toEqual([]);
  });

  it.each<[string, Parts, string[]]>([
    [
      'a level that the room type does not know',
      { rest: '  access: [{ user: x, level: form-filler }]' },
      ['a.yaml:11:30 room.access[0].level: a user cannot be `form-filler` in a collaboration room'],
    ],
    [
      'each impossible level of a list',
      { type: 'public', rest: '  access: [{ person: x, level: [room-manager, editor, viewer] }]' },
      [
        'a.yaml:11:47 room.access[0].level[1]: a person cannot be `editor` in a public room',
        'a.yaml:11:55 room.access[0].level[2]: a person cannot be `viewer` in a public room',
      ],
    ],
    [
      'a level that no group may have',
      { rest: '  access: [{ group: x, level: room-manager }]' },
      ['a.yaml:11:31 room.access[0].level: a group cannot be `room-manager` in a collaboration room'],
    ],
    [
      'a subject that is named twice',
      { rest: '  access:\n    - { user: x, level: viewer }\n    - { person: x, level: editor }' },
      ['a.yaml:13:17 room.access[1].person: `x` is given access twice'],
    ],
    [
      'two folders of one title',
      { rest: '  contents: [Docs, { folder: Docs }]' },
      ['a.yaml:11:30 room.contents[1].folder: `Docs` stands twice in one folder; first at a.yaml:11:14'],
    ],
    [
      'two folders that the portal stores under one title',
      { rest: '  contents: ["Q1: plans", "Q1/ plans "]' },
      [
        'a.yaml:11:27 room.contents[1]: `Q1/ plans ` stands twice in one folder (the portal stores both as "Q1_ plans"); first at a.yaml:11:14',
      ],
    ],
    [
      'twins deep inside, and expressions of equal text',
      { rest: '  contents: [{ folder: A, contents: ["{{ person.name }}", "{{ person.name }}"] }]' },
      [
        'a.yaml:11:59 room.contents[0].contents[1]: `{{ person.name }}` stands twice in one folder; first at a.yaml:11:38',
      ],
    ],
    [
      'a file copied twice into one folder',
      { rest: '  contents: [{ copy: [5, 6] }, { copy: 5 }]' },
      ['a.yaml:11:40 room.contents[1].copy: `5` stands twice in one folder; first at a.yaml:11:23'],
    ],
    [
      'one title for several files',
      { rest: '  contents: [{ copy: [5, 6], as: Welcome }]' },
      ['a.yaml:11:34 room.contents[0].as: `as` names one file, and `copy` lists 2'],
    ],
    [
      'an expression that is not closed',
      { title: '"{{ person.name"' },
      ['a.yaml:9:10 room.title: the expression cannot be read: output "{{ person.name" not closed'],
    ],
    [
      'an unknown filter',
      { title: '"{{ person.name | shout }}"' },
      ['a.yaml:9:10 room.title: the expression cannot be read: undefined filter: shout'],
    ],
    [
      'two values in one expression',
      { title: '"{{ person.name person.email }}"' },
      ['a.yaml:9:10 room.title: the expression cannot be read: two values without an operator between them'],
    ],
    [
      'two values in a tag',
      { title: '"{% if person.name %}{% if person.name person.email %}x{% endif %}{% endif %}"' },
      ['a.yaml:9:10 room.title: the expression cannot be read: two values without an operator between them'],
    ],
    [
      'a tag that reads files',
      { title: `"{% include 'secrets' %}"` },
      ['a.yaml:9:10 room.title: the expression cannot be read: tag "include" not found'],
    ],
    [
      'a condition in braces',
      { when: '"{{ person.member }}"' },
      ['a.yaml:6:7 when: the expression cannot be read: a condition is written bare, without {{ }} or {% %}'],
    ],
    [
      'a condition that ends with an operator',
      { when: 'person.member and' },
      ['a.yaml:6:7 when: the expression cannot be read: two values without an operator between them'],
    ],
    [
      "another language's operator",
      { when: 'person.member && person.active' },
      ['a.yaml:6:7 when: the expression cannot be read: expected "|" before filter'],
    ],
    [
      'an unknown root',
      { title: '"{{ persn.name }}"' },
      ['a.yaml:9:10 room.title: unknown variable `persn.name`; did you mean `person`?'],
    ],
    [
      'an unknown field',
      { title: '"{{ person.nmae }}"' },
      ['a.yaml:9:10 room.title: unknown variable `person.nmae`; did you mean `person.name`?'],
    ],
    [
      'a field of a field',
      { title: '"{{ person.name.constructor }}"' },
      ['a.yaml:9:10 room.title: unknown variable `person.name.constructor`'],
    ],
    [
      'a field that is computed',
      { title: '"{{ env[person.name] }}"' },
      ['a.yaml:9:10 room.title: `env` is read without the name of a value'],
    ],
    [
      'the room before it is there',
      { title: '"{{ room.id }}"' },
      ['a.yaml:9:10 room.title: unknown variable `room.id`'],
    ],
    ['a condition that depends on the run', { when: 'run.time' }, ['a.yaml:6:7 when: unknown variable `run.time`']],
    [
      'a key that is the same for everybody',
      { key: '"{{ env.X }}"' },
      ['a.yaml:7:6 key: the key is the same for everybody, so everybody would share one room'],
    ],
    [
      'a trigger without a subject',
      { on: '{ event: user.created }', subject: '# nobody' },
      ['a.yaml:4:5 on: `on` brings persons, and the blueprint is not for a person'],
    ],
    [
      'a person that is read and not said',
      { subject: '# nobody' },
      ['a.yaml:6:7 when: `person` is read, and the blueprint is not for a person'],
    ],
    ['a title of white space', { title: '"   "' }, ['a.yaml:9:10 room.title: the title is empty']],
    [
      'titles longer than the portal takes',
      {
        title: 'x'.repeat(171),
        rest: `  contents: [${'y'.repeat(165)}, "${'z'.repeat(166)}{{ person.name }}"]`,
      },
      [
        'a.yaml:9:10 room.title: the title has 171 characters, and the portal takes 170',
        'a.yaml:11:181 room.contents[1]: the title has 166 characters, and the portal takes 165',
      ],
    ],
  ])('refuses %s', (_, parts, expected) => {
    expect(linesOf(check(parts))).toEqual(expected);
  });

  it('says of a blueprint for rooms what a room that is there has already, and what tells it from others', () => {
    const forRoom = { subject: 'for: room', when: 'room.type == "custom"', key: '"{{ room.title }}"' };
    const issues = check({ ...forRoom, on: '{ event: user.created }', rest: '  tags: ["{{ room.type }}"]' });
    expect(linesOf(issues)).toEqual([
      'a.yaml:4:5 on: `user.created` brings a person, and the blueprint is for a room',
      'a.yaml:7:6 key: the key does not tell rooms apart',
      'a.yaml:9:3 room: `title` is given, and the blueprint is for a room that is there',
      'a.yaml:9:3 room: `type` is given, and the blueprint is for a room that is there',
    ]);
    expect(linesOf(check({ ...forRoom, key: '"{{ room.id }}"', rest: 'inputs: { id: string }' }))).toContain(
      'a.yaml:1:1 : `inputs` are declared, and the blueprint is for a room that is there',
    );
    expect(linesOf(check({ on: '{ event: room.created }' }))).toEqual([
      'a.yaml:4:5 on: `room.created` brings a room, and the blueprint is for a person',
    ]);
  });

  it('lets the same titles stand in different folders, and a folder beside a file of its name', () => {
    expect(check({ rest: '  contents: [A, { folder: B, contents: [A] }, { copy: 5, as: A }]' })).toEqual([]);
  });

  it('says which levels would work there, and where the level would work', () => {
    const [issue] = check({ rest: '  access: [{ user: x, level: reviewer }]' });
    expect(issue?.hint).toBe(
      'Possible there: `room-manager`, `content-creator`, `editor`, `viewer`. `reviewer` is possible in rooms of type `custom`.',
    );
    const [group] = check({ rest: '  access: [{ group: x, level: room-manager }]' });
    expect(group?.hint).toMatch(/In no room can a group be `room-manager`\.$/);
  });

  it('lets only the listed names be read as env', () => {
    const parts = { title: '"{{ env.GREETING }} {{ env.PATH | default: 1 }}"' };
    expect(check(parts)).toEqual([]);
    expect(linesOf(check(parts, { env: ['GREETING'] }))).toEqual([
      'a.yaml:9:10 room.title: `env.PATH` is not among the names that blueprints may read',
    ]);
  });

  it('names the tags and filters that there are', () => {
    const hintOf = (title: string) => check({ title }).map(({ hint }) => hint);
    expect(hintOf(`"{% for one in person %}{% endfor %}"`)).toEqual([
      'Tags: `assign`, `case`, `comment`, `if`, `unless`. A list is written so: `{{ people | join: ", " }}`.',
    ]);
    expect(hintOf('"{{ person.name | shout }}"')).toEqual([
      expect.stringMatching(/^Filters: `append`, .*`url_encode`\.$/),
    ]);
  });

  it('knows the mails that there are', () => {
    const parts = { rest: 'then: [{ mail: { to: x, template: welcom } }]' };
    expect(check(parts)).toEqual([]);
    expect(linesOf(check(parts, { mailTemplates: ['welcome'] }))).toEqual([
      'a.yaml:11:35 then[0].mail.template: unknown template `welcom`; did you mean `welcome`?',
    ]);
  });

  it('says all of it in the order of the document', () => {
    const parts = {
      key: '"x"',
      title: '" "',
      rest: '  access: [{ user: x, level: reviewer }]\nthen: [{ mail: { to: "{{ x }}", template: y } }]',
    };
    expect(check(parts).map(({ line }) => line)).toEqual([7, 9, 11, 12]);
  });
});
