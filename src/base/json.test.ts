import { expect, it } from 'vitest';
import { isRecord, parseJson } from './json.ts';

it('parses JSON, and answers undefined for what is none', () => {
  expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
  expect(parseJson('')).toBeUndefined();
  expect(parseJson('{"a":')).toBeUndefined();
});

it.each([
  [{ a: 1 }, true],
  [{}, true],
  [null, false],
  [[], false],
  ['text', false],
  [undefined, false],
])('tells an object with members from anything else: %j', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});
