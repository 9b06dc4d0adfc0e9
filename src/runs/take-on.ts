import { AppError } from '../base/errors.ts';
import type { RoomOwner } from './records.ts';
import type { RunParts } from './run-parts.ts';
import { keptByOther } from './subject-room.ts';

/**
 * Records that a blueprint keeps a room that is there. Answers why not, where another one keeps it: the first to claim a room has it.
 * Errors: `unavailable` while another run makes a room of this title, whose claim must not be forestalled: the event of a new room may
 * be here before the reply to the call that made it.
 */
export async function takeOn(
  { id, title, url }: { readonly id: number; readonly title: string; readonly url: string },
  owner: RoomOwner,
  { keptRooms }: Pick<RunParts, 'keptRooms'>,
): Promise<{ readonly reason?: string }> {
  const claims = keptRooms.claimsOf(owner);
  if (await claims.isTitleContested(title)) {
    throw new AppError(
      'unavailable',
      `Another run makes a room of the title "${title}" just now: it may be room ${id}.`,
      {
        hint: 'The run looks again.',
      },
    );
  }
  await claims.intend(title, new Date(owner.timesFrom));
  if (await claims.claim({ id, url })) return {};
  await claims.withdraw();
  const holder = await keptRooms.findByRoom(id);
  return { reason: keptByOther(holder?.blueprint ?? 'of another run') };
}
