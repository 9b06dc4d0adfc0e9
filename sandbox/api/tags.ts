import * as z from 'zod';
import { changeRoom, keepTags, requireRoom } from '../model/rooms.ts';
import { isArchived, isRoom, type Room } from '../model/sections.ts';
import { isPortalAdmin, may, mayOwnRooms } from '../model/security.ts';
import { putFolder } from '../model/state.ts';
import { record, requiredList, requiredText } from '../wire/body.ts';
import { writeFolder } from '../wire/folder-dto.ts';
import { idParameter } from '../wire/parameters.ts';
import { badArgument, denied, notFound } from '../wire/portal-error.ts';
import { readPaging, readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get, post, put, remove } from './route.ts';

const tagName = requiredText(255);
const Names = record({ names: requiredList(z.string().max(255)) });

function createTag(request: ApiRequest): unknown {
  const { name } = request.body(record({ name: tagName }));
  requireEditor(request);
  keepTags(request.portal.state, [name]);
  return name;
}

function listTags(request: ApiRequest): unknown {
  const { count, startIndex } = readPaging(request.query);
  const filterText = readText(request.query, 'filterValue')?.toLowerCase() ?? '';
  const names = [...request.portal.state.tags].filter((name) => name.toLowerCase().includes(filterText));
  return names.slice(startIndex, startIndex + count);
}

function deleteTags(request: ApiRequest): unknown {
  const { names } = request.body(Names);
  requireEditor(request);
  const { state } = request.portal;
  for (const name of names) state.tags.delete(name);
  replaceInRooms(request, (tags) => tags.filter((tag) => !names.includes(tag)));
  return undefined;
}

function renameTag(request: ApiRequest): unknown {
  const { oldName, newName } = request.body(record({ oldName: tagName, newName: tagName }));
  requireEditor(request);
  const { tags } = request.portal.state;
  if (!tags.has(oldName)) throw notFound('The tag was not found');
  if (tags.has(newName)) throw badArgument('The tag exists already');
  tags.delete(oldName);
  tags.add(newName);
  replaceInRooms(request, (names) => names.map((name) => (name === oldName ? newName : name)));
  return newName;
}

function replaceInRooms(request: ApiRequest, replace: (tags: string[]) => string[]): void {
  const { state } = request.portal;
  for (const folder of [...state.folders.values()].filter(isRoom)) {
    if (folder.room.tags.length > 0) putFolder(state, withTags(folder, replace(folder.room.tags)));
  }
}

// Adds; it never replaces. Missing tags are created.
function addRoomTags(request: ApiRequest): unknown {
  return changeTags(request, (tags, names) => [...new Set([...tags, ...keepTags(request.portal.state, names)])]);
}

function removeRoomTags(request: ApiRequest): unknown {
  return changeTags(request, (tags, names) => tags.filter((tag) => !names.includes(tag)));
}

function changeTags(request: ApiRequest, change: (tags: string[], names: string[]) => string[]): unknown {
  const { names } = request.body(Names);
  const { portal, caller } = request;
  const room = requireRoom(portal.state, idParameter(request.params));
  const isAllowed = isPortalAdmin(caller) || may(portal.state, caller, { action: 'EditRoom', entry: room });
  if (!isAllowed || isArchived(portal.state, room)) throw denied();
  return writeFolder(request, changeRoom(portal, caller, withTags(room, change(room.room.tags, names))));
}

function withTags(room: Room, tags: string[]): Room {
  return { ...room, room: { ...room.room, tags } };
}

function requireEditor(request: ApiRequest): void {
  if (!mayOwnRooms(request.caller)) throw denied();
}

/** Tags of the portal and of rooms. */
export const routes: readonly ApiRoute[] = [
  post('files/tags', 'createRoomTag', createTag),
  get('files/tags', 'getRoomTagsInfo', listTags),
  put('files/tags', 'updateRoomTag', renameTag),
  remove('files/tags', 'deleteCustomTags', deleteTags),
  put('files/rooms/:id{[0-9]+}/tags', 'addRoomTags', addRoomTags),
  remove('files/rooms/:id{[0-9]+}/tags', 'deleteRoomTags', removeRoomTags),
];
