import type { Paint } from '../output.ts';
import type { DoctorReport } from '../parts.ts';

const marks = { good: ['green', '✓'], attention: ['yellow', '!'], bad: ['red', '✗'] } as const;

/** One line a finding, its area in a column of its own, and below it what to do. */
export function renderDoctor({ checks }: DoctorReport, paint: Paint): string[] {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, state, text, hint }) => {
    const [tone, mark] = marks[state];
    const line = `${paint(tone, mark)} ${name.padEnd(width)}  ${text}`;
    if (hint === undefined || state === 'good') return [line];
    return [line, `  ${' '.repeat(width)}  ${paint('yellow', 'hint:')} ${hint}`];
  });
}

/** `All is well.`, `2 things do not work, 1 needs a look.` */
export function summarizeDoctor({ checks }: DoctorReport): string {
  const count = (state: 'attention' | 'bad'): number => checks.filter((check) => check.state === state).length;
  const [bad, attention] = [count('bad'), count('attention')];
  if (bad + attention === 0) return 'All is well.';
  const parts = [
    ...(bad > 0 ? [bad === 1 ? '1 thing does not work' : `${bad} things do not work`] : []),
    ...(attention > 0 ? [attention === 1 ? '1 thing needs a look' : `${attention} things need a look`] : []),
  ];
  return `${parts.join(', ')}.`;
}
