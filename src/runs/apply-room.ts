import type { AddedItem } from '../actions/action-kind.ts';
import { applyPlan, type Applied } from './apply-plan.ts';
import type { Attempt, Ending } from './apply-blueprint.ts';
import { beginBeside } from './begin-beside.ts';
import { followUp } from './follow-up.ts';
import { planRun, planStep, type Planned } from './plan-run.ts';
import { contextOf, prepare, type Prepared } from './prepare.ts';
import { readRoomDocument } from './read-document.ts';
import type { KeptRoom, RoomOwner, RunInput, RunOutcome } from './records.ts';
import type { RunRoom } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { takeOn } from './take-on.ts';

type Preparation = Extract<Prepared, { kind: 'apply' }>;

/** Makes the room of a blueprint and subject, or sets it right. */
export async function applyRoom(attempt: Attempt): Promise<Ending> {
  const { input, parts, scope } = attempt;
  const prepared = await scope.step('subject', () => beginBeside(prepare(input, parts), input, parts.runs));
  const named = prepared.name === undefined ? {} : { subjectName: prepared.name };
  if (prepared.kind === 'skip') {
    const { state = 'skipped', reason } = prepared;
    return { outcome: { state, reason, remarks: [], ...named } };
  }
  const { outcome, owner } = await makeSo(prepared, attempt);
  return {
    outcome: { ...outcome, ...named },
    ...(owner ? { settle: () => parts.keptRooms.complete(owner) } : {}),
  };
}

interface Made {
  readonly outcome: RunOutcome;
  /** Set when the room is as its blueprint says. */
  readonly owner?: RoomOwner;
}

async function makeSo(prepared: Preparation, attempt: Attempt): Promise<Made> {
  const { input, parts, scope } = attempt;
  const planned = await scope.step(planStep, () => planAndRecord(prepared, input, parts));
  if (planned.kind === 'end') return { outcome: nothingToDo(planned.reason, prepared) };
  const owner = ownerOf(prepared, input);
  const { adopts } = prepared;
  if (adopts) {
    const refusal = await scope.step('take the room on', () => takeOn(adopts, owner, parts));
    if (refusal.reason !== undefined) return { outcome: { state: 'skipped', reason: refusal.reason, remarks: [] } };
  }
  // What follows a room follows its making, not each repair; it is still owed when an earlier attempt ended before it.
  const isOwed = planned.observed === undefined || prepared.kept?.state !== 'complete';
  if (planned.plan.actions.length === 0 && !isOwed) {
    return { outcome: nothingToDo('everything that the blueprint names is there', prepared), owner };
  }
  const applied = await applyPlan({ ...planned, input, owner }, parts, scope);
  const remarks = isOwed ? await followRoom({ prepared, applied }, attempt) : [];
  return { outcome: describe(applied, remarks), owner };
}

function ownerOf({ desired, kept, time }: Preparation, input: RunInput): RoomOwner {
  const { blueprint, subject, runId, documentHash, inputs, sealed } = input;
  return {
    ...{ blueprint, subject, runId, documentHash },
    key: desired.key,
    timesFrom: kept?.timesFrom ?? time,
    ...(inputs ? { inputs } : {}),
    ...(sealed ? { sealed } : {}),
  };
}

/** A room that is gone is recorded with the plan that says so. */
async function planAndRecord(prepared: Preparation, { options }: RunInput, parts: RunParts): Promise<Planned> {
  const planned = await planRun(prepared, options, parts.portal);
  const { kept } = prepared;
  if (planned.isGone && kept)
    await (options.recreate ? parts.keptRooms.forget(kept.id) : parts.keptRooms.retire(kept.id));
  return planned;
}

interface Following {
  readonly prepared: Preparation;
  readonly applied: Applied;
}

async function followRoom({ prepared, applied }: Following, attempt: Attempt): Promise<readonly string[]> {
  const { input, parts, scope } = attempt;
  const { id, title, url } = applied.room;
  const blueprint = await readRoomDocument(input.documentHash, parts.documents);
  const context = { ...contextOf(prepared, input, parts), room: { id, title, url: url ?? '' } };
  const linkId = linkIdOf(prepared, applied.added);
  return followUp({ input, blueprint, owner: `room ${id}`, context, linkId }, parts, scope);
}

/** The id of the first link that the blueprint names: made now, or by an earlier run. */
function linkIdOf({ desired, kept }: Preparation, added: readonly AddedItem[]): string | undefined {
  const [link] = desired.links;
  if (!link) return undefined;
  return [...added, ...(kept?.items ?? [])].find(({ item }) => item === `link:${link.name}`)?.portalId;
}

function describe({ room, missing, warnings, twins }: Applied, followed: readonly string[]): RunOutcome {
  const remains = [
    ...missing.map(
      ({ name, level }) => `${name} could not be added as ${level}: the portal left them out without saying why`,
    ),
    ...twins.left,
  ];
  return {
    state: remains.length > 0 ? 'done-with-remains' : 'done',
    remarks: [
      ...remains,
      ...warnings.map((warning) => `the portal says: ${warning}`),
      ...twins.deleted.map((twin) => `the second ${twin} of a lost call was deleted`),
      ...followed,
    ],
    room,
  };
}

function roomOf(kept: KeptRoom | undefined): { readonly room?: RunRoom } {
  if (kept?.roomId === undefined) return {};
  const { roomId: id, title, url } = kept;
  return { room: { id, title, ...(url === undefined ? {} : { url }) } };
}

function nothingToDo(reason: string, { kept }: Preparation): RunOutcome {
  return { state: 'nothing-to-do', reason, remarks: [], ...roomOf(kept) };
}
