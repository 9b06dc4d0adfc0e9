import { expect, it } from 'vitest';
import { ratePerSecond } from './rate-per-second.ts';

it('is how many there were a second', () => {
  expect(ratePerSecond(300, { fromMs: 1_000, toMs: 11_000 })).toBe(30);
});

it('is refused where no time has passed', () => {
  expect(() => ratePerSecond(1, { fromMs: 5, toMs: 5 })).toThrow('No time has passed');
});
