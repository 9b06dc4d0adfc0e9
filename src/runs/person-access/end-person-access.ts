import { findKeptByRoom } from '../find-kept-by-room.ts';
import { countOf } from '../../base/count-of.ts';
import { type Ended, endAccess } from '../../actions/end-access.ts';
import type { EndAccess } from '../../plan/plan.ts';
import type { Attempt, Ending } from '../apply-blueprint.ts';
import { allOrFirstFailure } from '../apply-plan.ts';
import { beginBeside } from '../begin-beside.ts';
import { isDoubtful } from '../doubt.ts';
import { followUp } from '../follow-up.ts';
import { planStep } from '../plan-run.ts';
import { readPersonCloseOut } from '../read-document.ts';
import type { AccessEnd, RunOutcome } from '../records.ts';
import { accessItemsOf } from '../room-accounts.ts';
import type { RunParts } from '../run-parts.ts';
import { contextOfPerson, endOfEmpty, planPersonRun, preparePerson, type PreparedPerson } from './plan-person-run.ts';

type Preparation = Extract<PreparedPerson, { kind: 'apply' }>;

/**
 * Takes a person out of their rooms, each removal a durable step that is read back, and tells whom the blueprint names. What it may not
 * remove is named. A later attempt goes on from what is there, and tells of what all of them did.
 */
export async function endPersonAccess(attempt: Attempt): Promise<Ending> {
  const { input, parts, scope } = attempt;
  const prepared = await scope.step('subject', () => beginBeside(preparePerson(input, parts), input, parts.runs));
  const named = prepared.name === undefined ? {} : { subjectName: prepared.name };
  if (prepared.kind === 'skip') {
    return { outcome: { state: 'skipped', reason: prepared.reason, remarks: [], ...named } };
  }
  const planned = await scope.step(planStep, () => planPersonRun(prepared, input, parts));
  const { actions, notes } = planned.plan;
  const results = await allOrFirstFailure(actions.map((action) => end(action, attempt)));
  const ended = await scope.step('what was ended', () => parts.accessEnds.ofRun(input.runId));
  if (actions.length + ended.length === 0) return { outcome: { ...endOfEmpty(planned), remarks: notes, ...named } };
  const remains = [...notes, ...results.flatMap((result) => ('left' in result ? [result.left] : []))];
  const remarks = ended.length > 0 ? await tell(prepared, { ended, remains }, attempt) : [];
  return { outcome: { ...describe(prepared, ended, remains), remarks: [...remains, ...remarks], ...named } };
}

/** One removal. It is written down before it is done: after a crash that is how it is known to be ours. */
function end(action: EndAccess, { input, parts, scope }: Attempt): Promise<Ended> {
  return scope.step(action.id, async ({ number }) => {
    const { room, person, level } = action;
    const { runId } = input;
    await parts.accessEnds.record({ runId, roomId: room.id, title: room.title, personId: person.id, level });
    const context = { portal: parts.portal, isDoubtful: isDoubtful({ number, attempt: input.attempt, scope }) };
    const act = (): Promise<Ended> => endAccess(action, context);
    const result = await (parts.timed?.(action.kind, act) ?? act());
    if ('left' in result) await parts.accessEnds.withdraw(runId, room.id);
    else await settle(action, parts);
    return result;
  });
}

/** Where a run had given that access, it needs no end any more. */
async function settle({ room, person }: EndAccess, { keptRooms }: RunParts): Promise<void> {
  const kept = await findKeptByRoom(room.id, keptRooms);
  if (kept) await keptRooms.settleItems(kept.id, accessItemsOf(person));
}

interface Told {
  readonly ended: readonly AccessEnd[];
  readonly remains: readonly string[];
}

async function tell(prepared: Preparation, { ended, remains }: Told, attempt: Attempt): Promise<readonly string[]> {
  const { input, parts, scope } = attempt;
  const blueprint = await readPersonCloseOut(input.documentHash, parts.documents);
  const closeOut = { owners: [], removed: ended.map(({ title }) => title), links: [], remains };
  const context = { ...contextOfPerson(prepared, input, parts), closeOut };
  return followUp({ input, blueprint, owner: `run ${input.runId}`, context }, parts, scope);
}

function describe(
  { name }: Preparation,
  ended: readonly AccessEnd[],
  remains: readonly string[],
): Pick<RunOutcome, 'state' | 'reason'> {
  return {
    state: remains.length > 0 ? 'done-with-remains' : 'done',
    reason:
      ended.length === 0 ? 'nothing could be removed' : `${name} was taken out of ${countOf(ended.length, 'room')}`,
  };
}
