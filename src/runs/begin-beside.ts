import type { RunInput, RunRecords } from './records.ts';

/**
 * Marks an attempt as running while its first look is under way, and waits for both, also when one fails: a mark that came after the end of
 * the attempt would stand there for good.
 */
export async function beginBeside<T>(look: Promise<T>, input: RunInput, runs: Pick<RunRecords, 'begin'>): Promise<T> {
  const begun = runs.begin(input);
  await Promise.allSettled([look, begun]);
  await begun;
  return look;
}
