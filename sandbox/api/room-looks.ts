import { publishEntry } from '../model/events.ts';
import type { RoomSettings } from '../model/records.ts';
import { changeRoom, requireRoomProper } from '../model/rooms.ts';
import { type Room, subfolders, filesIn } from '../model/sections.ts';
import { may, type SecurityAction } from '../model/security.ts';
import { putFile, putFolder } from '../model/state.ts';
import { record, text } from '../wire/body.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { logoFields } from './room-settings.ts';
import { get, post, put, remove } from './route.ts';

function requireAllowed(request: ApiRequest, action: SecurityAction): Room {
  const { state } = request.portal;
  const room = requireRoomProper(state, idParameter(request.params));
  if (!may(state, request.caller, { action, entry: room })) throw denied();
  return room;
}

function changeLooks(request: ApiRequest, room: Room, change: Partial<RoomSettings>): unknown {
  const { portal, caller } = request;
  const settings = { ...room.room.settings, ...change };
  const changed = changeRoom(portal, caller, { ...room, room: { ...room.room, settings } });
  publishEntry(portal, { trigger: 'room.updated', actor: caller }, changed);
  return writeFolder(request, changed);
}

function setLogo(request: ApiRequest): unknown {
  const { tmpFile } = request.body(record(logoFields));
  const room = requireAllowed(request, 'EditRoom');
  return changeLooks(request, room, tmpFile ? { logo: tmpFile, cover: undefined } : {});
}

function setCover(request: ApiRequest): unknown {
  const { color, cover } = request.body(record({ color: text(6), cover: text(50) }));
  const room = requireAllowed(request, 'EditRoom');
  return changeLooks(request, room, {
    ...(color !== undefined && { color }),
    ...(cover !== undefined && { cover: cover === '' ? undefined : cover }),
    logo: undefined,
  });
}

// Numbers what is in a room anew, by title; only a room with an index has the numbers.
function reorder(request: ApiRequest): unknown {
  const room = requireAllowed(request, 'EditRoom');
  const { state } = request.portal;
  const entries = [...subfolders(state, room.id), ...filesIn(state, room.id)];
  const indexed = room.room.settings.indexing;
  entries.forEach((entry, index) => {
    const order = indexed ? index + 1 : undefined;
    if ('content' in entry) putFile(state, { ...entry, order });
    else putFolder(state, { ...entry, order });
  });
  return writeFolder(request, room);
}

// The sandbox marks nothing as new.
function readNews(request: ApiRequest): unknown {
  requireAllowed(request, 'Read');
  return [];
}

const covers = ['book', 'briefcase', 'chart', 'coin', 'heart', 'house', 'lamp', 'rocket', 'star', 'tool'];

/** How a room looks, the order of what is in it, and what is new there. */
export const routes: readonly ApiRoute[] = [
  post('files/rooms/:id{[0-9]+}/logo', 'createRoomLogo', setLogo),
  remove('files/rooms/:id{[0-9]+}/logo', 'deleteRoomLogo', (request) =>
    changeLooks(request, requireAllowed(request, 'EditRoom'), { logo: undefined }),
  ),
  post('files/rooms/:id{[0-9]+}/cover', 'changeRoomCover', setCover),
  get('files/rooms/covers', 'getRoomCovers', () => covers.map((id) => ({ id, data: '<svg/>' }))),
  put('files/rooms/:id{[0-9]+}/reorder', 'reorderRoom', reorder),
  get('files/rooms/:id{[0-9]+}/news', 'getNewRoomItems', readNews),
  get('files/rooms/news', 'getRoomsNewItems', () => []),
];
