import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { parseBlueprint } from './parse-blueprint.ts';
import {
  evaluateWhen,
  type FollowUpContext,
  listFollowUps,
  renderFollowUp,
  renderRoom,
  renderStatic,
} from './render-room.ts';
import type { RoomBlueprint } from './room-schema.ts';

const head = 'apiVersion: concierge/v1\nkind: Room\nname: a\nfor: person\nkey: "{{ person.id }}"\n';

function aBlueprint(text: string): RoomBlueprint {
  const result = parseBlueprint({ file: 'a.yaml', text });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  if (result.blueprint.kind !== 'Room') throw new Error('no room');
  return result.blueprint;
}

/** A blueprint whose room has these contents and this access, from line 8 on. */
function aRoom(lines: string): RoomBlueprint {
  return aBlueprint(`${head}room:\n  title: Home\n${lines}\n  type: collaboration\n`);
}

function aContext(
  env: Record<string, string> = {},
  person: Partial<NonNullable<FollowUpContext['person']>> = {},
): FollowUpContext {
  return {
    person: {
      id: 'p1',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
      userName: 'ada',
      member: true,
      guest: false,
      active: true,
      disabled: false,
      kind: 'user',
      ...person,
    },
    inputs: {},
    env,
    run: { id: 'run-1', time: '2026-03-01T10:00:00Z' },
    room: { id: 77, title: 'Home', url: 'https://portal/rooms/77', link: '' },
  };
}

function failureOf(evaluate: () => unknown): AppError {
  try {
    evaluate();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the home room of the gallery', async () => {
  const text = await readFile(join(import.meta.dirname, '../../blueprints/home-room.yaml'), 'utf8');
  const blueprint = aBlueprint(text);

  it('is a room with folders, copies and access, under the id of the person', () => {
    expect(renderRoom(blueprint, aContext({ HOME_TEMPLATE_FILE_IDS: '11, 12', HR_GROUP_ID: 'g1' }))).toMatchObject({
      key: 'p1',
      title: 'Home – Ada Lovelace',
      type: 'collaboration',
      tags: ['home'],
      contents: [
        { kind: 'folder', title: 'Documents', contents: [] },
        { kind: 'folder', title: 'Personal', contents: [] },
        { kind: 'folder', title: 'Shared with me', contents: [] },
        { kind: 'copy', fileId: 11 },
        { kind: 'copy', fileId: 12 },
      ],
      access: [
        { subject: 'user', value: 'p1', levels: ['room-manager', 'content-creator'] },
        { subject: 'group', value: 'g1', levels: ['viewer'] },
      ],
      leftOut: [],
    });
  });

  it('needs no setting: what is not set is left out and named', () => {
    const room = renderRoom(blueprint, aContext());
    expect(room.contents).toHaveLength(3);
    expect(room.access).toHaveLength(1);
    expect(room.leftOut).toEqual([
      expect.stringMatching(/^Nothing is copied for a\.yaml:\d+:\d+: HOME_TEMPLATE_FILE_IDS names no file\.$/),
      expect.stringMatching(/^The group of a\.yaml:\d+:\d+ is left out: `\{\{ env\.HR_GROUP_ID \}\}` is empty\.$/),
    ]);
  });

  it('names what can be looked up before the person is read', () => {
    const env = { HOME_TEMPLATE_FILE_IDS: '11 12 11', HR_GROUP_ID: 'g1' };
    expect(renderStatic(blueprint, env)).toEqual({ fileIds: [11, 12], groupIds: ['g1'], templateIds: [] });
    expect(renderStatic(blueprint, {})).toEqual({ fileIds: [], groupIds: [], templateIds: [] });
  });

  it('is for active members', () => {
    expect(evaluateWhen(blueprint, aContext())).toBe(true);
    expect(evaluateWhen(blueprint, aContext({}, { member: false, guest: true }))).toBe(false);
    expect(evaluateWhen(blueprint, aContext({}, { active: false }))).toBe(false);
  });

  it('ends with a welcome', () => {
    expect(listFollowUps(blueprint, aContext())).toEqual([{ id: 'mail welcome', kind: 'mail' }]);
    expect(renderFollowUp(blueprint, 'mail welcome', aContext())).toEqual({
      kind: 'mail',
      to: ['ada@example.com'],
      template: 'welcome',
      data: {
        person: { name: 'Ada Lovelace', firstName: 'Ada' },
        inputs: {},
        room: { id: 77, title: 'Home', url: 'https://portal/rooms/77', link: '' },
      },
    });
  });
});

