import type { AddedItem } from '../actions/action-kind.ts';
import { errorKindOf, errorPolicies, reportError } from '../base/errors.ts';
import type { Scope } from '../engine/engine.ts';
import { applyPlan, type Applied } from './apply-plan.ts';
import { followUp } from './follow-up.ts';
import { planRun, planStep, type Planned } from './plan-run.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { KeptRoom, RoomOwner, RunInput, RunOutcome } from './records.ts';
import type { RunParts } from './run-parts.ts';

type Preparation = Extract<Prepared, { kind: 'apply' }>;

/** One attempt of a run, and what it learns on the way. */
interface Attempt {
  readonly input: RunInput;
  readonly parts: RunParts;
  readonly scope: Scope;
  subjectName?: string;
}

/**
 * The one durable workflow: applies a blueprint to a subject. Between steps it only computes, so that after a crash it comes to the
 * same point again. It does not throw for what can be said in the run's own record: an error that may pass makes the run wait, any
 * other one ends it as failed.
 */
export async function applyBlueprint(input: RunInput, parts: RunParts, scope: Scope): Promise<void> {
  const attempt: Attempt = { input, parts, scope };
  const ending = await work(attempt).catch((error: unknown): Ending => ({ outcome: outcomeOf(error, input) }));
  await scope.step('end', async () => {
    // A crash between the two repeats both.
    if (ending.room) await parts.keptRooms.complete(ending.room.owner, ending.room.added);
    const { subjectName } = attempt;
    await parts.runs.end(input, { ...ending.outcome, ...(subjectName === undefined ? {} : { subjectName }) });
    return ending.outcome.state;
  });
}

/** How an attempt ends, and the room that is complete with it. */
interface Ending {
  readonly outcome: RunOutcome;
  readonly room?: { readonly owner: RoomOwner; readonly added: readonly AddedItem[] };
}

async function work(attempt: Attempt): Promise<Ending> {
  const { input, parts, scope } = attempt;
  const prepared = await scope.step('subject', async () => {
    const [found] = await Promise.all([prepare(input, parts), parts.runs.begin(input)]);
    return found;
  });
  if (prepared.person) attempt.subjectName = prepared.person.name;
  if (prepared.kind === 'skip') return { outcome: { state: 'skipped', reason: prepared.reason, remarks: [] } };
  const planned = await scope.step(planStep, () => planAndRecord(prepared, input, parts));
  if (planned.kind === 'end') return { outcome: nothingToDo(planned.reason, prepared) };

  const owner = { blueprint: input.blueprint, key: prepared.desired.key, subject: input.subject, runId: input.runId };
  // What follows a room follows its making, not each repair; it is still owed when an earlier attempt ended before it.
  const isOwed = planned.observed === undefined || prepared.kept?.state !== 'complete';
  if (planned.plan.actions.length === 0 && !isOwed) {
    return {
      outcome: nothingToDo('everything that the blueprint names is there', prepared),
      room: { owner, added: [] },
    };
  }
  const applied = await applyPlan({ ...planned, owner }, parts, scope);
  const mails = isOwed ? await followUp({ input, room: applied.room, prepared }, parts, scope) : [];
  return { outcome: describe(applied, mails), room: { owner, added: applied.added } };
}

/** A room that is gone is recorded with the plan that says so. */
async function planAndRecord(prepared: Preparation, { options }: RunInput, parts: RunParts): Promise<Planned> {
  const planned = await planRun(prepared, options, parts.portal);
  const { kept } = prepared;
  if (planned.isGone && kept)
    await (options.recreate ? parts.keptRooms.forget(kept.id) : parts.keptRooms.retire(kept.id));
  return planned;
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

function roomOf(kept: KeptRoom | undefined): Pick<RunOutcome, 'room'> {
  if (kept?.roomId === undefined) return {};
  const { roomId: id, title, url } = kept;
  return { room: { id, title, ...(url === undefined ? {} : { url }) } };
}

function nothingToDo(reason: string, { kept }: Preparation): RunOutcome {
  return { state: 'nothing-to-do', reason, remarks: [], ...roomOf(kept) };
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
