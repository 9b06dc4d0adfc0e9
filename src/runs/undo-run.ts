import { beginBeside } from './begin-beside.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoItem } from '../actions/undo-item.ts';
import { AppError } from '../base/errors.ts';
import type { Attempt, Ending } from './apply-blueprint.ts';
import { closeOut } from './close-out/close-out.ts';
import { giveBack } from './person-access/give-back.ts';
import { planUndo, type UndoPlan } from './plan-undo.ts';
import type { RunOutcome } from './records.ts';
import type { RunParts } from './run-parts.ts';
import { roomSubject } from './subject.ts';

/** Takes back what another run made, and only that. */
export async function undoRun(attempt: Attempt): Promise<Ending> {
  const { input, parts, scope } = attempt;
  const { runId = '', deletes = false } = input.options.undo ?? {};
  const { plan, time } = await scope.step('plan of the undo', async () => {
    const found = await beginBeside(planUndo(runId, deletes, parts), input, parts.runs);
    return { plan: await goOn(found, attempt), time: new Date().toISOString() };
  });
  const { room, person } = plan;
  const about = { ...(room ? { room, subjectName: room.title } : {}), ...(person ? { subjectName: person.name } : {}) };
  const cannot = plan.cannot.map((line) => `stays done: ${line}`);
  if (plan.kind === 'nothing') {
    return {
      outcome: { state: 'nothing-to-do', reason: 'nothing of it is there any more', remarks: cannot, ...about },
    };
  }
  if (plan.refusals.length > 0) throw refuse(plan);
  const { settle, ...done } = await takeBack(plan, time, attempt);
  const retires = (plan.kind === 'archive' || plan.kind === 'delete') && done.state === 'done';
  return {
    outcome: { ...done, ...about, ...roomLeft(plan, done), remarks: [...done.remarks, ...cannot] },
    async settle() {
      await settle?.();
      if (retires) await retire(plan, parts);
    },
  };
}

/** A room that lies in the Archive by an undo that did not come to its end is not yet told of, nor left to itself. */
async function goOn(plan: UndoPlan, { input, parts: { closeOuts } }: Attempt): Promise<UndoPlan> {
  if (plan.kind !== 'nothing' || !plan.room) return plan;
  const begun = await closeOuts.findBegun(plan.room.id, input.blueprint);
  return begun ? { ...plan, kind: 'archive' } : plan;
}

function refuse({ room, kind, refusals }: UndoPlan): AppError {
  if (kind === 'give-back') {
    return new AppError('conflict', `The access cannot be given back: ${refusals.join('; ')}.`, {
      hint: 'Then undo the run again; or let the person in again by hand: the run names rooms and levels.',
    });
  }
  return new AppError(
    'conflict',
    `What the run did to room "${room?.title ?? ''}" cannot be taken back: ${refusals.join('; ')}.`,
    {
      hint: 'Remove by hand what is not needed any more, or close the room out: concierge archive ROOM.',
    },
  );
}

type Done = Pick<RunOutcome, 'state' | 'reason' | 'remarks'> & Pick<Ending, 'settle'>;

async function takeBack(plan: UndoPlan, time: string, attempt: Attempt): Promise<Done> {
  if (plan.kind === 'items') return removeItems(plan, attempt);
  if (plan.kind === 'give-back') return giveBack(plan, attempt);
  if (plan.kind === 'delete') return deleteRoom(plan, attempt);
  return archive(plan, time, attempt);
}

async function retire({ kind, keptRoomId, room }: UndoPlan, { keptRooms, runs }: RunParts): Promise<void> {
  if (keptRoomId !== undefined) await keptRooms.retire(keptRoomId);
  if (kind === 'delete' && room) await runs.forgetAddress(room.id);
}

/** A room that was deleted has no address. */
function roomLeft({ kind, room }: UndoPlan, { state }: Done): Pick<RunOutcome, 'room'> {
  return kind === 'delete' && state === 'done' && room ? { room: { id: room.id, title: room.title } } : {};
}

async function removeItems({ runId, items, room, keptRoomId = 0 }: UndoPlan, { parts, scope }: Attempt): Promise<Done> {
  const left: string[] = [];
  // Files go before the folders that hold them, and inner folders before outer ones.
  const deepestFirst = items.toSorted((a, b) => b.item.length - a.item.length);
  for (const item of deepestFirst) {
    const result = await scope.step(`undo ${item.item}`, async () => {
      const undone = await undoItem(item, { portal: parts.portal, roomId: room?.id ?? 0 });
      if ('summary' in undone) await parts.keptRooms.settleItems(keptRoomId, [item.item]);
      return undone;
    });
    if ('left' in result) left.push(result.left);
  }
  const reason = `what run ${runId} added was taken back`;
  return left.length > 0 ? { state: 'done-with-remains', remarks: left } : { state: 'done', reason, remarks: [] };
}

const looksMs = [100, 200, 400, 800, 1_600, 3_200, 6_400] as const;

async function deleteRoom({ room }: UndoPlan, { parts: { portal }, scope }: Attempt): Promise<Done> {
  const roomId = room?.id ?? 0;
  await scope.step('delete the room', async () => {
    if (await isGone(roomId, portal)) return { summary: 'the room is gone' };
    await portal.deleteRoom(roomId);
    for (const pause of looksMs) {
      if (await isGone(roomId, portal)) return { summary: 'the room is deleted' };
      await sleep(pause);
    }
    throw new AppError('unavailable', `The portal is still deleting room ${roomId}.`, { hint: 'The run looks again.' });
  });
  return { state: 'done', reason: `room "${room?.title ?? ''}" was deleted`, remarks: [] };
}

async function isGone(roomId: number, portal: RunParts['portal']): Promise<boolean> {
  try {
    await portal.room(roomId);
    return false;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return true;
    throw error;
  }
}

/** Guests and links first, as everywhere: in the Archive nobody can take access away. */
async function archive({ room }: UndoPlan, time: string, { input, parts, scope }: Attempt): Promise<Done> {
  const { outcome, settle } = await closeOut({
    input: { ...input, subject: roomSubject(room?.id ?? 0), options: { ...input.options, archive: true } },
    order: { name: input.blueprint, rooms: 'all', remove: ['guests', 'links'], ownership: 'never' },
    time,
    parts,
    scope,
  });
  return { ...outcome, ...(settle ? { settle } : {}) };
}
