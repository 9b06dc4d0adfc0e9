import { judgeLink, type LinkVerdict } from '../model/judge-link.ts';
import { findLink } from '../model/links.ts';
import { type Share, subjectType } from '../model/records.ts';
import { type Entry, isFile, isRoom } from '../model/sections.ts';
import { may, sharedLevel } from '../model/security.ts';
import { emptyGuid, fileShare } from '../model/vendor-numbers.ts';
import { record, text } from '../wire/body.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post } from './route.ts';

/** Status of the vendor: what an external link says to who has it. */
const status = { ok: 0, invalid: 1, expired: 2, passwordRequired: 3, passwordWrong: 4, accessDenied: 5 };
const statusOf: Record<LinkVerdict, number> = {
  open: status.ok,
  invalid: status.invalid,
  expired: status.expired,
  'used-up': status.invalid,
  password: status.passwordRequired,
  'sign-in': status.accessDenied,
};

function findRow({ portal, params }: ApiRequest): Share | undefined {
  const key = params['key'] ?? '';
  const row = findLink(portal.state, (link) => link.token === key);
  return row?.subjectType === subjectType.invitationLink ? undefined : row;
}

function readExternal(request: ApiRequest): unknown {
  const row = findRow(request);
  if (!row) return describe(request, undefined, status.invalid);
  const verdict = judgeLink(request.portal, row);
  const isSignedIn = verdict === 'sign-in' && request.caller.id !== emptyGuid;
  return describe(request, row, isSignedIn ? status.ok : statusOf[verdict]);
}

const Password = record({ password: text() });

function openWithPassword(request: ApiRequest): unknown {
  const { password } = request.body(Password);
  const row = findRow(request);
  if (!row) return describe(request, undefined, status.invalid);
  const verdict = judgeLink(request.portal, row);
  if (verdict !== 'password') return describe(request, row, statusOf[verdict]);
  return describe(request, row, password === row.link?.password ? status.ok : status.passwordWrong);
}

// ExternalShareDto. A link that does not open says nothing of what it leads to.
function describe(request: ApiRequest, row: Share | undefined, verdict: number): Record<string, unknown> {
  const { folders, files } = request.portal.state;
  const entry = row && (folders.get(row.entryId) ?? files.get(row.entryId));
  const isShown = verdict === status.ok || verdict === status.passwordRequired;
  return {
    status: verdict,
    tenantId: 1,
    linkId: row?.subjectId ?? emptyGuid,
    isAuthenticated: request.caller.id !== emptyGuid,
    ...(entry && isShown ? describeEntry(request, entry) : { id: '', title: '', shared: false, isRoomMember: false }),
  };
}

function describeEntry({ portal, caller }: ApiRequest, entry: Entry): Record<string, unknown> {
  const id = String(entry.id);
  const type = isFile(entry) ? 2 : 1;
  return {
    id,
    title: entry.title,
    type,
    entityId: id,
    entityTitle: entry.title,
    entityType: type,
    isRoom: isRoom(entry),
    shared: caller.id !== emptyGuid && may(portal.state, caller, { action: 'Read', entry }),
    isRoomMember: sharedLevel(portal.state, caller, entry) !== fileShare.None,
  };
}

/** What an external link says to anybody who has its key. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/share/:key', 'getExternalShareData', readExternal), access: 'anonymous' },
  { ...post('files/share/:key/password', 'applyExternalSharePassword', openWithPassword), access: 'anonymous' },
];
