import { expect, it } from 'vitest';
import { describeDuration } from './describe-duration.ts';

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1.0 s'],
  [59_400, '59.4 s'],
  [59_900, '1 min 0 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('%d ms are %s', (milliseconds, text) => {
  expect(describeDuration(milliseconds)).toBe(text);
});
