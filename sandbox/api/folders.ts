import { maxEntryTitle } from '../model/clean-title.ts';
import { createFolder, mayCreateIn, removeEntry, renameEntry } from '../model/entries.ts';
import { isFile, isRoom, lineage, subfolders } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { operationKind } from '../model/vendor-numbers.ts';
import { flag, record, requiredText } from '../wire/body.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, lacks, notFound } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { listContent } from './list-content.ts';
import { missingFolder, requireFolder } from './require-entry.ts';
import { get, post, put, remove } from './route.ts';
import { runListed } from './run-operation.ts';

// Nothing but the title is read: `content` and `share` of the published samples are ignored.
const Title = record({ title: requiredText(maxEntryTitle) });
const Removal = record({ deleteAfter: flag(), immediately: flag() });

// An unknown parent is a 403 here, not a 404.
function addFolder(request: ApiRequest): unknown {
  const { title } = request.body(Title, 'Folder');
  const parentId = idParameter(request.params);
  if (!mayCreateIn(request.portal, request.caller, parentId)) throw lacks('create');
  return writeFolder(request, createFolder(request.portal, request.caller, { parentId, title }));
}

function renameFolder(request: ApiRequest): unknown {
  const { title } = request.body(Title, 'Folder');
  const { portal, caller, params } = request;
  const folder = portal.state.folders.get(idParameter(params));
  if (!folder) throw notFound(missingFolder);
  const action = isRoom(folder) ? 'EditRoom' : 'Rename';
  if (!may(portal.state, caller, { action, entry: folder })) throw denied();
  const renamed = renameEntry(portal, caller, { entry: folder, title });
  return isFile(renamed) ? undefined : writeFolder(request, renamed);
}

function deleteFolder(request: ApiRequest): unknown {
  const { deleteAfter, immediately } = request.body(Removal);
  const { portal, caller } = request;
  requireFolder(request, 'Delete');
  return runListed(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      // It may be gone by then, or in a room that is archived.
      removeEntry(portal, caller, { entry: requireFolder(request, 'Delete'), immediately });
      return { folderIds: [], fileIds: [] };
    },
  });
}

function listSubfolders(request: ApiRequest): unknown {
  const { state } = request.portal;
  return subfolders(state, requireFolder(request, 'Read').id)
    .filter((entry) => may(state, request.caller, { action: 'Read', entry }))
    .map((folder) => writeFolder(request, folder));
}

// From the section down to the folder itself.
function readPath(request: ApiRequest): unknown {
  return lineage(request.portal.state, requireFolder(request, 'Read'))
    .toReversed()
    .flatMap((entry) => (isFile(entry) ? [] : [writeFolder(request, entry)]));
}

// Nothing is ever new here: everything counts as seen.
function listNews(request: ApiRequest): unknown {
  requireFolder(request, 'Read');
  return [];
}

/** Folders. */
export const routes: readonly ApiRoute[] = [
  post('files/folder/:id{[0-9]+}', 'createFolder', addFolder),
  get('files/folder/:id{[0-9]+}', 'getFolderInfo', (request) => writeFolder(request, requireFolder(request, 'Read'))),
  put('files/folder/:id{[0-9]+}', 'renameFolder', renameFolder),
  remove('files/folder/:id{[0-9]+}', 'deleteFolder', deleteFolder),
  get('files/folder/:id{[0-9]+}/path', 'getFolderPath', readPath),
  get('files/:id{[0-9]+}/subfolders', 'getFolders', listSubfolders),
  get('files/:id{[0-9]+}/news', 'getNewFolderItems', listNews),
  get('files/rooms/:id{[0-9]+}/news', 'getNewRoomItems', listNews),
  get('files/rooms/news', 'getRoomsNewItems', () => []),
  get('files/:id{[0-9]+}', 'getFolderByFolderId', (request) => listContent(request, requireFolder(request, 'Read'))),
];
