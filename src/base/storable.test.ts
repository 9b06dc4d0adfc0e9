import { expect, it } from 'vitest';
import { isStorable } from './storable.ts';

it.each(['a\u0000', '\uD800', ['a', { b: 'x\u0000' }], { 'k\u0000': 1 }, { a: ['\uDC00'] }])(
  '%j cannot be stored',
  (value) => {
    expect(isStorable(value)).toBe(false);
  },
);

it.each(['', 'Ärger 😀', String.raw`\u0000`, null, 5, true, { a: [{ b: 'c' }] }, undefined])(
  '%j can be stored',
  (value) => {
    expect(isStorable(value)).toBe(true);
  },
);
