import { reportError } from '../base/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { readRunInput } from './read-run-input.ts';
import type { RunInput, RunOutcome, RunRecords } from './records.ts';
import { workIdOf } from './start-run.ts';

/** The oldest open runs; younger ones come to be the oldest. */
const atOnce = 500;

/** Whatever kept the end from being recorded may do so again: the next attempt is not in a hurry. */
const waitSeconds = 60;

interface ForgottenParts {
  readonly engine: Pick<Engine, 'listUnderWay'>;
  readonly runs: Pick<RunRecords, 'listOpen' | 'end'>;
}

/**
 * Lets runs wait for their next attempt that are queued or running by our records while the engine has nothing more of them to do: how they
 * ended could not be recorded, since the database was away for long or refused. One of which nobody can read what it was started with could
 * only come here again: it ends as failed. Safe to be done by several processes at once. Answers how many.
 */
export async function resumeForgotten({ engine, runs }: ForgottenParts): Promise<number> {
  const before = await runs.listOpen(atOnce);
  if (before.length === 0) return 0;
  const underWay = new Set(await engine.listUnderWay(before.map(({ input }) => workIdOf(input))));
  const suspects = new Set(before.map(({ input }) => workIdOf(input)).filter((id) => !underWay.has(id)));
  if (suspects.size === 0) return 0;
  // An attempt records its end before the engine hears of it: what is open still was not ended by it.
  const forgotten = (await runs.listOpen(atOnce)).filter(({ input }) => suspects.has(workIdOf(input)));
  for (const { input } of forgotten) await runs.end(input, outcomeOf(input));
  return forgotten.length;
}

function outcomeOf(input: RunInput): RunOutcome {
  try {
    readRunInput(input);
    const reason = 'how the last attempt ended could not be recorded';
    return { state: 'waiting', reason, remarks: [], resumeInSeconds: waitSeconds };
  } catch (cause) {
    const error = reportError(cause);
    return { state: 'failed', reason: error.message, remarks: [], error };
  }
}
