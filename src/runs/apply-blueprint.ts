import type { AddedItem } from '../actions/action-kind.ts';
import { errorKindOf, errorPolicies, reportError } from '../base/errors.ts';
import type { Scope } from '../engine/engine.ts';
import { applyPlan, type Applied } from './apply-plan.ts';
import { followUp } from './follow-up.ts';
import { planRun, planStep, type Planned } from './plan-run.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { RoomOwner, RunInput, RunOutcome } from './records.ts';
import type { RunParts } from './run-parts.ts';

type Preparation = Extract<Prepared, { kind: 'apply' }>;

/**
 * The one durable workflow: applies a blueprint to a subject. Between steps it only computes, so that after a crash it comes to the
 * same point again. It does not throw for what can be said in the run's own record: an error that may pass makes the run wait, any
 * other one ends it as failed.
 */
export async function applyBlueprint(input: RunInput, parts: RunParts, scope: Scope): Promise<void> {
  const outcome = await attempt(input, parts, scope).catch((error: unknown) => outcomeOf(error, input));
  if (outcome !== 'ended') {
    await scope.step('end', async () => {
      await parts.runs.end(input, outcome);
      return outcome.state;
    });
  }
}

async function attempt(input: RunInput, parts: RunParts, scope: Scope): Promise<RunOutcome | 'ended'> {
  const prepared = await scope.step('subject', async () => {
    const [found] = await Promise.all([prepare(input, parts), parts.runs.begin(input)]);
    return found;
  });
  if (prepared.kind === 'skip') return { state: 'skipped', reason: prepared.reason, remarks: [] };
  const planned = await scope.step(planStep, () => planAndRecord(prepared, input, parts));
  if (planned.kind === 'end') return nothingToDo(planned.reason, prepared);

  const owner = ownerOf(input, prepared);
  const surroundings = { input, parts, scope };
  // What follows a room follows its making, not each repair; it is still owed when an earlier attempt ended before it.
  const isOwed = planned.observed === undefined || prepared.kept?.state !== 'complete';
  if (planned.plan.actions.length === 0 && !isOwed) {
    const outcome = nothingToDo('everything that the blueprint names is there', prepared);
    return endRoom(outcome, { owner, added: [] }, surroundings);
  }
  const applied = await applyPlan({ ...planned, owner }, parts, scope);
  const mails = isOwed ? await followUp({ input, room: applied.room, prepared }, parts, scope) : [];
  return endRoom(describe(applied, mails), { owner, added: applied.added }, surroundings);
}

/** A room that is gone is recorded with the plan that says so. */
async function planAndRecord(prepared: Preparation, { options }: RunInput, parts: RunParts): Promise<Planned> {
  const planned = await planRun(prepared, options, parts.portal);
  const { kept } = prepared;
  if (planned.isGone && kept)
    await (options.recreate ? parts.keptRooms.forget(kept.id) : parts.keptRooms.retire(kept.id));
  return planned;
}

interface Surroundings {
  readonly input: RunInput;
  readonly parts: RunParts;
  readonly scope: Scope;
}

/** Records what the run made, then its end: a crash between the two repeats both. */
async function endRoom(
  outcome: RunOutcome,
  { owner, added }: { readonly owner: RoomOwner; readonly added: readonly AddedItem[] },
  { input, parts, scope }: Surroundings,
): Promise<'ended'> {
  await scope.step('end', async () => {
    await parts.keptRooms.complete(owner, added);
    await parts.runs.end(input, outcome);
    return outcome.state;
  });
  return 'ended';
}

function describe({ room, missing, warnings, twins }: Applied, mails: readonly string[]): RunOutcome {
  const remains = missing.map(
    ({ name, level }) => `${name} could not be added as ${level}: the portal left them out without saying why`,
  );
  return {
    state: remains.length > 0 ? 'done-with-remains' : 'done',
    remarks: [
      ...remains,
      ...warnings.map((warning) => `the portal says: ${warning}`),
      ...twins.map((id) => `the empty room ${id} of a lost call was deleted`),
      ...mails,
    ],
    room,
  };
}

function nothingToDo(reason: string, { kept }: Preparation): RunOutcome {
  const room = kept?.roomId === undefined ? {} : { room: { id: kept.roomId, title: kept.title } };
  return { state: 'nothing-to-do', reason, remarks: [], ...room };
}

function ownerOf({ blueprint, subject, runId }: RunInput, { desired }: Preparation): RoomOwner {
  return { blueprint, key: desired.key, subject, runId };
}

/** How long a run waits for a portal that is away: longer each time, never over ten minutes. */
const waitsSeconds = [30, 60, 120, 300, 600] as const;
const longestWait = 600;

function outcomeOf(error: unknown, { attempt }: RunInput): RunOutcome {
  const report = reportError(error);
  if (!errorPolicies[errorKindOf(error)].retry)
    return { state: 'failed', reason: report.message, remarks: [], error: report };
  const seconds = waitsSeconds[attempt - 1] ?? longestWait;
  return { state: 'waiting', reason: report.message, remarks: [], error: report, resumeInSeconds: seconds };
}
