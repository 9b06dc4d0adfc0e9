import type { Portal } from '../portal.ts';
import { denied, lacks, notFound, PortalError } from '../wire/portal-error.ts';
import { cleanTitle } from './clean-title.ts';
import { publishEntry } from './events.ts';
import { addPrimaryLink } from './links.ts';
import type { Account, Folder, RoomSettings } from './records.ts';
import { subjectType } from './records.ts';
import { roomRules, templateRules } from './role-table.ts';
import { isRoom, isTemplate, type Room, rootOf, sectionRoot } from './sections.ts';
import { mayOwnRooms, may } from './security.ts';
import { putFolder, putShare, removeShare, type State, takeId, unpin } from './state.ts';
import { fileShare, folderType, folderTypeFor } from './vendor-numbers.ts';

export interface NewRoom {
  title: string;
  roomType: number;
  tags: readonly string[];
  settings: RoomSettings;
  /** What is told of it: `room.created` unless it is the copy of another room. */
  trigger?: 'room.copied';
}

const missingRoom = 'The required folder was not found';

/** A room by its id; `undefined` for a plain folder too. */
export function findRoom(state: State, id: number): Room | undefined {
  const folder = state.folders.get(id);
  return folder && isRoom(folder) ? folder : undefined;
}

/** A room by its id, or 404. */
export function requireRoom(state: State, id: number): Room {
  const room = findRoom(state, id);
  if (!room) throw notFound(missingRoom);
  return room;
}

/** A room by its id, or 404; a template is answered as missing. */
export function requireRoomProper(state: State, id: number): Room {
  const room = requireRoom(state, id);
  if (isTemplate(state, room)) throw notFound(missingRoom);
  return room;
}

/** Under which number the role table has the rules of a room; those of templates are their own. */
export function rulesTypeOf(state: State, room: Room): number {
  return isTemplate(state, room) ? templateRules : room.room.roomType;
}

/**
 * Makes a room in the Rooms section. `room.created` is published before the default link exists,
 * as on the server (DocSpace server, FileStorageService.cs). Throws 403 for who may not own rooms, 402 over the tariff.
 */
export function createRoom(portal: Portal, actor: Account, fields: NewRoom): Room {
  if (!mayOwnRooms(actor)) throw lacks('create');
  requireRoomQuota(portal);
  const now = portal.timestamp();
  const folder: Room = {
    id: takeId(portal.state, 'entry'),
    parentId: sectionRoot(portal, folderType.rooms).id,
    folderType: folderTypeFor(fields.roomType),
    title: cleanTitle(fields.title),
    createdBy: actor.id,
    created: now,
    modifiedBy: actor.id,
    modified: now,
    room: { roomType: fields.roomType, tags: keepTags(portal.state, fields.tags), settings: fields.settings },
  };
  putFolder(portal.state, folder);
  publishEntry(portal, { trigger: fields.trigger ?? 'room.created', actor }, folder);
  if (roomRules(fields.roomType).keepsPrimaryLink) addPrimaryLink(portal, actor, folder);
  return folder;
}

/** Throws 402 when the tariff has no place for one more active room. */
function requireRoomQuota(portal: Portal): void {
  const { settings, indexes } = portal.state;
  const active = indexes.foldersByParent.get(sectionRoot(portal, folderType.rooms).id)?.size ?? 0;
  if (settings.roomLimit !== undefined && active >= settings.roomLimit) {
    throw new PortalError('quota', `The number of rooms exceeds the tariff: ${settings.roomLimit}`);
  }
}

/** Adds names to the portal's tags and returns them without doubles. */
export function keepTags(state: State, names: readonly string[]): string[] {
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  for (const name of unique) state.tags.add(name);
  return unique;
}

/** Stores a changed room with who changed it. */
export function changeRoom(portal: Portal, actor: Account, room: Room): Room {
  const changed = { ...room, modifiedBy: actor.id, modified: portal.timestamp() };
  putFolder(portal.state, changed);
  return changed;
}

/**
 * Makes somebody else the owner; the old owner stays as room manager. Publishes `folder.updated`, not `room.updated`.
 * Throws 403 unless the caller is the owner or a DocSpace admin and the room is not archived.
 */
export function changeOwner(portal: Portal, actor: Account, { room, owner }: { room: Room; owner: Account }): Room {
  if (!may(portal.state, actor, { action: 'ChangeOwner', entry: room })) throw denied();
  if (room.createdBy === owner.id) return room;
  const changed = changeRoom(portal, actor, { ...room, createdBy: owner.id });
  removeShare(portal.state, room.id, owner.id);
  putShare(portal.state, {
    entryId: room.id,
    subjectType: subjectType.user,
    subjectId: room.createdBy,
    access: fileShare.RoomManager,
    grantedBy: actor.id,
    grantedOn: portal.timestamp(),
  });
  publishEntry(portal, { trigger: 'folder.updated', actor }, changed);
  return changed;
}

/** Moves a room into the Archive or back. Members and links stay; pins and the lifetime go. */
export function moveRoom(
  portal: Portal,
  actor: Account,
  { room, isArchiving }: { room: Room; isArchiving: boolean },
): void {
  const type = isArchiving ? folderType.archive : folderType.rooms;
  if (rootOf(portal.state, room).folderType === type) return;
  if (!isArchiving) requireRoomQuota(portal);
  const moved: Folder = {
    ...room,
    parentId: sectionRoot(portal, type).id,
    modifiedBy: actor.id,
    modified: portal.timestamp(),
    room: isArchiving ? withoutLifetime(room.room) : room.room,
  };
  putFolder(portal.state, moved);
  if (isArchiving) unpin(portal.state, room.id);
  publishEntry(portal, { trigger: isArchiving ? 'room.archived' : 'room.restored', actor }, moved);
}

function withoutLifetime(room: Room['room']): Room['room'] {
  return { ...room, settings: { ...room.settings, lifetime: undefined } };
}
