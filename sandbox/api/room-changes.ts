import * as z from 'zod';
import { cleanTitle, maxRoomTitle } from '../model/clean-title.ts';
import { publishEntry } from '../model/events.ts';
import { changeOwner, changeRoom, createRoom, findRoom, keepTags, requireRoomProper } from '../model/rooms.ts';
import { employeeStatus } from '../model/records.ts';
import type { Room } from '../model/sections.ts';
import { isArchived } from '../model/sections.ts';
import { isPortalAdmin, may, mayOwnRooms } from '../model/security.ts';
import { putFolder } from '../model/state.ts';
import { roomType } from '../model/vendor-numbers.ts';
import { choice, guid, integer, list, record, requiredText, text } from '../wire/body.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { denied, lacks, notPossible, PortalError } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { allowedQuota, mergeSettings, plainSettings, settingsFields } from './room-settings.ts';
import { post, put } from './route.ts';

// `share` is read for encrypted rooms only, which the sandbox does not have, so it is ignored here.
const NewRoom = record({
  ...settingsFields,
  title: requiredText(maxRoomTitle),
  roomType: choice(roomType),
  private: z.boolean().nullish(),
});
const RoomChange = record({ ...settingsFields, title: text(maxRoomTitle) });

function addRoom(request: ApiRequest): unknown {
  const body = request.body(NewRoom);
  if (body.private === true) throw new PortalError('not-emulated', 'Private rooms are not emulated by the sandbox');
  const room = createRoom(request.portal, request.caller, {
    title: body.title,
    roomType: body.roomType,
    tags: body.tags ?? [],
    settings: mergeSettings(request.portal.state.settings, plainSettings, body),
  });
  return writeFolder(request, room);
}

// An unknown room is a 403 here, not a 404; an empty title is ignored. The event comes even when nothing changed.
function updateRoom(request: ApiRequest): unknown {
  const change = request.body(RoomChange);
  const { portal, caller } = request;
  const room = findRoom(portal.state, idParameter(request.params));
  if (!room || !may(portal.state, caller, { action: 'EditRoom', entry: room })) throw lacks('editRoom');
  const title = change.title === undefined ? '' : cleanTitle(change.title);
  const changed = changeRoom(portal, caller, {
    ...room,
    title: title === '' ? room.title : title,
    room: {
      ...room.room,
      tags: change.tags ? keepTags(portal.state, change.tags) : room.room.tags,
      settings: mergeSettings(portal.state.settings, room.room.settings, change),
    },
  });
  publishEntry(portal, { trigger: 'room.updated', actor: caller }, changed);
  return writeFolder(request, changed);
}

function pinRoom(request: ApiRequest, isPinned: boolean): unknown {
  const { portal, caller } = request;
  const room = requireRoomProper(portal.state, idParameter(request.params));
  const isAllowed = may(portal.state, caller, { action: 'Read', entry: room }) && !isArchived(portal.state, room);
  if (!isAllowed) throw denied();
  const pins = portal.state.pins.get(caller.id) ?? new Set<number>();
  if (isPinned) pins.add(room.id);
  else pins.delete(room.id);
  portal.state.pins.set(caller.id, pins);
  return writeFolder(request, room);
}

const Quota = record({ roomIds: list(integer()), quota: integer().nullish() });

function setQuota(request: ApiRequest, isReset: boolean): unknown {
  const { roomIds, quota } = request.body(Quota);
  if (!isPortalAdmin(request.caller)) throw denied();
  if (!request.portal.state.settings.roomQuotasEnabled) throw notPossible('Room quotas are not enabled');
  const wanted = isReset ? undefined : allowedQuota(request.portal.state.settings, quota ?? undefined);
  const rooms = roomIds.map((id) => requireRoomProper(request.portal.state, id));
  return rooms.map((room) => {
    const changed = withQuota(room, wanted);
    putFolder(request.portal.state, changed);
    publishEntry(request.portal, { trigger: 'room.updated', actor: request.caller }, changed);
    return writeFolder(request, changed);
  });
}

function withQuota(room: Room, quota: number | undefined): Room {
  return { ...room, room: { ...room.room, settings: { ...room.room.settings, quota } } };
}

const OwnerChange = record({ folderIds: list(integer()), fileIds: list(integer()), userId: guid() });

function setOwner(request: ApiRequest): unknown {
  const { folderIds, fileIds, userId } = request.body(OwnerChange);
  const { portal, caller } = request;
  request.setCount(1);
  const owner = portal.state.accounts.get(userId);
  if (owner?.status !== employeeStatus.active || !mayOwnRooms(owner)) throw notPossible('You cannot select this user');
  // One after the other: what came before a refused one stays changed.
  const changed = folderIds.map((id) => {
    const room = findRoom(portal.state, id);
    if (!room) throw denied();
    return writeFolder(request, changeOwner(portal, caller, { room, owner }));
  });
  // Files of rooms and of My documents stay with whom they are (DocSpace server, FileStorageService.cs).
  if (fileIds.length > 0) throw denied();
  return changed;
}

/** What changes a room in place. */
export const routes: readonly ApiRoute[] = [
  post('files/rooms', 'createRoom', addRoom),
  put('files/rooms/roomquota', 'updateRoomsQuota', (request) => setQuota(request, false)),
  put('files/rooms/resetquota', 'resetRoomQuota', (request) => setQuota(request, true)),
  put('files/rooms/:id{[0-9]+}', 'updateRoom', updateRoom),
  put('files/rooms/:id{[0-9]+}/pin', 'pinRoom', (request) => pinRoom(request, true)),
  put('files/rooms/:id{[0-9]+}/unpin', 'unpinRoom', (request) => pinRoom(request, false)),
  post('files/owner', 'changeFileOwner', setOwner),
];
