import { expect, it } from 'vitest';
import { readAllPages } from './paging.ts';

function pages(...lengths: readonly number[]) {
  const asked: number[] = [];
  return {
    asked,
    read: (total?: number) =>
      readAllPages((startIndex) => {
        asked.push(startIndex);
        return Promise.resolve({ items: Array.from({ length: lengths[asked.length - 1] ?? 0 }), total });
      }),
  };
}

const lists = [
  {
    what: 'up to the total, by whole pages even where some entries were held back',
    sent: [99, 100, 1],
    total: 201,
    length: 200,
  },
  { what: 'up to an empty page, whatever the total promises', sent: [100, 0], total: 1000, length: 100 },
  { what: 'up to a page that is not full, without a total', sent: [100, 100, 5], total: undefined, length: 205 },
  { what: 'an empty list', sent: [0], total: 0, length: 0 },
];

it.each(lists)('reads $what', async ({ sent, total, length }) => {
  const list = pages(...sent);
  expect(await list.read(total)).toHaveLength(length);
  expect(list.asked).toEqual(sent.map((_, page) => page * 100));
});

it('is no list when a later page is refused: half of one would be taken for the whole', async () => {
  const read = (startIndex: number) =>
    startIndex === 0
      ? Promise.resolve({ items: Array.from({ length: 100 }), total: 150 })
      : Promise.reject(new Error('refused'));
  await expect(readAllPages(read)).rejects.toThrow('refused');
});
