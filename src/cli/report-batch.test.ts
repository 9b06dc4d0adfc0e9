import { expect, it } from 'vitest';
import { createProgress } from './report-batch.ts';
import { renderProgress } from './text/batch-text.ts';

const counts = { total: 3_000, before: 1_000, ended: 500, failed: 4, remains: 0, underWay: 200, waiting: 2 };

it('says how far it is, how fast it goes and how long it takes', () => {
  expect(renderProgress(counts, 50_000, undefined)).toBe(
    '1,500/3,000 rows  4 failed  2 waiting  10.0 rows/s  2 min 30 s left',
  );
  expect(renderProgress({ ...counts, ended: 1 }, 120_000, undefined)).toContain('0.5 rows/min');
  expect(renderProgress({ ...counts, ended: 0, failed: 0, waiting: 0 }, 50_000, undefined)).toBe('1,000/3,000 rows');
});

it.each([120, 70, 30])('draws a line that fits %d columns', (columns) => {
  expect(renderProgress(counts, 50_000, columns).length).toBeLessThan(columns);
});

it('comes in lines without a terminal, one every five seconds', () => {
  let now = 0;
  const lines: string[] = [];
  const output = {
    isLive: false,
    noteColumns: undefined,
    live: () => undefined,
    note: (line: string) => void lines.push(line),
  };
  const progress = createProgress(output, () => now);
  for (let second = 0; second <= 12; second += 1) {
    now = second * 1000;
    progress.show({ ...counts, ended: second });
  }
  expect(lines.map((line) => line.split(' ', 1).join(''))).toEqual(['1,005/3,000', '1,010/3,000']);
});
