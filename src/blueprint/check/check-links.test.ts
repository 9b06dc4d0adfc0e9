import { expect, it } from 'vitest';
import { checkBlueprint } from '../check-blueprint.ts';
import { parseBlueprint } from '../parse-blueprint.ts';

function issuesOf(type: string, ...links: readonly string[]): string[] {
  const text = [
    ...[
      'apiVersion: concierge/v1',
      'kind: Room',
      'name: a',
      'inputs: { id: string, pass: { type: string, secret: true } }',
    ],
    ...['key: "{{ id }}"', 'room:', '  title: "{{ id }}"', `  type: ${type}`, '  links:'],
    ...links.map((link) => `    - { ${link} }`),
    '',
  ].join('\n');
  const result = parseBlueprint({ file: 'a.yaml', text });
  if (!result.ok) return result.issues.map(({ message }) => message);
  return checkBlueprint(result.blueprint).map(({ message, hint }) => `${message} ${hint}`);
}

const external = 'kind: external, level: viewer';

it.each([
  ['collaboration', 'a collaboration room cannot have an external link Possible in rooms of type'],
  ['virtual-data', 'a virtual-data room cannot have an external link'],
])('an external link in a %s room is refused, and where it is possible said', (type, message) => {
  expect(issuesOf(type, external)).toEqual([expect.stringContaining(message)]);
});

it('a level that is impossible is refused with those that are possible', () => {
  expect(issuesOf('form-filling', 'kind: external, level: editor')).toEqual([
    expect.stringContaining('an external link cannot be `editor` in a form-filling room Possible there:'),
  ]);
});

it.each([
  ['public', 'expires: 90d', 'never ends'],
  ['custom', 'maxUses: 3', '`maxUses` is not possible for an external link'],
  ['custom', 'password: secret', 'the password is not exactly one expression'],
  ['custom', 'password: "{{ id }}"', 'the input `id` is not secret'],
  ['custom', 'password: "{{ nobody }}"', 'there is no input `nobody`'],
])('in a %s room, an external link with %s is refused', (type, more, message) => {
  expect(issuesOf(type, `${external}, ${more}`)).toEqual([expect.stringContaining(message)]);
});

it('an invitation link has no password, title or ban on downloads', () => {
  const link = 'kind: invitation, level: viewer, title: x, denyDownload: true, password: "{{ pass }}"';
  expect(issuesOf('custom', link)).toHaveLength(3);
});

it('has one invitation, one link without a title, and five further ones', () => {
  const further = (count: number) => Array.from({ length: count }, (_, index) => `${external}, title: T${index}`);
  expect(issuesOf('custom', external, 'kind: invitation, level: viewer', ...further(5))).toEqual([]);
  expect(issuesOf('custom', ...further(6))).toEqual([expect.stringContaining('at most 5 further links')]);
  expect(issuesOf('custom', external, external)).toEqual([expect.stringContaining('one link without a title')]);
  const invitation = 'kind: invitation, level: viewer';
  expect(issuesOf('custom', invitation, invitation)).toEqual([expect.stringContaining('one invitation link')]);
});

it('a secret is read nowhere but as a password', () => {
  expect(issuesOf('custom', `${external}, password: "{{ pass }}"`)).toEqual([]);
  expect(issuesOf('custom', `${external}, title: "{{ pass }}"`)).toEqual([expect.stringContaining('`pass` is secret')]);
});
