import { subjectType, type Account, type Share } from '../model/records.ts';
import { hasExpired } from '../model/judge-link.ts';
import { linkType, shortKeyOf } from '../model/links.ts';
import { type Entry, isRoom } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { everyoneGroupId, fileShare } from '../model/vendor-numbers.ts';
import { writePortalDate } from './dates.ts';
import { writeEmployeeFull } from './employee-dto.ts';
import { everyoneGroup, writeGroupSummary } from './group-summary-dto.ts';
import type { View } from './view.ts';

/** FileShareDto of the room's owner, which is no share row. */
export function writeOwner(view: View, owner: Account): Record<string, unknown> {
  return describe(
    view,
    { access: fileShare.ReadWrite, subjectType: subjectType.user, subjectId: owner.id },
    {
      shown: { sharedToUser: writeEmployeeFull(view, owner) },
      isOwner: true,
      canEditAccess: false,
    },
  );
}

/** FileShareDto of a member or group; `undefined` for a subject that does not exist. */
export function writeMember(view: View, entry: Entry, row: Share): Record<string, unknown> | undefined {
  const shown = writeSubject(view, row);
  if (!shown) return undefined;
  const canEditAccess =
    row.subjectId !== view.caller.id && may(view.portal.state, view.caller, { action: 'EditAccess', entry });
  return describe(view, row, { shown, isOwner: false, canEditAccess });
}

/** FileShareDto of a link. Its address and password are in it: only for who may read links. */
export function writeLink(view: View, entry: Entry, row: Share): Record<string, unknown> {
  const canEditAccess = may(view.portal.state, view.caller, { action: 'EditAccess', entry });
  return {
    ...describe(view, row, { shown: { sharedLink: writeShareLink(view, row) }, isOwner: false, canEditAccess }),
    canEditInternal: canEditAccess && !isRoom(entry),
    canEditDenyDownload: canEditAccess,
    canEditExpirationDate: canEditAccess,
    canRevoke: canEditAccess && row.subjectType !== subjectType.primaryLink,
  };
}

function writeSubject(view: View, row: Share): Record<string, unknown> | undefined {
  const { accounts, groups } = view.portal.state;
  if (row.subjectType === subjectType.group) {
    const group = row.subjectId === everyoneGroupId ? everyoneGroup : groups.get(row.subjectId);
    return group && { sharedToGroup: writeGroupSummary(view, group) };
  }
  const account = accounts.get(row.subjectId);
  return account && { sharedToUser: writeEmployeeFull(view, account) };
}

function describe(
  view: View,
  row: Pick<Share, 'access' | 'subjectType' | 'subjectId'>,
  { shown, isOwner, canEditAccess }: { shown: Record<string, unknown>; isOwner: boolean; canEditAccess: boolean },
): Record<string, unknown> {
  return {
    access: row.access,
    // Deprecated by the vendor: the same object once more.
    sharedTo: Object.values(shown)[0],
    ...shown,
    isLocked: row.subjectId === view.caller.id,
    isOwner,
    canEditAccess,
    canEditInternal: false,
    canEditDenyDownload: false,
    canEditExpirationDate: false,
    canRevoke: false,
    subjectType: row.subjectType,
  };
}

function writeShareLink(view: View, row: Share): Record<string, unknown> | undefined {
  const { link } = row;
  if (!link) return undefined;
  const { settings } = view.portal.state;
  const isInvitation = row.subjectType === subjectType.invitationLink;
  const expires = link.expirationDate;
  return {
    id: row.subjectId,
    title: link.title,
    shareLink: `${view.origin}/s/${shortKeyOf(link)}`,
    expirationDate: expires && writePortalDate(expires, settings.timezoneOffsetMinutes),
    linkType: isInvitation ? linkType.invitation : linkType.external,
    password: link.password,
    denyDownload: link.denyDownload,
    isExpired: hasExpired(view.portal, link),
    primary: row.subjectType === subjectType.primaryLink,
    internal: link.internal,
    requestToken: link.token,
    maxUseCount: isInvitation ? link.maxUseCount : undefined,
    currentUseCount: isInvitation ? link.currentUseCount : undefined,
  };
}
