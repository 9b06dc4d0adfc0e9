import * as z from 'zod';
import { dropEntry, keepEntry, type OwnList } from '../model/own-entries.ts';
import type { File } from '../model/records.ts';
import { isFile, roomOf } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { putFile, putFolder } from '../model/state.ts';
import { isLockedFor } from '../model/store-upload.ts';
import { entryIds, flag, integer, list, record } from '../wire/body.ts';
import { writeFile } from '../wire/file-dto.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { readFlag } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { missingFolder, requireFile, requireFolder } from './require-entry.ts';
import { get, post, put, remove } from './route.ts';

const Entries = record({ folderIds: entryIds(), fileIds: entryIds() });

// What is not there, or not for the caller, is passed over. No body at all names nothing.
function changeList(request: ApiRequest, listName: OwnList, isKept: boolean): void {
  const { folderIds, fileIds } = request.optionalBody(Entries);
  const { portal, caller } = request;
  const { folders, files } = portal.state;
  const entries = [...folderIds.map((id) => folders.get(id)), ...fileIds.map((id) => files.get(id))];
  for (const entry of entries) {
    if (!entry || !may(portal.state, caller, { action: 'Read', entry })) continue;
    if (isKept) keepEntry(portal, caller, { list: listName, id: entry.id });
    else dropEntry(portal, caller, { list: listName, id: entry.id });
  }
}

function changeFavorites(request: ApiRequest, isKept: boolean): unknown {
  changeList(request, 'favorites', isKept);
  return true;
}

// The answer is the state that the file has now.
function toggleFavorite(request: ApiRequest): unknown {
  const { id } = requireFile(request, 'Read');
  const isWanted = readFlag(request.query, 'favorite') ?? false;
  const change = isWanted ? keepEntry : dropEntry;
  change(request.portal, request.caller, { list: 'favorites', id });
  return isWanted;
}

function addRecent(request: ApiRequest): unknown {
  const file = requireFile(request, 'Read');
  keepEntry(request.portal, request.caller, { list: 'recent', id: file.id });
  return writeOrigin(request, file);
}

// In the section Recent an entry tells where it comes from.
function writeOrigin(request: ApiRequest, file: File): Record<string, unknown> {
  const { state } = request.portal;
  const room = roomOf(state, file);
  return {
    ...writeFile(request, file),
    originId: file.parentId,
    originTitle: state.folders.get(file.parentId)?.title,
    originRoomId: room?.id,
    originRoomTitle: room?.title,
  };
}

function removeRecent(request: ApiRequest): unknown {
  changeList(request, 'recent', false);
  request.setStatus(204);
  return undefined;
}

const Lock = record({ lockFile: flag() });

// A lock is taken off by who set it, or by who manages the room.
function lockFile(request: ApiRequest): unknown {
  const { lockFile: isLocked } = request.body(Lock);
  const { portal, caller } = request;
  const file = requireFile(request, 'Lock');
  if (isLockedFor(caller, file) && !may(portal.state, caller, { action: 'EditAccess', entry: file })) throw denied();
  const lockedBy = isLocked ? (file.lockedBy ?? caller.id) : undefined;
  const changed = { ...file, lockedBy };
  putFile(portal.state, changed);
  return writeFile(request, changed);
}

const place = integer().pipe(z.number().min(1).max(2_147_483_647));
const Order = record({ order: place });

function setFileOrder(request: ApiRequest): unknown {
  const { order } = request.body(Order);
  const changed = { ...requireFile(request, 'Edit'), order };
  putFile(request.portal.state, changed);
  return writeFile(request, changed);
}

function setFolderOrder(request: ApiRequest): unknown {
  const { order } = request.body(Order);
  const changed = { ...requireFolder(request, 'Rename'), order };
  putFolder(request.portal.state, changed);
  return writeFolder(request, changed);
}

const folderKind = 1;
const Orders = record({ items: list(record({ entryId: integer(), entryType: integer(), order: place })) });

// Only what is in a room has an order of its own.
function setOrders(request: ApiRequest): unknown {
  const { state } = request.portal;
  return request.body(Orders).items.map(({ entryId, entryType, order }) => {
    const entry = entryType === folderKind ? state.folders.get(entryId) : state.files.get(entryId);
    if (!entry) throw notFound(missingFolder);
    const action = isFile(entry) ? 'Edit' : 'Rename';
    if (!roomOf(state, entry) || !may(state, request.caller, { action, entry })) throw denied();
    if (isFile(entry)) {
      putFile(state, { ...entry, order });
      return writeFile(request, { ...entry, order });
    }
    putFolder(state, { ...entry, order });
    return writeFolder(request, { ...entry, order });
  });
}

// There are no pictures of files here: the ids come back, as if all were under way.
function createThumbnails(request: ApiRequest): unknown {
  return request.body(Entries).fileIds;
}

/** What people mark entries with. */
export const routes: readonly ApiRoute[] = [
  post('files/favorites', 'addFavorites', (request) => changeFavorites(request, true)),
  remove('files/favorites', 'deleteFavoritesFromBody', (request) => changeFavorites(request, false)),
  { ...get('files/favorites/:id{[0-9]+}', 'toggleFileFavorite', toggleFavorite), effect: 'write' },
  post('files/file/:id{[0-9]+}/recent', 'addFileToRecent', addRecent),
  remove('files/recent', 'deleteRecent', removeRecent),
  put('files/file/:id{[0-9]+}/lock', 'lockFile', lockFile),
  put('files/:id{[0-9]+}/order', 'setFileOrder', setFileOrder),
  put('files/folder/:id{[0-9]+}/order', 'setFolderOrder', setFolderOrder),
  put('files/order', 'setFilesOrder', setOrders),
  post('files/thumbnails', 'createThumbnails', createThumbnails),
];
