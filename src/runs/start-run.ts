import { createHash } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { workflowNumber } from './workflow-number.ts';
import type { RunInput, RunRecords } from './records.ts';

/** The id of a run: the same for the same blueprint, subject and cause, so that a cause starts it once. */
export function runIdOf(blueprint: string, subject: string, cause: string): string {
  return createHash('sha256')
    .update(JSON.stringify([blueprint, subject, cause]))
    .digest('hex')
    .slice(0, 20);
}

/** The id of the engine's work for one attempt of a run. */
export function workIdOf({ runId, attempt }: Pick<RunInput, 'runId' | 'attempt'>): string {
  return `${runId}.${attempt}`;
}

/**
 * Queues an attempt durably, then makes it visible. A crash between the two loses nothing: the attempt makes itself visible when it
 * begins. Queuing the same attempt again does nothing.
 */
export async function startRun(
  input: RunInput,
  engine: Pick<Engine, 'enqueue'>,
  runs: Pick<RunRecords, 'insertQueued' | 'requeue'>,
): Promise<void> {
  await engine.enqueue({
    id: workIdOf(input),
    partition: input.subject,
    input: { ...input, cause: { ...input.cause }, options: { ...input.options }, workflow: workflowNumber },
  });
  if (input.attempt === 1) await runs.insertQueued(input);
  else await runs.requeue(input.runId, input.attempt);
}

/** The next attempt of a run that failed or waited: it goes on from what is there, in the document that it started with. */
export function nextAttempt(input: RunInput): RunInput {
  return { ...input, attempt: input.attempt + 1, options: { ...input.options, repair: true } };
}
