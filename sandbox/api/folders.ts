import { maxEntryTitle } from '../model/clean-title.ts';
import { createFolder, mayCreateIn, removeEntry, renameEntry } from '../model/entries.ts';
import { filterType, findEntries, sortedBy, sortEntries } from '../model/find-entries.ts';
import type { Folder } from '../model/records.ts';
import { isFile, lineage, isRoom, personalRoot, sectionRoot, subfolders } from '../model/sections.ts';
import { may } from '../model/security.ts';
import { folderType, operationKind } from '../model/vendor-numbers.ts';
import { flag, record, requiredText } from '../wire/body.ts';
import { writeContent } from '../wire/content-dto.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { isDescending, readChoice, readFlag, readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put, remove } from './route.ts';
import { runListed } from './run-operation.ts';

// Nothing but the title is read: `content` and `share` of the published samples are ignored.
const Title = record({ title: requiredText(maxEntryTitle) });
const Removal = record({ deleteAfter: flag(), immediately: flag() });

// An unknown parent is a 403 here, not a 404.
function addFolder(request: ApiRequest): unknown {
  const { title } = request.body(Title);
  const parentId = idParameter(request.params);
  if (!mayCreateIn(request.portal, request.caller, parentId)) throw denied();
  return writeFolder(request, createFolder(request.portal, request.caller, { parentId, title }));
}

function readFolder(request: ApiRequest): unknown {
  return writeFolder(request, requireReadable(request));
}

function requireReadable(request: ApiRequest): Folder {
  const folder = requireFolder(request);
  if (!may(request.portal.state, request.caller, { action: 'Read', entry: folder })) throw denied();
  return folder;
}

function requireFolder(request: ApiRequest): Folder {
  const folder = request.portal.state.folders.get(idParameter(request.params));
  if (!folder) throw notFound('The required folder was not found');
  return folder;
}

function renameFolder(request: ApiRequest): unknown {
  const { title } = request.body(Title);
  const { portal, caller } = request;
  const folder = requireFolder(request);
  const action = isRoom(folder) ? 'EditRoom' : 'Rename';
  if (!may(portal.state, caller, { action, entry: folder })) throw denied();
  const renamed = renameEntry(portal, caller, { entry: folder, title });
  return isFile(renamed) ? undefined : writeFolder(request, renamed);
}

function deleteFolder(request: ApiRequest): unknown {
  const { deleteAfter, immediately } = request.body(Removal);
  const { portal, caller } = request;
  const folder = requireFolder(request);
  if (!may(portal.state, caller, { action: 'Delete', entry: folder })) throw denied();
  return runListed(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      removeEntry(portal, caller, { entry: folder, immediately });
      return { folderIds: [], fileIds: [] };
    },
  });
}

function listFolder(request: ApiRequest): unknown {
  return listContent(request, requireReadable(request));
}

function listContent(request: ApiRequest, folder: Folder): unknown {
  const { query, portal, caller } = request;
  const page = readPaging(query);
  const found = findEntries(portal.state, folder.id, {
    text: readText(query, 'filterValue'),
    type: readChoice(query, 'filterType', filterType),
    extension: readText(query, 'extension'),
    createdBy: readText(query, 'userIdOrGroupId')?.toLowerCase(),
    isDeep: readFlag(query, 'withSubFolders') ?? true,
  }).filter((entry) => may(portal.state, caller, { action: 'Read', entry }));
  const entries = sortEntries(found, readChoice(query, 'sortBy', sortedBy), isDescending(query));
  return writeContent(request, folder, { entries, page });
}

function listPersonal(request: ApiRequest, type: number): unknown {
  return listContent(request, personalRoot(request.portal, type, request.caller));
}

function listRoots(request: ApiRequest): unknown {
  const { portal, caller } = request;
  const shared = [folderType.rooms, folderType.archive].map((type) => sectionRoot(portal, type));
  const own = caller.type === 'guest' ? [] : [personalRoot(portal, folderType.user, caller)];
  const roots = [...own, ...shared, personalRoot(portal, folderType.trash, caller)];
  return roots.map((root) => listContent(request, root));
}

function listSubfolders(request: ApiRequest): unknown {
  return subfolders(request.portal.state, requireReadable(request).id).map((folder) => writeFolder(request, folder));
}

// Each folder on the way in full, unlike the path parts of a listing.
function readPath(request: ApiRequest): unknown {
  const line = lineage(request.portal.state, requireReadable(request));
  return line.toReversed().flatMap((folder) => (isFile(folder) ? [] : [writeFolder(request, folder)]));
}

/** Folders and sections. */
export const routes: readonly ApiRoute[] = [
  get('files/@my', 'getMyFolder', (request) => listPersonal(request, folderType.user)),
  get('files/@trash', 'getTrashFolder', (request) => listPersonal(request, folderType.trash)),
  get('files/@root', 'getRootFolders', listRoots),
  post('files/folder/:id{[0-9]+}', 'createFolder', addFolder),
  get('files/folder/:id{[0-9]+}', 'getFolderInfo', readFolder),
  put('files/folder/:id{[0-9]+}', 'renameFolder', renameFolder),
  remove('files/folder/:id{[0-9]+}', 'deleteFolder', deleteFolder),
  get('files/folder/:id{[0-9]+}/path', 'getFolderPath', readPath),
  get('files/:id{[0-9]+}/subfolders', 'getFolders', listSubfolders),
  get('files/:id{[0-9]+}', 'getFolderByFolderId', listFolder),
];
