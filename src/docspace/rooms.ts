import * as z from 'zod';
import { AppError } from '../base/errors.ts';
import { roomTypeToNumber } from './numbers.ts';
import { pageSize, readAllPages } from './paging.ts';
import type { Send } from './portal-call.ts';
import { type Room, roomReply } from './room.ts';
import type { RoomType } from './vocabulary/words.ts';
import { ownEntry } from './wire.ts';

interface NewRoom {
  readonly title: string;
  readonly type: RoomType;
  readonly tags: readonly string[];
  /** Needs room quotas to be switched on in the portal. */
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
}

/** What of a room is to be changed: what is left out stays. */
interface RoomChange {
  readonly title?: string;
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
}

export interface RoomReads {
  /** A room, archived or not. Throws `not-found`, and `forbidden` for a room that our account may not see. */
  room(id: number): Promise<Room>;
  /**
   * All rooms that a person owns, without the archived ones and those on third-party storages. Rooms appear here at once: the look-up
   * goes past the portal's search index, which lags, and stores no preference, which sorting would.
   */
  roomsOwnedBy(ownerId: string): Promise<Room[]>;
  /**
   * The rooms, archived ones too, that a person owns or is a member of by themselves, or that a group is a member of; as far as our account
   * may see them, without those on third-party storages. Read from the portal's database and not from its search index (DocSpace server,
   * FileSecurity.cs, FolderDao.cs).
   */
  roomsWith(subjectId: string): Promise<Room[]>;
  /** A room template. Throws `not-found` for what is none, and `forbidden` for one that our account may not see. */
  roomTemplate(id: number): Promise<Room>;
  /** All archived rooms that our account may see, without those on third-party storages. */
  archivedRooms(): Promise<Room[]>;
  /** All rooms that our account may see and that are not archived, without those on third-party storages. */
  activeRooms(): Promise<Room[]>;
  /** All room templates that our account may see. */
  roomTemplates(): Promise<Room[]>;
}

export interface RoomWrites {
  /**
   * Makes a room; its title is what the portal made of the given one. Not idempotent: titles need not be unique, so a call of unknown
   * effect must be looked for before it is made again. Throws `forbidden` for an account that may not create rooms and `rejected` over
   * the tariff's number of rooms.
   */
  createRoom(room: NewRoom): Promise<Room>;
  /** Adds tags and makes those the portal lacks; tags the room has stay (DocSpace server, CustomTagsService.cs). Idempotent. */
  addTags(roomId: number, tags: readonly string[]): Promise<Room>;
  /** Takes tags from a room; the portal keeps them for others. Idempotent. */
  removeTags(roomId: number, tags: readonly string[]): Promise<Room>;
  /**
   * Changes a room, for its owner and managers. Idempotent, though the portal tells of it each time. An empty title is ignored. Throws
   * `forbidden` for an archived room and, as the portal does, for one that does not exist.
   */
  updateRoom(roomId: number, change: RoomChange): Promise<Room>;
}

export function createRoomReads(send: Send, baseUrl: string): RoomReads {
  const answer = roomReply(baseUrl);

  async function listRooms(intent: string, query: Readonly<Record<string, string>>): Promise<Room[]> {
    const entries = await readAllPages(async (startIndex) => {
      const page = await send({
        method: 'GET',
        template: 'files/rooms',
        query: { ...query, startIndex, count: pageSize },
        effect: 'read',
        intent,
        answer: z.object({ folders: z.array(ownEntry(answer)).default([]), total: z.int().optional() }),
      });
      return { items: page.answer.folders, total: page.answer.total };
    });
    return entries.filter((room) => room !== undefined);
  }

  async function room(id: number): Promise<Room> {
    const template = 'files/rooms/{id}';
    const intent = `read room ${id}`;
    return (await send({ method: 'GET', template, ids: { id }, effect: 'read', intent, answer })).answer;
  }

  return {
    room,
    async roomTemplate(id) {
      const found = await room(id);
      if (found.isTemplate) return found;
      throw new AppError('not-found', `${id} "${found.title}" is a room and no room template.`, {
        hint: 'The portal shows the number of a template in the address of the opened template.',
      });
    },
    async roomsOwnedBy(ownerId) {
      const rooms = await listRooms('list the rooms of a person', { subjectOwnerId: ownerId });
      return rooms.filter((room) => room.ownerId === ownerId && !room.archived);
    },
    roomsWith: (subjectId) =>
      listRooms('list the rooms with a person or group', { searchArea: 'Any', subjectId, subjectFilter: 'Member' }),
    archivedRooms: () => listRooms('list the archived rooms', { searchArea: 'Archive' }),
    activeRooms: () => listRooms('list the rooms', { searchArea: 'Active' }),
    roomTemplates: () => listRooms('list the room templates', { searchArea: 'Templates' }),
  };
}

export function createRoomWrites(send: Send, baseUrl: string): RoomWrites {
  const answer = roomReply(baseUrl);

  async function changeTags(method: 'PUT' | 'DELETE', roomId: number, tags: readonly string[]): Promise<Room> {
    const reply = await send({
      method,
      template: 'files/rooms/{id}/tags',
      ids: { id: roomId },
      body: { names: tags },
      effect: 'write',
      intent: `${method === 'PUT' ? 'tag' : 'take tags from'} room ${roomId}`,
      answer,
    });
    return reply.answer;
  }

  return {
    async createRoom({ title, type, tags, ...rest }) {
      const reply = await send({
        method: 'POST',
        template: 'files/rooms',
        body: { title, roomType: roomTypeToNumber(type), tags, ...writeSettings(rest) },
        effect: 'write',
        intent: `create room "${title}"`,
        answer,
        refusalHint: 'Only room admins and DocSpace admins may create rooms: use an API key of such an account.',
      });
      return reply.answer;
    },
    addTags: (roomId, tags) => changeTags('PUT', roomId, tags),
    removeTags: (roomId, tags) => changeTags('DELETE', roomId, tags),
    async updateRoom(roomId, { title, ...rest }) {
      const reply = await send({
        method: 'PUT',
        template: 'files/rooms/{id}',
        ids: { id: roomId },
        body: { ...(title === undefined ? {} : { title }), ...writeSettings(rest) },
        effect: 'write',
        intent: `change room ${roomId}`,
        answer,
        refusalHint: "Only a room's owner and managers may change it, and never in the Archive.",
      });
      return reply.answer;
    },
  };
}

function writeSettings({ quotaBytes, denyDownload }: Pick<RoomChange, 'quotaBytes' | 'denyDownload'>) {
  return {
    ...(quotaBytes === undefined ? {} : { quota: quotaBytes }),
    ...(denyDownload === undefined ? {} : { denyDownload }),
  };
}
