import { expect, it } from 'vitest';
import { countSweepCalls } from './sweep-calls.ts';

it('counts a page for each hundred people, begun ones too, and what each kept room costs', () => {
  expect(countSweepCalls({ people: 10_000, rooms: 10_000, folders: 1, links: 0 })).toBe(30_100);
  expect(countSweepCalls({ people: 101, rooms: 10, folders: 2, links: 1 })).toBe(52);
});

it('costs nothing beyond the pages for people without a room', () => {
  expect(countSweepCalls({ people: 10_000, rooms: 0, folders: 1, links: 0 })).toBe(100);
});
