import * as z from 'zod';
import { Secret } from '../base/secret.ts';
import { levelFromNumber, linkKindFromNumber } from './numbers.ts';
import type { Level, LinkKind } from './vocabulary/words.ts';
import { portalDate } from './wire.ts';

/** A link to a room. Who has its address has access. */
export interface RoomLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly title: string;
  readonly level: Level | undefined;
  readonly address: Secret;
  readonly password?: Secret;
  readonly hasPassword: boolean;
  /** ISO 8601 in UTC. */
  readonly expiresAt?: string;
  readonly expired: boolean;
  /** The one external link that a room has at most one of. */
  readonly primary: boolean;
  readonly denyDownload: boolean;
  /** Of invitation links only: how many may join by it, and how many have. */
  readonly maxUseCount?: number;
  readonly currentUseCount?: number;
}

/** FileShareDto of a link, as far as it is used; DocSpace server, FileShareLink.cs. */
export const RoomLinkReply = z
  .object({
    access: z.int(),
    sharedLink: z.object({
      id: z.guid(),
      title: z.string().default(''),
      shareLink: z.string(),
      linkType: z.int(),
      password: z.string().default(''),
      expirationDate: portalDate.optional(),
      isExpired: z.boolean().default(false),
      primary: z.boolean().default(false),
      denyDownload: z.boolean().default(false),
      maxUseCount: z.int().exactOptional(),
      currentUseCount: z.int().exactOptional(),
    }),
  })
  .transform(({ access, sharedLink }, context): RoomLink => {
    const { linkType, shareLink, password, expirationDate, isExpired, ...link } = sharedLink;
    const kind = linkKindFromNumber(linkType);
    if (kind === undefined) {
      context.addIssue({ code: 'custom', message: 'an unknown kind of link', path: ['sharedLink', 'linkType'] });
      return z.NEVER;
    }
    return {
      ...link,
      kind,
      level: levelFromNumber(access),
      address: new Secret(shareLink),
      ...(password ? { password: new Secret(password) } : {}),
      hasPassword: password !== '',
      ...(expirationDate === undefined ? {} : { expiresAt: expirationDate }),
      expired: isExpired,
    };
  });
