import { createHash } from 'node:crypto';
import { judgeLink } from '../model/judge-link.ts';
import type { Account, LinkOptions, Share } from '../model/records.ts';
import type { Portal } from '../portal.ts';

/** What a request without an account brings of an external link. */
export interface LinkCredentials {
  /** The link's key: `?share=` or the header `Request-Token`. */
  share: string | undefined;
  cookie: string | undefined;
}

/** The external link with this key. */
export function linkByKey(portal: Portal, key: string): Share | undefined {
  const { indexes, shares } = portal.state;
  const place = indexes.linkByToken.get(key);
  return place && shares.get(place.entryId)?.find((row) => row.subjectId === place.subjectId);
}

/** The cookie that shows that a link's password was given. It is worth nothing once the password is another. */
export function passwordCookie({ link, subjectId }: Share): string {
  const proof = createHash('sha256')
    .update(`${link?.token ?? ''}\n${link?.password ?? ''}`)
    .digest('hex');
  return `share_${subjectId}=${proof}`;
}

/**
 * Who looks through an external link, for the length of a request: somebody with the link's own id, and so with its
 * level. `undefined` for a link that is dead, wants a password that was not given, or is for people with an account.
 */
export function visitorOf(portal: Portal, { share, cookie }: LinkCredentials): Account | undefined {
  const row = share === undefined ? undefined : linkByKey(portal, share);
  if (!row) return undefined;
  const verdict = judgeLink(portal, row);
  const isLetIn = verdict === 'open' || (verdict === 'password' && knowsPassword(row, row.link, cookie));
  if (!isLetIn) return undefined;
  return {
    id: row.subjectId,
    firstName: '',
    lastName: '',
    userName: '',
    email: '',
    type: 'guest',
    status: 1,
    activationStatus: 0,
    registrationDate: row.grantedOn,
    lastModified: row.grantedOn,
  };
}

function knowsPassword(row: Share, link: LinkOptions | undefined, cookie = ''): boolean {
  return link?.internal !== true && cookie.split(/;\s*/).includes(passwordCookie(row));
}
