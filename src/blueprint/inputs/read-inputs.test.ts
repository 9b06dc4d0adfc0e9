import { describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { RoomBlueprint } from '../blueprint.ts';
import { keyOf, inputReferences, inputsJsonSchema, readInputs, resolveInputs } from '../inputs.ts';
import { parseBlueprint } from '../parse-blueprint.ts';
import { renderRoom } from '../render-room.ts';

const manager = '43ab835d-6104-460b-9f66-6e720330be95';

const text = `apiVersion: concierge/v1
kind: Room
name: client-room
inputs:
  client: { id: string, name: string, email: email, userId: user?, since: date?, vip: boolean? }
  seats: { type: number, default: 3 }
  size: { type: string, choices: [small, large], default: small }
  manager: { type: user, default: "{{ env.MANAGER }}" }
  people: { type: list, required: false, of: { email: email, level: { type: string, default: editor } } }
  tags: { type: list, of: string, required: false }
  password: { type: string, secret: true, required: false }
key: "{{ client.id }}"
room:
  title: "{{ client.name }} {{ seats }} {{ manager.name }}"
  type: custom
  access:
    - { person: "{{ client.userId | default: client.email }}", level: viewer }
    - { user: "{{ manager }}", level: editor }
    - { each: people, person: "{{ item.email }}", level: "{{ item.level }}" }
`;

function read(source: string): RoomBlueprint {
  const result = parseBlueprint({ file: 'a.yaml', text: source });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  if (result.blueprint.kind !== 'Room') throw new Error('no room');
  return result.blueprint;
}

const blueprint = read(text);
const env = { MANAGER: manager };
const client = { id: 'c1', name: 'Acme', email: 'boss@acme.example' };

function issuesOf(given: unknown, from: 'json' | 'text' = 'json'): string[] {
  try {
    readInputs(blueprint, given, { env, from });
    return [];
  } catch (error) {
    const issues = error instanceof AppError ? error.details['issues'] : undefined;
    return Array.isArray(issues) ? issues.map((issue) => String(Reflect.get(Object(issue), 'path'))) : [String(error)];
  }
}

describe('what a blueprint is given', () => {
  it('is checked, and what is left out has its default or is null', () => {
    expect(readInputs(blueprint, { client }, { env, from: 'json' })).toEqual({
      values: {
        client: { ...client, userId: null, since: null, vip: null },
        ...{ seats: 3, size: 'small', manager, people: null, tags: null },
      },
      secrets: {},
    });
  });

  it('keeps its secrets apart', () => {
    const { values, secrets } = readInputs(blueprint, { client, password: 'p' }, { env, from: 'json' });
    expect(secrets).toEqual({ password: 'p' });
    expect(JSON.stringify(values)).not.toContain('password');
  });

  it('is refused with everything that is wrong at once', () => {
    const given = {
      client: { id: 'c1', emial: 'x', email: 'x', vip: 'perhaps' },
      ...{ seats: 'many', size: 'huge', manager: 'somebody', people: [{ email: 'x' }, {}], other: 1 },
    };
    expect(issuesOf(given).toSorted()).toEqual([
      'client.email',
      'client.emial',
      'client.name',
      'client.vip',
      'manager',
      'other',
      'people[0].email',
      'people[1].email',
      'seats',
      'size',
    ]);
  });

  it.each([[null], ['text'], [[]], [5]])('is an object, not %j', (given) => {
    expect(issuesOf(given).length).toBeGreaterThan(0);
  });

  it('may be texts, which stand for what the type says; an empty one is none', () => {
    const given = {
      client: { ...client, vip: 'yes', since: '2026-07-01', userId: ' ' },
      ...{ seats: ' 4 ', people: '[{"email":"a@x.example"}]', tags: 'a, b;c' },
    };
    const { values } = readInputs(blueprint, given, { env, from: 'text' });
    expect(values).toMatchObject({
      client: { vip: true, since: '2026-07-01', userId: null },
      ...{ seats: 4, people: [{ email: 'a@x.example', level: 'editor' }], tags: ['a', 'b', 'c'] },
    });
    expect(issuesOf({ ...given, seats: 'four' }, 'text')).toEqual(['seats']);
  });

  it('says when a default cannot be had', () => {
    expect(() => readInputs(blueprint, { client }, { env: {}, from: 'json' })).toThrow('env.MANAGER');
  });

  it('gives the key before the portal is asked', () => {
    const { values } = readInputs(blueprint, { client }, { env, from: 'json' });
    expect(keyOf(blueprint, values, env)).toBe('c1');
  });

  it('names accounts, which are read by their parts once they are looked up, and stand for their id', () => {
    const people = [{ email: 'a@x.example' }, { email: 'b@x.example', level: 'viewer' }];
    const { values } = readInputs(blueprint, { client, people }, { env, from: 'json' });
    expect(inputReferences(blueprint, values)).toEqual({ users: [manager], groups: [] });
    const marcus = { id: manager, name: 'Marcus', email: 'm@x.example', firstName: 'Marcus', lastName: '' };
    const inputs = resolveInputs(blueprint, values, { users: { [manager]: marcus }, groups: {} });
    const run = { id: 'r', time: '2026-07-01T12:00:00.000Z' };
    expect(renderRoom(blueprint, { inputs, env, run })).toMatchObject({
      key: 'c1',
      title: 'Acme 3 Marcus',
      access: [
        { value: 'boss@acme.example', levels: ['viewer'] },
        { value: manager },
        { value: 'a@x.example', levels: ['editor'] },
        { value: 'b@x.example', levels: ['viewer'] },
      ],
    });
    expect(() => resolveInputs(blueprint, values, { users: {}, groups: {} })).toThrow(
      'manager: the portal knows no user',
    );
  });

  it('is described for programs and forms', () => {
    expect(inputsJsonSchema(blueprint)).toMatchObject({
      required: ['client'],
      properties: {
        client: { required: ['id', 'name', 'email'], properties: { email: { format: 'email' } } },
        size: { enum: ['small', 'large'], default: 'small' },
        people: { items: { required: ['email'] } },
        password: { writeOnly: true },
      },
    });
  });
});

describe('declarations', () => {
  const declare = (inputs: string): string[] => {
    const source = text.replace(/inputs:\n(?: {2}.*\n)+/, `inputs:\n${inputs}\n`);
    const result = parseBlueprint({ file: 'a.yaml', text: source });
    return result.ok ? [] : result.issues.map(({ line, message }) => `${line} ${message}`);
  };

  it.each([
    ['  client: sting', '5 unknown type `sting`; did you mean `string`?'],
    ['  client: { type: list }', '5 a list needs `of`'],
    ['  client: { type: object }', '5 an object needs `fields`'],
    ['  client: 5', '5 `client` has no type'],
    ['  person: string', '5 `person` is no name for an input'],
    ['  a-b: string', '5 `a-b` is no name for an input'],
    ['  client: { id: { type: string, secret: true } }', '5 `client.id` cannot be secret'],
    ['  client: { type: number, secret: true }', '5 `client` cannot be secret'],
  ])('%s is refused', (inputs, message) => {
    expect(declare(inputs)).toEqual([message]);
  });

  it('may have an object with a field that is called type', () => {
    expect(declare('  client: { type: string, id: string }')).toEqual([]);
  });
});
