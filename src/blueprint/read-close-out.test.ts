import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../../test/support/project-files.ts';
import { checkBlueprint } from './check-blueprint.ts';
import { formatPlace, type Issue } from './issue.ts';
import { parseBlueprint } from './parse-blueprint.ts';

/** Head is lines 1 to 3; what is given starts in line 4. */
const aDocument = (lines: string): string => `apiVersion: concierge/v1\nkind: CloseOut\nname: closing\n${lines}\n`;

function issuesOf(text: string): readonly Issue[] {
  const result = parseBlueprint({ file: 'a.yaml', text });
  return result.ok ? checkBlueprint(result.blueprint, { env: ['A'] }) : result.issues;
}

const linesOf = (text: string): readonly string[] =>
  issuesOf(text).map((issue) => `${formatPlace(issue)} ${issue.message}`);

const person = 'for: person\nwhen: person.disabled\nremove: [memberships]';

describe('a close-out', () => {
  it('is for rooms, as it always was, unless it says that it is for a person', () => {
    const room = parseBlueprint({ file: 'a.yaml', text: aDocument('remove: [guests, links, guests]') });
    expect(room).toMatchObject({ blueprint: { for: 'room', remove: ['guests', 'links'], ownership: 'never' } });
    const text = readProjectFile('blueprints/gallery/leaver-access.yaml');
    const leaver = parseBlueprint({ file: 'a.yaml', text });
    expect(leaver).toMatchObject({
      blueprint: { for: 'person', when: 'person.disabled', rooms: 'all', on: { events: ['user.updated'] } },
    });
    expect(issuesOf(text)).toEqual([]);
  });

  it('for a person may mail what it did, in words of its own', () => {
    const mail =
      'then: [{ mail: { to: "{{ env.A }}", subject: "{{ person.name }}", text: "{{ closeOut.removed | join: \\", \\" }}" } }]';
    expect(linesOf(aDocument(`${person}\non: { event: [user.created, user.updated], http: true }\n${mail}`))).toEqual(
      [],
    );
  });

  it.each<[string, string, readonly string[]]>([
    [
      'memberships of a room',
      'remove: [guests, memberships]',
      ['a.yaml:4:18 `memberships` are removed from a person, and the close-out is for a room'],
    ],
    [
      'an event of a person for a room',
      'on: { event: user.updated }\nremove: [guests]',
      ['a.yaml:4:14 `user.updated` brings a person, and the close-out is for a room'],
    ],
    [
      'a condition for a room',
      'when: person.disabled\nremove: [guests]',
      ['a.yaml:4:7 `when` is given, and the close-out is for a room'],
    ],
    [
      'a start by the API for a room, which there is anyway',
      'on: { http: true }\nremove: [guests]',
      ['a.yaml:4:13 `http` is given, and the close-out is for a room'],
    ],
    [
      'guests and links of a person',
      'for: person\nwhen: person.disabled\nremove: [memberships, guests, links]',
      [
        'a.yaml:6:23 `guests` are removed from a room, and the close-out is for a person',
        'a.yaml:6:31 `links` are removed from a room, and the close-out is for a person',
      ],
    ],
    ['nobody in particular', 'for: person\nremove: [memberships]', ['a.yaml:1:1 missing key `when`']],
    [
      'an event of a room for a person',
      `${person}\non: { event: [user.updated, room.archived] }`,
      ['a.yaml:7:29 `room.archived` brings a room, and the close-out is for a person'],
    ],
    [
      'borrowing, and a report, for a person',
      `${person}\nownership: borrow\nreport: { folder: "1" }`,
      [
        'a.yaml:7:12 `ownership: borrow` is given, and the close-out is for a person',
        'a.yaml:8:9 `report` is given, and the close-out is for a person',
      ],
    ],
    [
      'owners, and a mail about a room, for a person',
      `${person}\nthen:\n  - mail: { to: owners, template: guests-removed }`,
      [
        'a.yaml:8:17 `owners` are those of a room, and the close-out is for a person',
        'a.yaml:8:35 templates speak of a room, and the close-out is for a person',
      ],
    ],
    [
      'what there is not to read',
      `${person}\nthen: [{ chat: { text: "{{ room.title }} {{ closeOut.links }}" } }]`,
      ['a.yaml:7:24 unknown variable `room.title`', 'a.yaml:7:24 unknown variable `closeOut.links`'],
    ],
    [
      'a condition that reads what is not there yet',
      'for: person\nwhen: closeOut.removed == "x" and person.dissabled\nremove: [memberships]',
      [
        'a.yaml:5:7 unknown variable `closeOut.removed`',
        'a.yaml:5:7 unknown variable `person.dissabled`; did you mean `person.disabled`?',
      ],
    ],
  ])('is refused for %s', (_, lines, expected) => {
    expect(linesOf(aDocument(lines))).toEqual(expected);
    for (const { hint } of issuesOf(aDocument(lines))) expect(hint).not.toBe('');
  });
});
