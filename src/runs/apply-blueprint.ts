import { isDatabaseTrouble } from '../base/database-trouble.ts';
import { errorKindOf, errorPolicies, type ErrorReport, reportError } from '../base/errors.ts';
import type { Scope } from '../engine/engine.ts';
import { applyRoom } from './apply-room.ts';
import { closeRoomOut } from './close-room-out.ts';
import { expireAccess } from './expire-access.ts';
import type { RunInput, RunOutcome } from './records.ts';
import { whoCancelled } from './holds.ts';
import { cancelledBy } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { endPersonAccess } from './person-access/end-person-access.ts';
import { readDocument } from './read-document.ts';
import { isPersonSubject, isRoomSubject } from './subject.ts';
import { undoRun } from './undo-run.ts';

/** One attempt of a run. */
export interface Attempt {
  readonly input: RunInput;
  readonly parts: RunParts;
  readonly scope: Scope;
}

/** How an attempt ends, and what is recorded with its end. */
export interface Ending {
  readonly outcome: RunOutcome;
  /** Repeated when a crash falls between the two. */
  readonly settle?: () => Promise<void>;
}

/**
 * The one durable workflow: applies a blueprint to a subject. Between steps it only computes, so that after a crash it comes to the
 * same point again. It does not throw for what can be said in the run's own record: an error that may pass makes the run wait, any
 * other one ends it as failed.
 */
export async function applyBlueprint(input: RunInput, parts: RunParts, scope: Scope): Promise<void> {
  const attempt: Attempt = { input, parts, scope };
  const ending = await workOf(attempt).catch((error: unknown): Ending => ({ outcome: outcomeOf(error, input) }));
  await scope.step('end', async () => {
    const outcome = await unlessCancelled(ending.outcome, input, parts);
    await ending.settle?.();
    await parts.runs.end(input, outcome);
    return outcome.state;
  });
}

/** Does the work that the run is, by what it was started with. */
async function workOf(attempt: Attempt): Promise<Ending> {
  const { subject, options, documentHash } = attempt.input;
  if (options.undo) return undoRun(attempt);
  if (options.expire) return expireAccess(attempt);
  if (!isRoomSubject(subject) && !isPersonSubject(subject)) return applyRoom(attempt);
  const blueprint = await readDocument(documentHash, attempt.parts.documents);
  if (blueprint.kind === 'Room') return applyRoom(attempt);
  return blueprint.for === 'person' ? endPersonAccess(attempt) : closeRoomOut(attempt);
}

/** What would wait ends here when somebody has cancelled it, unless a room stands open that must be shut. */
async function unlessCancelled(outcome: RunOutcome, { runId }: RunInput, parts: RunParts): Promise<RunOutcome> {
  if (outcome.state !== 'waiting') return outcome;
  const who = await parts.runs.cancelAskedBy(runId);
  if (who === undefined || (await parts.closeOuts.isOpen(runId))) return outcome;
  return { state: 'cancelled', reason: cancelledBy(who), remarks: outcome.remarks };
}

/** How long a run waits for a portal that is away: longer each time, never over ten minutes unless a longer time was named. */
const waitsSeconds = [30, 60, 120, 300, 600] as const;
const longestWait = 600;
const daySeconds = 24 * 3_600;

function outcomeOf(error: unknown, { attempt }: RunInput): RunOutcome {
  const report = reportError(error);
  const who = whoCancelled(error);
  if (who !== undefined) return { state: 'cancelled', reason: cancelledBy(who), remarks: [] };
  if (!errorPolicies[errorKindOf(error)].retry && !isDatabaseTrouble(error))
    return { state: 'failed', reason: report.message, remarks: [], error: report };
  const seconds = Math.max(waitsSeconds[attempt - 1] ?? longestWait, askedSeconds(report));
  return { state: 'waiting', reason: report.message, remarks: [], error: report, resumeInSeconds: seconds };
}

/** Who asks for patience may say how long: until the day's calls begin anew, for one. Never longer than a day. */
function askedSeconds({ details }: ErrorReport): number {
  const asked = details?.['retryAfterSeconds'];
  return typeof asked === 'number' ? Math.min(asked, daySeconds) : 0;
}
