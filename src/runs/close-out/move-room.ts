import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Portal } from '../../docspace/portal.ts';

/** Looks at the room: often at first, since every moment that it is open counts; under a minute in all. */
const pausesMs = [30, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 12_800] as const;

/** Whether the room is in the Archive now, waited for until it is as it should be. */
async function waitUntil(archived: boolean, roomId: number, portal: Portal): Promise<boolean> {
  for (const pause of pausesMs) {
    if ((await portal.room(roomId)).archived === archived) return true;
    await sleep(pause);
  }
  return false;
}

/** Moves a room to the Archive and sees that it is there. Idempotent. Errors: `unavailable` when it takes longer than a minute. */
export async function archive(roomId: number, portal: Portal): Promise<void> {
  await portal.archiveRoom(roomId);
  if (await waitUntil(true, roomId, portal)) return;
  throw new AppError('unavailable', `The portal has not archived room ${roomId} within half a minute.`, {
    hint: 'The run tries again by itself; look at the room in the portal.',
  });
}

/**
 * Takes a room out of the Archive and sees that it is out. Errors: `rejected` with the portal's words when it refuses, for lack of room
 * in the tariff say; then the room is still archived.
 */
export async function unarchive(roomId: number, portal: Portal): Promise<void> {
  const operation = await portal.unarchiveRoom(roomId);
  if (operation?.error !== undefined && (await portal.room(roomId)).archived) throw refused(roomId, operation.error);
  for (const pause of pausesMs) {
    if (!(await portal.room(roomId)).archived) return;
    await sleep(pause);
    if (pause < 400) continue;
    const failed = (await portal.operations()).find(({ error }) => error !== undefined);
    if (failed?.error !== undefined && (await portal.room(roomId)).archived) throw refused(roomId, failed.error);
  }
  throw new AppError(
    'unavailable',
    `The portal has not taken room ${roomId} out of the Archive within half a minute.`,
    {
      hint: 'The run tries again by itself.',
    },
  );
}

function refused(roomId: number, words: string): AppError {
  return new AppError('rejected', `The portal does not take room ${roomId} out of the Archive: ${words}.`, {
    hint: 'Nothing was removed and the room is still archived. Make room in the tariff, and retry the run.',
  });
}
