import * as z from 'zod';
import { type Member, MemberReply } from './member.ts';
import { levelToNumber, noAccess } from './numbers.ts';
import { pageSize, readAllPages } from './paging.ts';
import type { Send } from './portal-call.ts';
import type { Level } from './vocabulary/words.ts';

interface ShareEntry {
  /** Guid of a person or a group; the portal finds out which. */
  readonly id: string;
  readonly level: Level;
}

/** What the portal shows of a change. */
interface ShareResult {
  /** The sent ids as they stand now. Ids the portal left out in silence are missing here (DocSpace server, FileSharing.cs). */
  readonly members: readonly Member[];
  readonly warning?: string;
  /** The portal did nothing at all, since somebody holds a role in a form that is being filled in. */
  readonly error: boolean;
}

export interface AccessReads {
  /**
   * All people and groups of a room, the owner first, archived rooms too. People who come in through a group stand not here, nor those who
   * use a link. Throws `not-found`; a caller who cannot read the room gets an empty list, without even the owner.
   */
  members(roomId: number): Promise<Member[]>;
}

export interface AccessWrites {
  /**
   * Gives levels, in the order of the entries; members not named stay as they are. Idempotent. Believe `members`, not the success: an id
   * that our account may not see, or of a terminated account, is left out in silence. Throws `forbidden` for a level that the room type
   * or the account does not admit, for an archived room, and for a caller who is neither owner nor manager of the room. The portal
   * commits entry by entry: after an error with the effect `unknown` earlier entries may stand.
   */
  share(roomId: number, entries: readonly ShareEntry[], options: { readonly notify: boolean }): Promise<ShareResult>;
  /** Takes all access from people or groups, by id. Idempotent; errors as for `share`. Read `members` to know that they are gone. */
  removeAccess(roomId: number, ids: readonly string[]): Promise<ShareResult>;
}

const template = 'files/rooms/{id}/share';

export function createAccessReads(send: Send): AccessReads {
  return {
    async members(roomId) {
      const entries = await readAllPages(async (startIndex) => {
        const { answer, total } = await send({
          method: 'GET',
          template,
          ids: { id: roomId },
          query: { startIndex, count: pageSize },
          effect: 'read',
          intent: `list the members of room ${roomId}`,
          answer: z.array(MemberReply).default([]),
        });
        return { items: answer, total };
      });
      return entries.filter((member) => member !== undefined);
    },
  };
}

const ShareReply = z
  .object({
    members: z.array(MemberReply).default([]),
    warning: z.string().optional(),
    error: z.int().default(0),
  })
  .transform(({ members, warning, error }): ShareResult => ({
    members: members.filter((member) => member !== undefined),
    ...(warning ? { warning } : {}),
    error: error !== 0,
  }));

export function createAccessWrites(send: Send): AccessWrites {
  async function change(
    roomId: number,
    invitations: readonly { readonly id: string; readonly access: number }[],
    { notify }: { readonly notify: boolean },
  ): Promise<ShareResult> {
    // The portal would answer an empty list with a success, not even looking whether there is such a room.
    if (invitations.length === 0) return { members: [], error: false };
    const { answer } = await send({
      method: 'PUT',
      template,
      ids: { id: roomId },
      // Any other key is ignored by the portal, with a success for an answer (DocSpace server, RoomInvitationRequestDto.cs).
      body: { invitations, notify },
      effect: 'write',
      intent: `change who has access to room ${roomId}`,
      answer: ShareReply,
      piecemeal: invitations.length > 1,
      refusalHint:
        "Only a room's owner and managers change access, never in the Archive, and only to levels that the room's type and the account admit.",
    });
    return answer;
  }

  return {
    share: (roomId, entries, options) =>
      change(
        roomId,
        entries.map(({ id, level }) => ({ id, access: levelToNumber(level) })),
        options,
      ),
    removeAccess: (roomId, ids) =>
      change(
        roomId,
        ids.map((id) => ({ id, access: noAccess })),
        { notify: false },
      ),
  };
}
