import { expect, it } from 'vitest';
import { wholeSeconds, writeDotnetJson } from './write-dotnet-json.ts';

it('escapes what could end an HTML attribute or script, in upper-case hexadecimal', () => {
  expect(writeDotnetJson(`'"<>&+\``)).toBe('"\\u0027\\u0022\\u003C\\u003E\\u0026\\u002B\\u0060"');
});

it('escapes all that is not Basic Latin, an emoji as two units', () => {
  expect(writeDotnetJson('Élodie 🎉\u007f')).toBe('"\\u00C9lodie \\uD83C\\uDF89\\u007F"');
});

it('uses the short escapes and leaves the slash alone', () => {
  expect(writeDotnetJson('a\\b/c\n\t\r\b\f\u0001')).toBe('"a\\\\b/c\\n\\t\\r\\b\\f\\u0001"');
});

it('leaves out properties with null or default values, at any depth', () => {
  const value = {
    id: 7,
    zero: 0,
    no: false,
    nothing: null,
    missing: undefined,
    nobody: '00000000-0000-0000-0000-000000000000',
    never: '0001-01-01T00:00:00',
    deep: { zero: 0, one: 1 },
  };
  expect(writeDotnetJson(value)).toBe('{"id":7,"deep":{"one":1}}');
});

it('keeps empty texts, objects and lists, and defaults inside lists', () => {
  expect(writeDotnetJson({ text: '', map: {}, list: [], values: [0, null, false] })).toBe(
    '{"text":"","map":{},"list":[],"values":[0,null,false]}',
  );
});

it('cuts an instant to whole seconds', () => {
  expect(wholeSeconds('2026-07-01T10:00:00.987Z')).toBe('2026-07-01T10:00:00Z');
});
