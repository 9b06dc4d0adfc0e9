import * as z from 'zod';
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
}

export interface RoomReads {
  /** A room, archived or not. Throws `not-found`, and `forbidden` for a room that our account may not see. */
  room(id: number): Promise<Room>;
  /**
   * All rooms that a person owns, without the archived ones and those on third-party storages. Rooms appear here at once: the look-up
   * goes past the portal's search index, which lags, and stores no preference, which sorting would.
   */
  roomsOwnedBy(ownerId: string): Promise<Room[]>;
  /** All archived rooms that our account may see, without those on third-party storages. */
  archivedRooms(): Promise<Room[]>;
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

  return {
    async room(id) {
      const template = 'files/rooms/{id}';
      const intent = `read room ${id}`;
      return (await send({ method: 'GET', template, ids: { id }, effect: 'read', intent, answer })).answer;
    },
    async roomsOwnedBy(ownerId) {
      const rooms = await listRooms('list the rooms of a person', { subjectOwnerId: ownerId });
      return rooms.filter((room) => room.ownerId === ownerId && !room.archived);
    },
    archivedRooms: () => listRooms('list the archived rooms', { searchArea: 'Archive' }),
  };
}

export function createRoomWrites(send: Send, baseUrl: string): RoomWrites {
  const answer = roomReply(baseUrl);
  return {
    async createRoom({ title, type, tags }) {
      const reply = await send({
        method: 'POST',
        template: 'files/rooms',
        body: { title, roomType: roomTypeToNumber(type), tags },
        effect: 'write',
        intent: `create room "${title}"`,
        answer,
        refusalHint: 'Only room admins and DocSpace admins may create rooms: use an API key of such an account.',
      });
      return reply.answer;
    },
    async addTags(roomId, tags) {
      const reply = await send({
        method: 'PUT',
        template: 'files/rooms/{id}/tags',
        ids: { id: roomId },
        body: { names: tags },
        effect: 'write',
        intent: `tag room ${roomId}`,
        answer,
      });
      return reply.answer;
    },
  };
}
