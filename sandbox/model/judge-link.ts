import type { Portal } from '../portal.ts';
import type { LinkOptions, Share } from './records.ts';
import { subjectType } from './records.ts';
import { isArchived } from './sections.ts';

/** Whether a link lets people in, else why not. */
export type LinkVerdict = 'open' | 'invalid' | 'expired' | 'used-up' | 'password' | 'sign-in';

/**
 * What a link says to somebody who opens it. External links are dead in the Archive; invitation links are not (DocSpace
 * server, ExternalShare.cs and InvitationService.cs).
 */
export function judgeLink(portal: Portal, row: Share): LinkVerdict {
  const { link } = row;
  const entry = portal.state.folders.get(row.entryId) ?? portal.state.files.get(row.entryId);
  if (!link || !entry) return 'invalid';
  const isInvitation = row.subjectType === subjectType.invitationLink;
  if (!isInvitation && isArchived(portal.state, entry)) return 'invalid';
  if (hasExpired(portal, link)) return 'expired';
  return isInvitation ? judgeInvitation(link) : judgeExternal(link);
}

function judgeInvitation({ currentUseCount, maxUseCount }: LinkOptions): LinkVerdict {
  return maxUseCount !== undefined && currentUseCount >= maxUseCount ? 'used-up' : 'open';
}

function judgeExternal({ password, internal }: LinkOptions): LinkVerdict {
  if (password !== undefined) return 'password';
  return internal ? 'sign-in' : 'open';
}

/** Whether a link's own date has passed. */
export function hasExpired(portal: Portal, { expirationDate }: LinkOptions): boolean {
  return expirationDate !== undefined && Date.parse(expirationDate) <= portal.clock.now().getTime();
}
