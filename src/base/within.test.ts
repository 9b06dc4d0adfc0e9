import { expect, it } from 'vitest';
import { within } from './within.ts';

it('answers whether something came in time, and rejects as it does', async () => {
  expect(await within(10_000, Promise.resolve())).toBe(true);
  expect(await within(1, new Promise(() => undefined))).toBe(false);
  await expect(within(10_000, Promise.reject(new Error('away')))).rejects.toThrow('away');
});
