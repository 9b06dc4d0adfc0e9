import type { CrashPoint } from './crash-point.ts';

interface Tried {
  readonly point: CrashPoint;
  readonly result: string;
}

/** A table: a line for each job and each thing that was killed, with how many points were tried and passed. */
export function summarise(tried: readonly Tried[]): string[] {
  const groups = new Map<string, Tried[]>();
  for (const one of tried) {
    const key = `| ${one.point.job} | ${one.point.victim} | ${one.point.kind} |`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [
    '| Job | Killed | At each | Tried | Passed |',
    '| --- | --- | --- | --- | --- |',
    ...[...groups].map(([key, group]) => {
      const reached = group.filter(({ result }) => result !== 'not reached');
      const passed = reached.filter(({ result }) => result === 'passed');
      return `${key} ${reached.length} | ${passed.length} |`;
    }),
  ];
}
