import * as z from 'zod';
import { roomTypeFromNumber, sectionFromNumber } from './numbers.ts';
import type { RoomType } from './vocabulary/words.ts';
import { entryId, portalDate } from './wire.ts';

export interface Room {
  readonly id: number;
  readonly title: string;
  /** Undefined for a type that Concierge does not make. */
  readonly type: RoomType | undefined;
  /** The portal rewrites the creator when the owner changes: they are one (DocSpace server, FolderDto.cs). */
  readonly ownerId: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** When the portal last changed or moved it. ISO 8601 in UTC; empty when it does not say. */
  readonly changedAt: string;
  readonly archived: boolean;
  /** Whether it is a room template, which looks like a room. */
  readonly isTemplate: boolean;
  readonly filesCount: number;
  readonly foldersCount: number;
  readonly tags: readonly string[];
  /** Set when the room has a quota of its own. */
  readonly quotaBytes?: number;
  readonly denyDownload: boolean;
  /** Address for people with access. */
  readonly url: string;
  /** Whether our account may change who is a member. False for everybody while the room is archived. */
  readonly mayEditAccess: boolean;
  /** Whether our account may change the room itself. */
  readonly mayEdit: boolean;
}

/** FolderDto of a room, as far as it is used. `baseUrl` is for portals that give no address of their own. */
export function roomReply(baseUrl: string) {
  return z
    .object({
      id: entryId,
      title: z.string(),
      roomType: z.int().optional(),
      createdBy: z.object({ id: z.guid() }),
      created: portalDate,
      updated: portalDate.optional(),
      rootFolderType: z.int().optional(),
      filesCount: z.int().default(0),
      foldersCount: z.int().default(0),
      tags: z.array(z.string()).default([]),
      quotaLimit: z.number().optional(),
      isCustomQuota: z.boolean().default(false),
      denyDownload: z.boolean().default(false),
      shortWebUrl: z.string().default(''),
      security: z.record(z.string(), z.boolean()).default({}),
    })
    .transform((reply): Room => ({
      id: reply.id,
      title: reply.title,
      type: roomTypeFromNumber(reply.roomType ?? 0),
      ownerId: reply.createdBy.id,
      createdAt: reply.created,
      changedAt: reply.updated ?? '',
      archived: sectionFromNumber(reply.rootFolderType) === 'archive',
      isTemplate: sectionFromNumber(reply.rootFolderType) === 'templates',
      filesCount: reply.filesCount,
      foldersCount: reply.foldersCount,
      tags: reply.tags,
      ...(reply.isCustomQuota && reply.quotaLimit !== undefined ? { quotaBytes: reply.quotaLimit } : {}),
      denyDownload: reply.denyDownload,
      url: reply.shortWebUrl || `${baseUrl.replace(/\/+$/, '')}/rooms/shared/${reply.id}`,
      mayEditAccess: reply.security['EditAccess'] === true,
      mayEdit: reply.security['EditRoom'] === true,
    }));
}
