import type { Scope } from '../engine/engine.ts';

interface Circumstances {
  /** The number of the step's try in this process. */
  readonly number: number;
  /** The number of the run's attempt. */
  readonly attempt: number;
  readonly scope: Pick<Scope, 'isDoubtful'>;
}

/**
 * Whether what a step is about to do may have been done before, without a record: by an earlier try, by a process that died, or by an earlier
 * attempt, whose last try may have had its effect without our having heard of it.
 */
export function isDoubtful({ number, attempt, scope }: Circumstances): boolean {
  return number > 0 || attempt > 1 || scope.isDoubtful();
}
