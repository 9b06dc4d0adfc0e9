import { runStates, type RunState } from '../runs/run.ts';

/** What came of a row. */
export interface RowOutcome {
  readonly state: RunState;
  readonly runId?: string;
  readonly roomId?: number;
  /** The address for people with access. */
  readonly roomUrl?: string;
  /** Why it failed, or why nothing was done. */
  readonly error?: string;
}

/** The columns that a result file adds to those of its input. */
export const outcomeColumns = ['state', 'room_id', 'room_address', 'run_id', 'error'] as const;

/** The cells of those columns. */
export function outcomeCells({ state, roomId, roomUrl, runId, error }: RowOutcome): readonly string[] {
  return [state, roomId === undefined ? '' : String(roomId), roomUrl ?? '', runId ?? '', error ?? ''];
}

/** Whether a run that ended so did not do what it was for. A batch that is resumed does such rows again. */
export function isFailed(state: RunState): boolean {
  const { exitCode, ended } = runStates[state];
  return ended && (exitCode === 1 || exitCode === 4);
}

/** Whether a row that stands so needs nothing more. */
export function isSettled(state: RunState): boolean {
  return runStates[state].ended && !isFailed(state);
}
