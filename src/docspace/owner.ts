import * as z from 'zod';
import type { Send } from './portal-call.ts';

export interface OwnerWrites {
  /**
   * Gives a room to another account; the owner of before becomes a room manager. For the owner and DocSpace admins; the new owner must
   * be active and a room or DocSpace admin. Idempotent. Throws `forbidden` otherwise, and for an archived room (DocSpace server,
   * SecurityController.cs). Believe the room, not the success: a room that is not there may be passed over in silence.
   */
  changeOwner(roomId: number, userId: string): Promise<void>;
}

export function createOwnerWrites(send: Send): OwnerWrites {
  return {
    async changeOwner(roomId, userId) {
      await send({
        method: 'POST',
        template: 'files/owner',
        body: { folderIds: [roomId], fileIds: [], userId },
        effect: 'write',
        // A room that was borrowed must be given back.
        urgent: true,
        intent: `change the owner of room ${roomId}`,
        answer: z.unknown(),
        refusalHint:
          'Only the owner and DocSpace admins give a room away, to an active room admin or DocSpace admin, and never in the Archive.',
      });
    },
  };
}
