import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Portal } from '../../docspace/portal.ts';
import type { Room } from '../../docspace/room.ts';

/** Looks at the room: often at first, since every moment that it is open counts; under a minute in all. */
const usualPausesMs: readonly number[] = [30, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 12_800];

/**
 * Moves a room to the Archive and sees that it is there. Idempotent. Answers the room as it lies there.
 * Errors: `unavailable` when it takes longer than half a minute.
 */
export async function archive(roomId: number, portal: Portal, pausesMs = usualPausesMs): Promise<Room> {
  await portal.archiveRoom(roomId);
  for (const pause of pausesMs) {
    const room = await portal.room(roomId);
    if (room.archived) return room;
    await sleep(pause);
  }
  throw new AppError('unavailable', `The portal has not archived room ${roomId} within half a minute.`, {
    hint: 'The run tries again by itself; look at the room in the portal.',
  });
}

/** What taking a room out of the Archive asks of the portal. */
type Moves = Pick<Portal, 'unarchiveRoom' | 'operations'> & {
  readonly room: (id: number) => Promise<Pick<Room, 'archived'>>;
};

/**
 * Takes a room out of the Archive and sees that it is out. Errors: `rejected` with the portal's words when it refuses, for lack of room
 * in the tariff say; then the room is still archived.
 */
export async function unarchive(roomId: number, portal: Moves, pausesMs = usualPausesMs): Promise<void> {
  const answered = await portal.unarchiveRoom(roomId);
  // What has ended by the reply is an older operation of the account.
  const older = answered?.finished === true ? answered.id : undefined;
  const told: Told = {};
  for (const pause of pausesMs) {
    if (!(await portal.room(roomId)).archived) return;
    await sleep(pause);
    const failure = pause < 400 ? undefined : await readFailure(portal, older, told);
    if (failure !== undefined && (await portal.room(roomId)).archived) throw refused(roomId, failure);
  }
  throw new AppError(
    'unavailable',
    `The portal has not taken room ${roomId} out of the Archive within half a minute.`,
    {
      hint: 'The run tries again by itself.',
    },
  );
}

/** A failure is told once: whoever reads it keeps it. */
interface Told {
  failure?: string;
}

/** How a move failed. While another one is under way, that one may be ours: nothing is known yet. */
async function readFailure(
  portal: Pick<Portal, 'operations'>,
  older: string | undefined,
  told: Told,
): Promise<string | undefined> {
  const moves = (await portal.operations()).filter(({ id, moves }) => moves && id !== older);
  const failure = moves.findLast(({ error }) => error !== undefined)?.error;
  if (failure !== undefined) told.failure = failure;
  return moves.every(({ finished }) => finished) ? told.failure : undefined;
}

function refused(roomId: number, words: string): AppError {
  return new AppError('rejected', `The portal does not take room ${roomId} out of the Archive: ${words}.`, {
    hint: 'Nothing was removed and the room is still archived. Make room in the tariff, and retry the run.',
  });
}
