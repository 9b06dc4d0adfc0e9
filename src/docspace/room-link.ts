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
  /** ISO 8601 in UTC. */
  readonly expiresAt?: string;
  readonly expired: boolean;
  /** The one external link that a room has at most one of. */
  readonly primary: boolean;
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
    }),
  })
  .transform(({ access, sharedLink }, context): RoomLink => {
    const kind = linkKindFromNumber(sharedLink.linkType);
    if (kind === undefined) {
      context.addIssue({ code: 'custom', message: 'an unknown kind of link', path: ['sharedLink', 'linkType'] });
      return z.NEVER;
    }
    const { id, title, shareLink, password, expirationDate, isExpired, primary } = sharedLink;
    return {
      id,
      kind,
      title,
      level: levelFromNumber(access),
      address: new Secret(shareLink),
      ...(password ? { password: new Secret(password) } : {}),
      ...(expirationDate === undefined ? {} : { expiresAt: expirationDate }),
      expired: isExpired,
      primary,
    };
  });
