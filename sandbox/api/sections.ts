import { ownEntries } from '../model/own-entries.ts';
import { spaceBelow } from '../model/room-space.ts';
import { type Entry, personalRoot, rootOf, sectionRoot } from '../model/sections.ts';
import { may, sharedLevel } from '../model/security.ts';
import { everyoneGroupId, fileShare, folderType } from '../model/vendor-numbers.ts';
import { readFlag } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { listCollected, listContent } from './list-content.ts';
import { get } from './route.ts';

function listPersonal(request: ApiRequest, type: number): unknown {
  return listContent(request, personalRoot(request.portal, type, request.caller));
}

function listOwn(request: ApiRequest, list: 'favorites' | 'recent'): unknown {
  const section = sectionRoot(request.portal, folderType[list]);
  return listCollected(request, section, ownEntries(request.portal, request.caller, list));
}

function listShared(request: ApiRequest): unknown {
  const section = sectionRoot(request.portal, folderType.share);
  return listCollected(request, section, sharedEntries(request));
}

// What lies in other people's My documents and is shared with the caller, by name or through a group.
function sharedEntries({ portal, caller }: ApiRequest): Entry[] {
  const { indexes, folders, files } = portal.state;
  const subjects = [caller.id, everyoneGroupId, ...(indexes.groupsByMember.get(caller.id) ?? [])];
  const ids = new Set(subjects.flatMap((subject) => [...(indexes.entriesBySubject.get(subject) ?? [])]));
  return [...ids]
    .map((id) => files.get(id) ?? folders.get(id))
    .filter((entry) => entry !== undefined)
    .filter((entry) => rootOf(portal.state, entry).folderType === folderType.user && entry.createdBy !== caller.id)
    .filter((entry) => sharedLevel(portal.state, caller, entry) !== fileShare.None)
    .filter((entry) => may(portal.state, caller, { action: 'Read', entry }));
}

function listRoots(request: ApiRequest): unknown {
  const { portal, caller, query } = request;
  const shared = [folderType.rooms, folderType.archive].map((type) => sectionRoot(portal, type));
  const own = caller.type === 'guest' ? [] : [personalRoot(portal, folderType.user, caller)];
  const trash = readFlag(query, 'withoutTrash') === true ? [] : [personalRoot(portal, folderType.trash, caller)];
  return [...own, ...shared, ...trash].map((root) => listContent(request, root));
}

// FilesStatisticsResultDto: My documents and the Trash are the caller's own.
function readUsedSpace({ portal, caller }: ApiRequest): unknown {
  const describe = (root: { id: number; title: string }) => ({
    title: root.title,
    usedSpace: spaceBelow(portal.state, root.id),
  });
  return {
    myDocumentsUsedSpace: describe(personalRoot(portal, folderType.user, caller)),
    trashUsedSpace: describe(personalRoot(portal, folderType.trash, caller)),
    archiveUsedSpace: describe(sectionRoot(portal, folderType.archive)),
    roomsUsedSpace: describe(sectionRoot(portal, folderType.rooms)),
    aiAgentsUsedSpace: { title: 'AI agents', usedSpace: 0 },
  };
}

/** The sections that a person sees. */
export const routes: readonly ApiRoute[] = [
  get('files/@my', 'getMyFolder', (request) => listPersonal(request, folderType.user)),
  get('files/@trash', 'getTrashFolder', (request) => listPersonal(request, folderType.trash)),
  get('files/@root', 'getRootFolders', listRoots),
  get('files/@share', 'getSharedFolder', listShared),
  get('files/@favorites', 'getFavoritesFolder', (request) => listOwn(request, 'favorites')),
  get('files/@recent', 'getRecentFolder', (request) => listOwn(request, 'recent')),
  get('files/recent', 'getRecentFolder', (request) => listOwn(request, 'recent')),
  get('files/filesusedspace', 'getFilesUsedSpace', readUsedSpace),
];
