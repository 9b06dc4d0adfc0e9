import { describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { createExpressions } from './create-expressions.ts';

const expressions = createExpressions();
const person = { id: 'p1', name: 'Ada', email: '', member: true, active: false, guest: false };
const context = {
  person,
  env: { FILES: '1, 2\n3', LIST: ['a b', 'c'] },
  run: { id: 'r', time: '2026-03-01T23:30:00Z' },
};

function failureOf(evaluate: () => unknown): AppError {
  try {
    evaluate();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('render', () => {
  it.each([
    ['Home – {{ person.name }}', 'Home – Ada'],
    ['{{ person.nickname | default: person.name }}', 'Ada'],
    ['{{ person.email | default: "none" }}', 'none'],
    ['{{ person.guest | default: true }}', 'false'],
    ['{% if person.active %}on{% else %}off{% endif %}', 'off'],
    ['{{ run.time | date: "%Y-%m-%d %H:%M" }}', '2026-03-01 23:30'],
    ['{{ person.name | upcase | append: "!" }}', 'ADA!'],
  ])('puts values into %s', (template, expected) => {
    expect(expressions.render(template, context)).toBe(expected);
  });

  it.each([
    '{{ env.SECRET }}',
    '{% assign x = 1 %}',
    '}} {{ person.id',
    '<script>',
    "{{ 'x' | append: person.id }}",
    '$& $1 \\',
  ])('never reads a name such as %s as an expression', (name) => {
    const hostile = { ...context, person: { ...person, name } };
    expect(expressions.render('Home – {{ person.name }}', hostile)).toBe(`Home – ${name}`);
    expect(expressions.render('{{ person.name | append: person.id }}', hostile)).toBe(`${name}p1`);
    expect(expressions.renderList('{{ person.name }}', hostile).join(' ')).toBe(name.split(/[\s,]+/).join(' '));
  });

  it('names the variable that is not there, and those that are', () => {
    const error = failureOf(() => expressions.render('{{ person.nmae }}', context));
    expect(error).toMatchObject({
      kind: 'invalid-input',
      message: '`person.nmae` is not known; did you mean `person.name`?',
      details: { variable: 'person.nmae' },
    });
    expect(error.hint).toContain('`person.email`');
  });

  it('says how a setting is made known', () => {
    const error = failureOf(() => expressions.render('{{ env.HR_GROUP_ID }}', context));
    expect(error).toMatchObject({
      message: '`env.HR_GROUP_ID` is not set',
      hint: 'Set HR_GROUP_ID, and name it in BLUEPRINT_ENV.',
    });
  });

  it.each([
    'constructor',
    '__proto__',
    'person.constructor',
    'person.__proto__',
    'person.toString',
    'person.name.constructor',
    'person["__proto__"]["polluted"]',
    'env.hasOwnProperty',
  ])('does not reach %s', (variable) => {
    expect(failureOf(() => expressions.render(`{{ ${variable} }}`, context)).kind).toBe('invalid-input');
  });

  it.each([
    ['files', '{% include "/etc/passwd" %}'],
    ['files', '{% render "/etc/passwd" %}'],
    ['files', '{% layout "/etc/passwd" %}'],
    ['loops', '{% for i in (1..1000000000) %}x{% endfor %}'],
    ['loops', '{% tablerow i in (1..9) %}x{% endtablerow %}'],
    ['code', '{{ "a" | where_exp: "x", "true" }}'],
    ['memory', '{{ (1..1000000000) | join: "," }}'],
    ['memory', '{{ "2026-01-01" | date: "%999999999d" }}'],
    ['the clock', '{{ "now" | date: "%Y" }}'],
    ['endless templates', `{{ person.name }}${'x'.repeat(30_000)}`],
    ['two values at once', '{{ person.name person.id }}'],
    ['what is not closed', '{{ person.name'],
  ])('refuses %s: %s', (_, template) => {
    expect(failureOf(() => expressions.render(template, context)).kind).toBe('invalid-input');
  });

  it('refuses a text that doubles until memory ends', () => {
    const bomb = `{% assign a = "xxxxxxxxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(24)}{{ a }}`;
    expect(failureOf(() => expressions.render(bomb, context)).message).toMatch(/limit exceeded/);
  });
});

describe('renderCondition', () => {
  it('says what each part of a condition is', () => {
    expect(expressions.renderCondition('person.member and person.active', context)).toEqual({
      value: false,
      parts: [
        { expression: 'person.member', value: true },
        { expression: 'person.active', value: false },
      ],
    });
  });

  it.each([
    ['not person.guest', true],
    ['person.name == "Ada"', true],
    ['person.name == "this and that" or person.member', true],
    ['person.name contains "d"', true],
    ['person.nickname | default: false', false],
  ])('knows that %s is %s', (condition, value) => {
    expect(expressions.renderCondition(condition, context).value).toBe(value);
  });

  it('takes words in quotes for no operators', () => {
    const { parts } = expressions.renderCondition('person.name == "a and b" or not person.guest', context);
    expect(parts.map(({ expression }) => expression)).toEqual(['person.name == "a and b"', 'not person.guest']);
  });

  it.each([
    '{{ person.member }}',
    'true %}{% assign x = 1 %}{% if true',
    'person.member }} {{ env.X',
    '',
    'person.member and',
    'person.membr',
  ])('refuses %s', (condition) => {
    expect(failureOf(() => expressions.renderCondition(condition, context)).kind).toBe('invalid-input');
  });
});

describe('renderList', () => {
  it.each([
    ['{{ env.FILES }}', ['1', '2', '3']],
    ['{{env.FILES}}', ['1', '2', '3']],
    ['4,5 , 6', ['4', '5', '6']],
    ['{{ env.FILES }},9', ['1', '2', '3', '9']],
    ['{{ env.LIST }}', ['a b', 'c']],
    ['{{ person.email }}', []],
    ['{{ env.NOT_SET }}', []],
    ['{{ env.NOT_SET | default: "7 8" }}', ['7', '8']],
  ])('reads %s', (template, expected) => {
    expect(expressions.renderList(template, context)).toEqual(expected);
  });

  it('does not take a missing value of a person, or one of several settings, for an empty list', () => {
    expect(failureOf(() => expressions.renderList('{{ person.files }}', context)).message).toContain('`person.files`');
    expect(failureOf(() => expressions.renderList('{{ env.FILES }} {{ env.NOT_SET }}', context)).message).toContain(
      '`env.NOT_SET`',
    );
  });
});

describe('inspect', () => {
  it('tells what is read and what is fixed', () => {
    expect(expressions.inspect('Home {{ person.name | default: env.X }}!')).toEqual({
      error: undefined,
      reads: [
        ['person', 'name'],
        ['env', 'X'],
      ],
      fixedText: 'Home !',
      isFixed: false,
    });
    expect(expressions.inspect('Home')).toMatchObject({ isFixed: true, fixedText: 'Home', reads: [] });
  });

  it('does not take a name that the expression gives for one that it reads', () => {
    expect(expressions.inspect('{% assign x = person.id %}{{ x }}').reads).toEqual([['person', 'id']]);
  });
});
