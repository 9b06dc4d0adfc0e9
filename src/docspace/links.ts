import * as z from 'zod';
import type { Json } from '../base/json.ts';
import type { Secret } from '../base/secret.ts';
import { levelToNumber, linkKindToNumber, noAccess } from './numbers.ts';
import type { Send } from './portal-call.ts';
import { type RoomLink, RoomLinkReply } from './room-link.ts';
import type { Level, LinkKind } from './vocabulary/words.ts';

/** Everything that a link shall be: what is left out is taken from it. */
interface LinkSettings {
  /** The link to change; without it one is made. */
  readonly id?: string;
  readonly kind: LinkKind;
  readonly level: Level;
  readonly title?: string;
  /** ISO 8601. The primary link of a public or form-filling room takes none (DocSpace server, FileStorageService.cs). */
  readonly expiresAt?: string;
  readonly password?: Secret;
  /** For external links. */
  readonly denyDownload?: boolean;
  /** For external links: whether one has to sign in. Always so in virtual data rooms, never in public ones. */
  readonly internal?: boolean;
  /** For invitation links: how many may join, 1 to 1000. */
  readonly maxUseCount?: number;
}

export interface LinkReads {
  /**
   * The links of a room. An empty list proves something only to the room's owner and managers: everybody else gets one in any case
   * (DocSpace server, VirtualRoomsController.cs).
   */
  links(roomId: number): Promise<readonly RoomLink[]>;
}

export interface LinkWrites {
  /**
   * The primary external link. A write by effect: the portal makes the link when there is none (DocSpace server, FileStorageService.cs).
   * Idempotent. Throws `forbidden` for room types without external links.
   */
  primaryLink(roomId: number): Promise<RoomLink>;
  /**
   * Makes a link, or sets one anew. A new external link is an additional one, never the primary, and making it is not idempotent. Throws
   * `forbidden` over the limit of links, for a level or kind that the room type does not admit, and in the Archive.
   */
  setLink(roomId: number, settings: LinkSettings): Promise<RoomLink>;
  /**
   * Removes a link. The primary link of a public or form-filling room cannot be lost: the portal makes another one with a new address,
   * which is answered; otherwise undefined.
   */
  removeLink(roomId: number, link: Pick<RoomLink, 'id' | 'kind'>): Promise<RoomLink | undefined>;
}

const linksTemplate = 'files/rooms/{id}/links';

export function createLinkReads(send: Send): LinkReads {
  return {
    async links(roomId) {
      const { answer } = await send({
        method: 'GET',
        template: linksTemplate,
        ids: { id: roomId },
        effect: 'read',
        intent: `list the links of room ${roomId}`,
        answer: z.array(RoomLinkReply).default([]),
      });
      return answer;
    },
  };
}

export function createLinkWrites(send: Send): LinkWrites {
  const put = async <Answer>(roomId: number, intent: string, { body, answer }: LinkChange<Answer>): Promise<Answer> => {
    const call = { method: 'PUT', template: linksTemplate, ids: { id: roomId }, effect: 'write' } as const;
    return (await send({ ...call, intent, body, answer, refusalHint })).answer;
  };

  return {
    async primaryLink(roomId) {
      const { answer } = await send({
        method: 'GET',
        template: 'files/rooms/{id}/link',
        ids: { id: roomId },
        effect: 'write',
        intent: `read or make the primary link of room ${roomId}`,
        answer: RoomLinkReply,
        refusalHint,
      });
      return answer;
    },
    setLink: (roomId, settings) =>
      put(roomId, `set a link of room ${roomId}`, { body: writeSettings(settings), answer: RoomLinkReply }),
    removeLink: (roomId, { id, kind }) =>
      put(roomId, `remove a link of room ${roomId}`, {
        body: { linkId: id, linkType: linkKindToNumber(kind), access: noAccess },
        answer: RoomLinkReply.optional(),
      }),
  };
}

interface LinkChange<Answer> {
  readonly body: Json;
  readonly answer: z.ZodType<Answer>;
}

const refusalHint =
  'Only an owner or manager changes links, never in the Archive; collaboration and virtual data rooms have no external ones.';

function writeSettings({ id, kind, level, title, expiresAt, password, ...rest }: LinkSettings): Json {
  return {
    linkType: linkKindToNumber(kind),
    access: levelToNumber(level),
    ...(id === undefined ? {} : { linkId: id }),
    ...(title === undefined ? {} : { title }),
    ...(expiresAt === undefined ? {} : { expirationDate: expiresAt }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...rest,
  };
}
