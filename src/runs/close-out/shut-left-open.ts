import { reportError } from '../../base/errors.ts';
import type { RunParts } from '../run-parts.ts';
import { archive } from './move-room.ts';

/** A close-out has its room open for seconds; what is open for longer was left so by a process that is gone. */
const longestOpenSeconds = 120;

/**
 * Archives rooms again that a close-out opened and left open, before anything else is done. `isAlone`: no other process works, so every
 * open room was left; otherwise only those that have been open for long. Their runs go on by themselves, from what is there.
 */
export async function shutLeftOpen(
  { portal, closeOuts, log }: Pick<RunParts, 'portal' | 'closeOuts' | 'log'>,
  isAlone: boolean,
): Promise<void> {
  for (const { runId, roomId } of await closeOuts.leftOpen(isAlone ? 0 : longestOpenSeconds)) {
    try {
      if (!(await portal.room(roomId)).archived) await archive(roomId, portal);
      await closeOuts.close(runId);
      log.warn('a room that a close-out had left open was archived again', { room: roomId, run: runId });
    } catch (error) {
      log.error('a room that a close-out left open could not be archived again yet', {
        room: roomId,
        reason: reportError(error).message,
      });
    }
  }
}
