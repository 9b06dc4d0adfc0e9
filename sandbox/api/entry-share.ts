import type * as z from 'zod';
import { readableLinks } from '../model/entry-links.ts';
import { findByEmail } from '../model/people.ts';
import type { Account, Share } from '../model/records.ts';
import { type Grant, directRows, shareEntry } from '../model/share-entry.ts';
import { type Entry, isRoom } from '../model/sections.ts';
import { setRoomAccess } from '../model/sharing.ts';
import { removeShare, type State } from '../model/state.ts';
import { access, entryIds, flag, guid, list, record, text } from '../wire/body.ts';
import { readPaging } from '../wire/query.ts';
import { writeLink, writeMember, writeOwner } from '../wire/share-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { aFile, aFolder, type FindItem, requireItem } from './require-entry.ts';
import { get, post, put, remove } from './route.ts';

const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);
const grants = list(record({ shareTo: optional(guid()), email: text(255), access: access() }));
const sharing = { share: grants, notify: flag(), sharingMessage: text(255) };
const Sharing = record(sharing);
const BatchSharing = record({ ...sharing, folderIds: entryIds(), fileIds: entryIds() });
const Batch = record({ folderIds: entryIds(), fileIds: entryIds() });

// The owner first, then people and groups, then the links for who may read them.
function describeShare(request: ApiRequest, entry: Entry): (() => unknown)[] {
  const { portal, caller } = request;
  const owner = portal.state.accounts.get(entry.createdBy);
  const rows: Share[] = directRows(portal, entry).filter((row) => isKnown(portal.state, row));
  return [
    ...(owner ? [() => writeOwner(request, owner)] : []),
    ...rows.map((row) => () => writeMember(request, entry, row)),
    ...readableLinks(portal, caller, entry).map((row) => () => writeLink(request, entry, row)),
  ];
}

function isKnown({ accounts, groups }: State, { subjectId }: Share): boolean {
  return accounts.has(subjectId) || groups.has(subjectId);
}

function readShare(request: ApiRequest, find: FindItem): unknown {
  const { count, startIndex } = readPaging(request.query);
  const found = describeShare(request, find(request));
  const page = found.slice(startIndex, startIndex + count);
  request.setCount(page.length);
  request.setTotal(found.length);
  return page.map((write) => write());
}

function setShare(request: ApiRequest, find: FindItem): unknown {
  const { share } = request.body(Sharing, 'SecurityInfoSimple');
  const entry = find(request);
  apply(request, entry, share);
  return describeShare(request, entry).map((write) => write());
}

interface Target {
  shareTo: string | undefined;
  email: string | undefined;
  access: number;
}

function apply({ portal, caller }: ApiRequest, entry: Entry, targets: readonly Target[]): void {
  if (isRoom(entry)) {
    const invitations = targets.map(({ shareTo, email, access: level }) => ({ id: shareTo, email, access: level }));
    setRoomAccess(portal, caller, { room: entry, invitations });
    return;
  }
  const known = targets.flatMap((target) => resolve(portal.state, target) ?? []);
  shareEntry(portal, caller, { entry, grants: known });
}

function resolve(state: State, { shareTo, email, access: level }: Target): Grant | undefined {
  const byEmail: Account | undefined = email === undefined ? undefined : findByEmail(state, email);
  const subjectId = byEmail?.id ?? shareTo;
  return subjectId === undefined ? undefined : { subjectId, access: level };
}

function namedEntries(
  request: ApiRequest,
  { folderIds, fileIds }: { folderIds: number[]; fileIds: number[] },
): Entry[] {
  const { folders, files } = request.portal.state;
  const entries = [...folderIds.map((id) => folders.get(id)), ...fileIds.map((id) => files.get(id))];
  return entries.map((entry) => requireItem(request, entry));
}

function readShares(request: ApiRequest): unknown {
  const entries = namedEntries(request, request.body(Batch));
  return entries.flatMap((entry) => describeShare(request, entry)).map((write) => write());
}

function setShares(request: ApiRequest): unknown {
  const { share, ...ids } = request.body(BatchSharing);
  const entries = namedEntries(request, ids);
  for (const entry of entries) apply(request, entry, share);
  return entries.flatMap((entry) => describeShare(request, entry)).map((write) => write());
}

// Takes the caller's own access away, nobody else's.
function leaveShares(request: ApiRequest): unknown {
  const entries = namedEntries(request, request.body(Batch));
  for (const entry of entries) removeShare(request.portal.state, entry.id, request.caller.id);
  return true;
}

/** Who files and folders are shared with. */
export const routes: readonly ApiRoute[] = [
  get('files/file/:id{[0-9]+}/share', 'getFileSecurityInfo', (request) => readShare(request, aFile)),
  get('files/folder/:id{[0-9]+}/share', 'getFolderSecurityInfo', (request) => readShare(request, aFolder)),
  put('files/file/:id{[0-9]+}/share', 'setFileSecurityInfo', (request) => setShare(request, aFile)),
  put('files/folder/:id{[0-9]+}/share', 'setFolderSecurityInfo', (request) => setShare(request, aFolder)),
  post('files/share', 'getSecurityInfo', readShares),
  put('files/share', 'setSecurityInfo', setShares),
  remove('files/share', 'removeSecurityInfo', leaveShares),
];
