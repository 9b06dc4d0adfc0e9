import { removeEntry } from '../model/entries.ts';
import { moveRoom, requireRoom, requireRoomProper } from '../model/rooms.ts';
import { type Room, sectionRoot } from '../model/sections.ts';
import { may, type SecurityAction } from '../model/security.ts';
import { folderType, operationKind } from '../model/vendor-numbers.ts';
import { flag, record } from '../wire/body.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { put, remove } from './route.ts';
import { runFirstOfKind } from './run-operation.ts';

const Options = record({ deleteAfter: flag() });

// Missing rights and rooms are answered at once; what goes wrong later stands on the finished operation.
function requireMay(request: ApiRequest, action: SecurityAction, room: Room): Room {
  if (!may(request.portal.state, request.caller, { action, entry: room })) throw denied();
  return room;
}

function archive(request: ApiRequest, isArchiving: boolean): unknown {
  const { deleteAfter } = request.body(Options);
  const { portal, caller } = request;
  const { id } = requireMay(request, 'Move', requireRoomProper(portal.state, idParameter(request.params)));
  return runFirstOfKind(request, {
    kind: operationKind.move,
    holdResult: !deleteAfter,
    work: () => {
      moveRoom(portal, caller, { room: requireRoomProper(portal.state, id), isArchiving });
      const root = sectionRoot(portal, isArchiving ? folderType.archive : folderType.rooms);
      return { folderIds: [root.id, id], fileIds: [] };
    },
  });
}

function deleteRoom(request: ApiRequest): unknown {
  const { deleteAfter } = request.body(Options);
  const { portal, caller } = request;
  const { id } = requireMay(request, 'Delete', requireRoom(portal.state, idParameter(request.params)));
  return runFirstOfKind(request, {
    kind: operationKind.delete,
    holdResult: !deleteAfter,
    work: () => {
      removeEntry(portal, caller, { entry: requireRoom(portal.state, id), immediately: true });
      return { folderIds: [], fileIds: [] };
    },
  });
}

/** What moves or deletes a whole room: file operations. */
export const routes: readonly ApiRoute[] = [
  put('files/rooms/:id{[0-9]+}/archive', 'archiveRoom', (request) => archive(request, true)),
  put('files/rooms/:id{[0-9]+}/unarchive', 'unarchiveRoom', (request) => archive(request, false)),
  remove('files/rooms/:id{[0-9]+}', 'deleteRoom', deleteRoom),
];
