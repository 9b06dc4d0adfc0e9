import { describeDuration } from '../describe-duration.ts';
import type { BatchCounts, BatchReport } from '../parts.ts';
import type { Paint } from '../output.ts';

const barWidth = 24;

/** `[██████░░░░] 1,200/3,000 rows  4 failed  9.5 rows/s  3 min 10 s left`; without `columns` no bar. */
export function renderProgress(counts: BatchCounts, elapsedMs: number, columns: number | undefined): string {
  const { total, before, ended, failed, waiting } = counts;
  const done = before + ended;
  const words = [
    `${format(done)}/${format(total)} rows`,
    ...(failed > 0 ? [`${format(failed)} failed`] : []),
    ...(waiting > 0 ? [`${format(waiting)} waiting`] : []),
    ...describePace(ended, total - done, elapsedMs),
  ].join('  ');
  if (columns === undefined) return words;
  const filled = Math.floor((done / Math.max(total, 1)) * barWidth);
  const bar = `[${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}]`;
  // A line that wraps could not be replaced by the next one.
  const line = bar.length + 1 + words.length < columns ? `${bar} ${words}` : words;
  return line.slice(0, Math.max(columns - 1, 1));
}

/** How fast it goes and how long it takes, as far as that can be told by what has ended. */
function describePace(ended: number, left: number, elapsedMs: number): string[] {
  if (ended === 0 || elapsedMs <= 0) return [];
  const perSecond = (ended / elapsedMs) * 1000;
  const rate = perSecond >= 1 ? `${perSecond.toFixed(1)} rows/s` : `${(perSecond * 60).toFixed(1)} rows/min`;
  return left === 0 ? [rate] : [rate, `${describeDuration((left / perSecond) * 1000)} left`];
}

/**
 * What came of a file: the counts, where the details are, and how to go on. That rows had a run already is what a batch that is
 * resumed is about, and news only to others.
 */
export function renderBatch(report: BatchReport, isResumed: boolean, paint: Paint): string[] {
  const { blueprint, result, failed, remains, known, interrupted } = report;
  const label = (name: string): string => paint('dim', `  ${name}`.padEnd(11));
  const isKnownNews = known > 0 && !isResumed;
  const state = interrupted ? 'interrupted' : 'ended';
  return [
    `${paint(interrupted || failed + remains > 0 ? 'yellow' : 'green', state)}: ${blueprint}: ${describeCounts(report)}`,
    `${label('result')}${result}`,
    ...(isKnownNews
      ? [
          `${label('note')}${known === 1 ? '1 row' : `${format(known)} rows`} had a run of this same file already; --again starts new ones`,
        ]
      : []),
    ...(interrupted || failed > 0 ? [`${label('go on')}${howToGoOn(report)}`] : []),
  ];
}

/** `1,195 of 1,200 rows are done, 1 with something that remains, 4 failed` */
function describeCounts({ total, before, ended, failed, remains }: BatchReport): string {
  const left = total - before - ended;
  return [
    `${format(before + ended - failed - remains)} of ${countRows(total)} done`,
    ...(remains > 0 ? [`${format(remains)} with something that remains`] : []),
    ...(failed > 0 ? [`${format(failed)} failed`] : []),
    ...(left > 0 ? [`${format(left)} ${left === 1 ? 'is' : 'are'} left`] : []),
  ].join(', ');
}

function howToGoOn({ interrupted, underWay }: BatchReport): string {
  if (!interrupted) return 'mend what failed, then the same command with --resume';
  const goes = underWay === 1 ? 'goes' : 'go';
  const queued = underWay > 0 ? `; ${countRows(underWay)} queued and ${goes} on when a process works on runs` : '';
  return `the same command with --resume${queued}`;
}

/** `1 row is`, `1,200 rows are` */
function countRows(count: number): string {
  return count === 1 ? '1 row is' : `${format(count)} rows are`;
}

function format(number: number): string {
  return number.toLocaleString('en');
}
