import { describe, expect, it } from 'vitest';
import { formatPlace } from './issue.ts';
import { parseBlueprint } from './parse-blueprint.ts';
import { documentLimit } from './yaml/read-yaml.ts';

const head = 'apiVersion: concierge/v1\nkind: Room\nname: home-room\nfor: person\nkey: "{{ person.id }}"\n';
const room = 'room:\n  title: Home\n  type: collaboration\n';

/** Each issue as a terminal shows it: place, path, message. */
function issuesOf(text: string): string[] {
  const result = parseBlueprint({ file: 'a.yaml', text });
  return result.ok ? [] : result.issues.map((issue) => `${formatPlace(issue)} ${issue.path}: ${issue.message}`);
}

function hintsOf(text: string): string[] {
  const result = parseBlueprint({ file: 'a.yaml', text });
  return result.ok ? [] : result.issues.map(({ hint }) => hint);
}

describe('a well-formed document', () => {
  it('is written out in its long form, each part with its place', () => {
    const result = parseBlueprint({
      file: 'a.yaml',
      text: `${head}on: { event: user.created, sweep: { every: daily } }\n${room}  contents:\n    - Documents\n    - folder: Inner\n      contents: [{ copy: 7, as: Welcome }]\n  access:\n    - { user: "{{ person.id }}", level: editor }\n`,
    });
    expect(result).toMatchObject({
      ok: true,
      blueprint: {
        kind: 'Room',
        name: 'home-room',
        on: { events: ['user.created'], sweep: { every: 'daily', mode: 'report', limit: 20 } },
        room: {
          tags: [],
          contents: [
            { kind: 'folder', title: { text: 'Documents', at: { line: 11, column: 7 } }, contents: [] },
            {
              kind: 'folder',
              title: { text: 'Inner', at: { line: 12, column: 15 } },
              contents: [
                { kind: 'copy', files: [{ text: '7' }], as: { text: 'Welcome' }, at: { line: 13, column: 18 } },
              ],
            },
          ],
          access: [
            {
              subject: 'user',
              levels: [{ level: 'editor', at: { line: 15, column: 41, path: 'room.access[0].level' } }],
              optional: false,
              at: { line: 15, column: 7, path: 'room.access[0]' },
            },
          ],
        },
        then: [],
      },
    });
  });

  it('may start with a byte order mark and have Windows line ends', () => {
    expect(issuesOf(`\uFEFF${head}${room}`.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it('keeps words that YAML 1.1 would read as something else', () => {
    const result = parseBlueprint({ file: 'a.yaml', text: `%YAML 1.1\n---\n${head}${room}  tags: [yes, 012e]\n` });
    expect(result).toMatchObject({ ok: true, blueprint: { room: { tags: [{ text: 'yes' }, { text: '012e' }] } } });
  });
});

describe('a document that is not as the schema says', () => {
  it.each([
    ['an unknown key', `${head}${room}  colour: red\n`, ['a.yaml:9:3 room.colour: unknown key `colour`']],
    [
      'a misspelt key, with the one that was meant',
      `${head}${room}  access:\n    - { user: x, levle: viewer }\n`,
      ['a.yaml:10:18 room.access[0].levle: unknown key `levle`; did you mean `level`?'],
    ],
    [
      'a misspelt deciding key',
      `${head}${room}  access:\n    - { usr: x, level: viewer }\n`,
      ['a.yaml:10:9 room.access[0].usr: unknown key `usr`; did you mean `user`?'],
    ],
    [
      'an entry without a subject',
      `${head}${room}  access:\n    - level: viewer\n`,
      ['a.yaml:10:7 room.access[0]: one of `user`, `group`, `person` is missing'],
    ],
    [
      'an entry with two subjects',
      `${head}${room}  access:\n    - { user: x, group: y, level: viewer }\n`,
      ['a.yaml:10:7 room.access[0]: only one of `user`, `group` may stand here'],
    ],
    [
      'an unknown level',
      `${head}${room}  access:\n    - { user: x, level: vewer }\n`,
      ['a.yaml:10:25 room.access[0].level: `level` is unknown: `vewer`; did you mean `viewer`?'],
    ],
    [
      'an unknown level in a list',
      `${head}${room}  access:\n    - user: x\n      level: [viewer, Owner]\n`,
      ['a.yaml:11:23 room.access[0].level[1]: `level` is unknown: `Owner`'],
    ],
    [
      "a level as the portal's number",
      `${head}${room}  access:\n    - { user: x, level: 11 }\n`,
      ['a.yaml:10:25 room.access[0].level: `level` must be text or a list, not `11`'],
    ],
    [
      'an unknown room type',
      `${head}room:\n  title: Home\n  type: colaboration\n`,
      ['a.yaml:8:9 room.type: unknown type `colaboration`; did you mean `collaboration`?'],
    ],
    [
      'an unknown event',
      `${head}on: { event: user.added }\n${room}`,
      ['a.yaml:6:14 on.event: unknown event `user.added`'],
    ],
    [
      'a part of the language that is not there',
      `${head}on: { mqtt: true }\n${room}`,
      ['a.yaml:6:7 on.mqtt: unknown key `mqtt`'],
    ],
    [
      'limits of a sweep that make no sense',
      `${head}on: { sweep: { every: dayly, limit: 0 } }\n${room}`,
      [
        'a.yaml:6:23 on.sweep.every: unknown every `dayly`; did you mean `daily`?',
        'a.yaml:6:37 on.sweep.limit: `limit` must be at least 1',
      ],
    ],
    [
      'a limit that is no whole number',
      `${head}on: { sweep: { every: daily, limit: 1.5 } }\n${room}`,
      ['a.yaml:6:37 on.sweep.limit: `limit` must be a whole number, not `1.5`'],
    ],
    [
      'missing keys',
      'apiVersion: concierge/v1\nkind: Room\nname: a\n',
      ['a.yaml:1:1 : missing key `key`', 'a.yaml:1:1 : missing key `room`'],
    ],
    [
      'a key without a value',
      `${head}room:\n  title:\n  type: custom\n`,
      ['a.yaml:7:3 room.title: `title` must be text, not empty'],
    ],
    [
      'an empty title',
      `${head}room: { title: "", type: custom }\n`,
      ['a.yaml:6:16 room.title: `title` must not be empty'],
    ],
    [
      'a number for a title',
      `${head}room: { title: 2024, type: custom }\n`,
      ['a.yaml:6:16 room.title: `title` must be text, not `2024`'],
    ],
    [
      'an expression without quotes',
      head.replace(/key:.*/, 'key: {{ person.id }}') + room,
      ['a.yaml:5:6 key: `key` must be text, not a map'],
    ],
    [
      'a bad name',
      head.replace('home-room', 'Home Room') + room,
      ['a.yaml:3:7 name: `name` must start with a letter and have only small letters, digits and hyphens'],
    ],
    [
      'contents of the wrong form',
      `${head}${room}  contents: [3, { foldr: x }, { folder: x, as: y }]\n`,
      [
        'a.yaml:9:14 room.contents[0]: `contents` must be text or a map with `folder` or a map with `copy` or a map with `text`, not `3`',
        'a.yaml:9:19 room.contents[1].foldr: unknown key `foldr`; did you mean `folder`?',
        'a.yaml:9:44 room.contents[2].as: unknown key `as`',
      ],
    ],
    [
      'mistakes deep inside',
      `${head}${room}  contents:\n    - folder: A\n      contents:\n        - folder: B\n          contents: [{ copy: -1 }]\n`,
      ['a.yaml:13:30 room.contents[0].contents[0].contents[0].copy: `copy` must be at least 1'],
    ],
    [
      'another version',
      `apiVersion: concierge/v2\nkind: Room\nfoo: 1\n`,
      ['a.yaml:1:13 apiVersion: unknown apiVersion `concierge/v2`; did you mean `concierge/v1`?'],
    ],
    [
      'an unknown kind',
      `apiVersion: concierge/v1\nkind: Rooms\n`,
      ['a.yaml:2:7 kind: unknown kind `Rooms`; did you mean `Room`?'],
    ],
    ['a list instead of keys', '- a\n', ['a.yaml:1:1 : `the document` must be a map of keys, not a list']],
    ['a text instead of keys', 'hello\n', ['a.yaml:1:1 : `the document` must be a map of keys, not text']],
    [
      'keys that mean something to JavaScript',
      `${head}${room}__proto__: { a: 1 }\nconstructor: 2\n`,
      ['a.yaml:9:1 __proto__: unknown key `__proto__`', 'a.yaml:10:1 constructor: unknown key `constructor`'],
    ],
    [
      'an unknown follow-up',
      `${head}${room}then:\n  - sms: { note: x }\n`,
      ['a.yaml:10:5 then[0].sms: unknown key `sms`'],
    ],
  ])('is told of %s', (_, text, expected) => {
    expect(issuesOf(text)).toEqual(expected);
  });

  it('says all of it at once', () => {
    expect(issuesOf(`${head}when: 5\nroom: { title: 1, type: x, foo: 1 }\n`)).toHaveLength(4);
  });

  it.each([
    [
      `${head}${room}  access: [{ user: x, levle: viewer, level: viewer }]\n`,
      'Known keys here: `user`, `level`, `optional`, `expires`, `notify`, `each`, `when`.',
    ],
    [
      `${head}on: { event: room_moved }\n${room}`,
      'Known: `user.created`, `user.invited`, `user.updated`, `room.created`.',
    ],
    [`${head}on: { mqtt: true }\n${room}`, 'Known keys here: `event`, `sweep`, `http`.'],
    [`${head}room: { title: 2024, type: custom }\n`, 'Put it in quotes.'],
    [head.replace(/key:.*/, 'key: {{ person.id }}') + room, 'Put the expression in quotes: "{{ … }}".'],
    [`${head}room: { type: custom }\n`, "Add it: The room's title, at most 170 characters."],
  ])('says what would work', (text, hint) => {
    expect(hintsOf(text)).toContain(hint);
  });
});

describe('a text that is not one YAML document', () => {
  it.each([
    ['nothing', '', ['a.yaml:1:1 : the file is empty']],
    ['a comment only', '# later\n', ['a.yaml:1:1 : the file is empty']],
    ['an empty document', '---\n', ['a.yaml:1:1 : the file is empty']],
    ['a second document', `${head}${room}---\nfoo: 1\n`, ['a.yaml:10:1 : a second document in one file']],
    ['a key twice', `${head}${room}name: other\n`, ['a.yaml:9:1 : duplicate key `name`']],
    ['a tab as indentation', 'room:\n\ttitle: x\n', ['a.yaml:2:1 : a tab as indentation']],
    ['a quote that is not closed', 'name: "x\n', ['a.yaml:2:1 : not YAML: Missing closing "quote']],
    ['a tag', 'name: !!js/function "x"\n', ['a.yaml:1:7 : a tag that blueprints do not have']],
    ['an alias', 'name: &a x\nkey: *a\n', ['a.yaml:2:6 : aliases such as `*a` are not part of blueprints']],
    [
      'an alias to itself',
      'room: &a { room: *a }\n',
      ['a.yaml:1:18 : aliases such as `*a` are not part of blueprints'],
    ],
    ['more than 256 KB', `# ${'x'.repeat(documentLimit)}`, ['a.yaml:1:1 : larger than 256 KB']],
  ])('is told of %s', (_, text, expected) => {
    expect(issuesOf(text)).toEqual(expected);
  });

  it('refuses a bomb of aliases before it grows', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef']) lines.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
    expect(issuesOf(lines.join('\n'))).toEqual([expect.stringContaining('are not part of blueprints')]);
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['maps in brackets', '{a: '.repeat(60_000)],
    ['lists in lists', `${'- '.repeat(100_000)}x`],
    ['maps in maps', 'a: '.repeat(80_000)],
    ['folders', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses %s nested without end', (_, text) => {
    expect(issuesOf(text)).toEqual([expect.stringContaining('nested more than 50 deep')]);
  });

  it('refuses more keys than can be compared with one another', () => {
    const text = Array.from({ length: 25_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(issuesOf(text)).toEqual([expect.stringContaining('more than 5000 keys and values')]);
  });

  it('never throws, whatever the bytes', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ': ',
      '- ',
      '\n',
      '\t',
      '"',
      "'",
      '*a',
      '&a',
      '!!x ',
      '|',
      '>',
      '%',
      '#',
      '\0',
      '\uD800',
      'key',
      '? ',
    ];
    let seed = 7;
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: next() % 40 }, () => pieces[next() % pieces.length]).join('');
      expect(() => parseBlueprint({ file: 'a.yaml', text })).not.toThrow();
    }
  });
});
