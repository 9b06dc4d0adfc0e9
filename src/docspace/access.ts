import * as z from 'zod';
import { GroupMemberReply, type Member, MemberReply } from './member.ts';
import { levelToNumber, noAccess } from './numbers.ts';
import { pageSize, readAllPages } from './paging.ts';
import type { PortalCall, Send } from './portal-call.ts';
import type { Level } from './vocabulary/words.ts';

type ShareEntry = {
  readonly level: Level;
} & (
  | {
      /** Guid of a person or a group; the portal finds out which. */
      readonly id: string;
    }
  | {
      /** Of somebody whom the portal does not know: it makes a guest of them and sends a mail. Never as room manager. */
      readonly email: string;
    }
);

interface ShareOptions {
  /** Whether the portal sends a mail to those whom it knows. A stranger gets one in any case. */
  readonly notify: boolean;
  /** Language of the mails: `de`. The portal's own unless given. */
  readonly culture?: string;
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
  /**
   * The people of a group that has access to a room, each with the level that they have there: their own, else the group's. Empty for a
   * group without access, and for a room that is not there or that our account may not read (DocSpace server, SecurityController.cs).
   */
  groupMembers(roomId: number, groupId: string): Promise<Member[]>;
}

export interface AccessWrites {
  /**
   * Gives levels, in the order of the entries; members not named stay as they are. Idempotent. Believe `members`, not the success: an id
   * that our account may not see, or of a terminated account, is left out in silence. Throws `forbidden` for a level that the room type
   * or the account does not admit, for an archived room, and for a caller who is neither owner nor manager of the room. The portal
   * commits entry by entry: after an error with the effect `unknown` earlier entries may stand. Who is invited by e-mail is never in the
   * reply: read `members`.
   */
  share(roomId: number, entries: readonly ShareEntry[], options: ShareOptions): Promise<ShareResult>;
  /**
   * Takes all access from people or groups, by id. Idempotent; errors as for `share`. Read `members` to know that they are gone. Where one
   * of them has a role in a form that is being filled in, nobody is removed and `error` says so, unless it is forced.
   */
  removeAccess(roomId: number, ids: readonly string[], options?: { readonly force?: boolean }): Promise<ShareResult>;
}

const template = 'files/rooms/{id}/share';

type ListCall = Pick<PortalCall<unknown>, 'template' | 'ids' | 'intent'>;

export function createAccessReads(send: Send): AccessReads {
  const list = <Item>(call: ListCall, item: z.ZodType<Item>): Promise<Item[]> =>
    readAllPages(async (startIndex) => {
      const { answer, total } = await send({
        ...call,
        method: 'GET',
        query: { startIndex, count: pageSize },
        effect: 'read',
        answer: z.array(item).default([]),
      });
      return { items: answer, total };
    });

  return {
    async members(roomId) {
      const intent = `list the members of room ${roomId}`;
      const entries = await list({ template, ids: { id: roomId }, intent }, MemberReply);
      return entries.filter((member) => member !== undefined);
    },
    groupMembers(roomId, groupId) {
      const intent = `list the people of a group in room ${roomId}`;
      const ids = { id: roomId, groupId };
      return list({ template: 'files/folder/{id}/group/{groupId}/share', ids, intent }, GroupMemberReply);
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
    invitations: readonly { readonly id?: string; readonly email?: string; readonly access: number }[],
    options: Partial<ShareOptions> & { readonly notify: boolean; readonly force?: boolean },
  ): Promise<ShareResult> {
    // The portal would answer an empty list with a success, not even looking whether there is such a room.
    if (invitations.length === 0) return { members: [], error: false };
    const { answer } = await send({
      method: 'PUT',
      template,
      ids: { id: roomId },
      // Any other key is ignored by the portal, with a success for an answer (DocSpace server, RoomInvitationRequestDto.cs).
      body: { invitations, ...options },
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
        entries.map(({ level, ...who }) => ({ ...who, access: levelToNumber(level) })),
        options,
      ),
    removeAccess: (roomId, ids, options = {}) =>
      change(
        roomId,
        ids.map((id) => ({ id, access: noAccess })),
        { notify: false, ...options },
      ),
  };
}