describe('renderRoom', () => {
  it('keeps the tree of folders, the titles of copies and their places', () => {
    const blueprint = aRoom(
      '  contents:\n    - folder: "For {{ person.firstName }}"\n      contents: [{ copy: 5, as: Welcome.pdf }]',
    );
    expect(renderRoom(blueprint, aContext()).contents).toEqual([
      {
        kind: 'folder',
        title: 'For Ada',
        contents: [{ kind: 'copy', fileId: 5, as: 'Welcome.pdf', at: { line: 10, column: 18 } }],
      },
    ]);
  });

  it.each([
    [
      'a variable that is not there',
      '  contents: ["{{ env.FOLDER }}"]',
      {},
      'a.yaml:8:14: room.contents[0]: `env.FOLDER` is not set',
    ],
    ['an empty title', '  contents: ["{{ env.FOLDER }}"]', { FOLDER: ' ' }, 'a.yaml:8:14: room.contents[0]: is empty'],
    [
      'an empty id',
      '  access: [{ group: "{{ env.GROUP }}", level: viewer }]',
      { GROUP: '' },
      'a.yaml:8:21: room.access[0].group: is empty',
    ],
    [
      'an id that is not set',
      '  access: [{ group: "{{ env.GROUP }}", level: viewer }]',
      {},
      'a.yaml:8:21: room.access[0].group: `env.GROUP` is not set',
    ],
    [
      'a title for no file',
      '  contents: [{ copy: "{{ env.FILE }}", as: A }]',
      {},
      'a.yaml:8:14: `as` names one file, and FILE gives 0',
    ],
    [
      'a title for two files',
      '  contents: [{ copy: "{{ env.FILE }}", as: A }]',
      { FILE: '1 2' },
      'a.yaml:8:14: `as` names one file, and FILE gives 2',
    ],
  ])('refuses %s', (...[, lines, env, message]) => {
    expect(failureOf(() => renderRoom(aRoom(lines), aContext(env)))).toMatchObject({ kind: 'invalid-input', message });
  });

  it.each(['abc', '0', '-4', '1.5', '12345678901234567890', '0x10', '1e3', '٣'])(
    'refuses %s as the id of a file, naming the setting and not the value',
    (id) => {
      const error = failureOf(() =>
        renderRoom(aRoom('  contents: [{ copy: "{{ env.FILES }}" }]'), aContext({ FILES: `5,${id}` })),
      );
      expect(error.message).toBe('a.yaml:8:22: FILES must be ids of files; number 2 is none');
      expect(JSON.stringify(error.details)).not.toContain(id);
    },
  );

  it('leaves out optional entries whose value is empty or not set, and no others', () => {
    const blueprint = aRoom(
      '  contents: [{ copy: "{{ env.A }}", as: A, optional: true }]\n  access: [{ person: "{{ env.B }}", level: viewer, optional: true }, { user: x, level: viewer, optional: true }]',
    );
    const room = renderRoom(blueprint, aContext({ B: ' ' }));
    expect(room.contents).toEqual([]);
    expect(room.access.map(({ value }) => value)).toEqual(['x']);
    expect(room.leftOut).toHaveLength(2);
  });

  it('does not take a mistake in an optional entry for an empty one', () => {
    const blueprint = aRoom('  access: [{ user: "{{ person.boss }}", level: viewer, optional: true }]');
    expect(failureOf(() => renderRoom(blueprint, aContext())).message).toContain('`person.boss` is not known');
  });

  it('is plain JSON', () => {
    const room = renderRoom(aRoom('  contents: [A, { copy: 5 }]\n  access: [{ user: x, level: viewer }]'), aContext());
    expect(JSON.parse(JSON.stringify(room))).toEqual(room);
  });
});

describe('renderStatic', () => {
  it('passes over what needs the person, or is wrong', () => {
    const blueprint = aRoom(
      '  contents: [{ copy: 5 }, { copy: "{{ env.BAD }}" }, { folder: F, contents: [{ copy: "{{ env.GOOD }}" }] }, { copy: "{{ person.id }}" }]\n  access: [{ group: "{{ person.id }}", level: viewer }, { group: g2, level: viewer }, { user: u, level: viewer }]',
    );
    expect(renderStatic(blueprint, { BAD: 'x', GOOD: '9' })).toEqual({
      fileIds: [5, 9],
      groupIds: ['g2'],
      templateIds: [],
    });
  });
});
