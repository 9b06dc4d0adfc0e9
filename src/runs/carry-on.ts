import type { Json } from '../base/json.ts';
import type { Scope } from '../engine/engine.ts';
import { applyBlueprint } from './apply-blueprint.ts';
import { readRunInput, readWorkflowNumber } from './read-run-input.ts';
import type { RunParts } from './run-parts.ts';
import type { RunInput } from './records.ts';
import { nextAttempt, startRun } from './start-run.ts';
import { workflowNumber } from './workflow-number.ts';

/**
 * Does a piece of queued work. One that other code has queued, and perhaps begun, is not replayed: its next attempt is queued, which plans
 * anew from what is there, and this one ends. It does so without a step, since the journal is not this code's to write into.
 */
export async function carryOn(input: Json, parts: RunParts, scope: Scope): Promise<void> {
  const run = readRunInput(input);
  if (readWorkflowNumber(input) === workflowNumber) return applyBlueprint(run, parts, scope);
  if (await hasEnded(run, parts)) return undefined;
  parts.log.info('a run of another version of the workflow is planned anew', {
    runId: run.runId,
    attempt: run.attempt,
  });
  return startRun(nextAttempt(run), scope, parts.runs);
}

/** Whether the attempt has said how it ended, or a later one was queued: only the engine had not heard of it yet. */
async function hasEnded({ runId, attempt }: RunInput, { runs }: RunParts): Promise<boolean> {
  const run = await runs.find(runId);
  if (!run) return false;
  return run.input.attempt > attempt || (run.state !== 'queued' && run.state !== 'running');
}
