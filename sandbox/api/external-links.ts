import { judgeLink, type LinkVerdict } from '../model/judge-link.ts';
import type { Share } from '../model/records.ts';
import { type Entry, isFile, isRoom } from '../model/sections.ts';
import { sharedLevel } from '../model/security.ts';
import { emptyGuid, fileShare } from '../model/vendor-numbers.ts';
import { record, text } from '../wire/body.ts';
import { linkByKey, passwordCookie } from '../wire/link-visitor.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post } from './route.ts';

/** Status of an external link, in the vendor's numbers. */
const status = { ok: 0, invalid: 1, expired: 2, requiredPassword: 3, invalidPassword: 4, accessDenied: 5 } as const;

/** FileEntryType. */
const entryTypes = { folder: 1, file: 2 } as const;

const statusOf: Record<LinkVerdict, number> = {
  open: status.ok,
  invalid: status.invalid,
  expired: status.expired,
  'used-up': status.invalid,
  password: status.requiredPassword,
  'sign-in': status.accessDenied,
};

function readLink(request: ApiRequest): unknown {
  const row = linkByKey(request.portal, request.params['key'] ?? '');
  if (!row) return describe(request, undefined, status.invalid);
  const verdict = judgeLink(request.portal, row);
  const isKnown = verdict === 'sign-in' && request.portal.state.accounts.has(request.caller.id);
  return describe(request, row, isKnown ? status.ok : statusOf[verdict]);
}

function givePassword(request: ApiRequest): unknown {
  const { password } = request.body(record({ password: text() }));
  const row = linkByKey(request.portal, request.params['key'] ?? '');
  if (!row) return describe(request, undefined, status.invalid);
  const verdict = judgeLink(request.portal, row);
  if (verdict !== 'password') return describe(request, row, statusOf[verdict]);
  if (row.link?.password !== password) return describe(request, row, status.invalidPassword);
  request.setHeader('Set-Cookie', `${passwordCookie(row)}; path=/; httponly`);
  return describe(request, row, status.ok);
}

// ExternalShareDto. What is shared is named only to those who get in.
function describe(request: ApiRequest, row: Share | undefined, verdict: number): unknown {
  const { state } = request.portal;
  const entry = row && (state.folders.get(row.entryId) ?? state.files.get(row.entryId));
  const isAuthenticated = state.accounts.has(request.caller.id);
  const isRoomMember = isAuthenticated && entry !== undefined && isMember(request, entry);
  return {
    status: verdict,
    ...(entry
      ? { id: String(entry.id), title: '', type: typeOf(entry), isRoom: isRoom(entry) }
      : { id: '', title: '' }),
    ...(entry && verdict === status.ok ? describeEntry(entry) : {}),
    tenantId: 1,
    linkId: row?.subjectId ?? emptyGuid,
    shared: isRoomMember,
    isAuthenticated,
    isRoomMember,
  };
}

function describeEntry(entry: Entry): Record<string, unknown> {
  const { id, title } = entry;
  return { title, entityId: String(id), entityTitle: title, entityType: typeOf(entry) };
}

function typeOf(entry: Entry): number {
  return isFile(entry) ? entryTypes.file : entryTypes.folder;
}

function isMember({ portal, caller }: ApiRequest, entry: Entry): boolean {
  return entry.createdBy === caller.id || sharedLevel(portal.state, caller, entry) !== fileShare.None;
}

const open = { access: 'anonymous', scope: 'skip' } as const;

/** What an external link says to somebody who opens it. */
export const routes: readonly ApiRoute[] = [
  { ...get('files/share/:key', 'getExternalShareData', readLink), ...open },
  { ...post('files/share/:key/password', 'applyExternalSharePassword', givePassword), ...open },
];
