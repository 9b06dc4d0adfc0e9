import { findKeptByRoom } from '../find-kept-by-room.ts';
import { countOf } from '../../base/count-of.ts';
import { AppError } from '../../base/errors.ts';
import type { Member } from '../../docspace/member.ts';
import type { Attempt } from '../apply-blueprint.ts';
import { isDoubtful } from '../doubt.ts';
import type { UndoPlan } from '../plan-undo.ts';
import type { AccessEnd, RunOutcome } from '../records.ts';
import { accessItemsOf } from '../room-accounts.ts';
import type { RunParts } from '../run-parts.ts';

type Given = { readonly summary: string } | { readonly left: string };

/** Gives a person the access back that a run ended, room by room, each a durable step. What cannot be given is named. */
export async function giveBack(
  { ends = [], person }: Pick<UndoPlan, 'ends' | 'person'>,
  { input, parts, scope }: Attempt,
): Promise<Pick<RunOutcome, 'state' | 'reason' | 'remarks'>> {
  const left: string[] = [];
  for (const one of ends) {
    const given = await scope.step(`give room ${one.roomId} back`, ({ number }) =>
      giveOne(one, { parts, isDoubtful: isDoubtful({ number, attempt: input.attempt, scope }) }),
    );
    if ('left' in given) left.push(given.left);
  }
  const given = ends.length - left.length;
  const reason = `${person?.name ?? 'the person'} is in ${countOf(given, 'room')} again`;
  return { state: left.length > 0 ? 'done-with-remains' : 'done', reason, remarks: left };
}

interface Giving {
  readonly parts: RunParts;
  /** Whether it may have been given before without our knowing. */
  readonly isDoubtful: boolean;
}

async function giveOne(end: AccessEnd, giving: Giving): Promise<Given> {
  const where = `room "${end.title}" (${end.roomId})`;
  try {
    return await give(end, where, giving);
  } catch (error) {
    if (!(error instanceof AppError) || (error.kind !== 'forbidden' && error.kind !== 'not-found')) throw error;
    return { left: `${where}: ${error.message}` };
  }
}

/** Who is in again already keeps what they have. The reply is not believed where it does not show them: then the list is read. */
async function give(end: AccessEnd, where: string, { parts, isDoubtful }: Giving): Promise<Given> {
  const { runId, roomId, personId, level } = end;
  const { portal, accessEnds } = parts;
  const findMember = async () => (await portal.members(roomId)).find(({ id }) => id === personId);
  const before = await findMember();
  if (!before) {
    const { members } = await portal.share(roomId, [{ id: personId, level }], { notify: false });
    const now = members.find(({ id }) => id === personId) ?? (await findMember());
    if (now?.level !== level) return { left: `${where}: the portal left them out without saying why` };
    await revive(now, roomId, parts);
  } else if (isDoubtful && before.level === level) await revive(before, roomId, parts);
  await accessEnds.giveBack(runId, roomId);
  return { summary: before ? `in ${where} already` : `${level} in ${where} again` };
}

/** Where a run had given that access, it ends again when it was to end. */
async function revive(member: Member, roomId: number, { keptRooms }: RunParts): Promise<void> {
  const kept = await findKeptByRoom(roomId, keptRooms);
  if (kept) await keptRooms.reviveItems(kept.id, accessItemsOf(member));
}
