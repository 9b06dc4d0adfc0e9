import { AppError } from '../base/errors.ts';
import type { RoomType } from '../docspace/vocabulary/words.ts';
import type { KeptRoom } from './records.ts';
import type { PlanParts } from './run-parts.ts';
import { roomIdOf } from './subject.ts';

/** A room that is there, as far as a blueprint for rooms may read of it. */
export interface SubjectRoom {
  readonly id: number;
  readonly title: string;
  readonly url: string;
  readonly type: RoomType;
  readonly tags: readonly string[];
  readonly ownerId: string;
}

/** Why nothing is done for a subject, and whether a person could change that. */
export interface Refusal {
  readonly reason: string;
  readonly state?: 'needs-owner';
  /** What people call the subject. */
  readonly name?: string;
}

/**
 * The room that a blueprint for rooms is applied to, or why it is left alone. A room has one blueprint: one that another keeps is not
 * even read. Only the room's owner and its managers may change it, a DocSpace admin may not (DocSpace server, FileSecurity.cs).
 */
export async function readSubjectRoom(
  blueprint: string,
  subject: string,
  { keptRooms, portal }: Pick<PlanParts, 'keptRooms' | 'portal'>,
): Promise<SubjectRoom | Refusal> {
  const roomId = roomIdOf(subject);
  const holder = await keptRooms.findByRoom(roomId);
  if (holder && holder.blueprint !== blueprint) return { reason: keptByOther(holder.blueprint) };
  const room = await portal.room(roomId).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not-found') return undefined;
    throw error;
  });
  if (!room) return { reason: 'there is no such room in the portal' };
  const { id, title, url, type, tags, ownerId } = room;
  if (room.isTemplate) return { reason: 'a room template, and no room', name: title };
  if (room.archived) return { reason: 'the room is archived', name: title };
  if (type === undefined) return { reason: 'a room of a type that Concierge does not know', name: title };
  if (room.mayEdit && room.mayEditAccess) return { id, title, url, type, tags, ownerId };
  return { state: 'needs-owner', reason: await askTheOwner(ownerId, portal), name: title };
}

/** Said of a room that one blueprint keeps, to another one. */
export function keptByOther(blueprint: string): string {
  return `the room is kept by the blueprint ${blueprint}`;
}

async function askTheOwner(ownerId: string, portal: PlanParts['portal']): Promise<string> {
  const [owner, self] = await Promise.all([portal.person(ownerId).catch(() => undefined), portal.self()]);
  return `${self.name} may not change the room: its owner${owner ? `, ${owner.name},` : ''} may add them as room manager`;
}

/** Our records of a room that is there and that no run has touched, or only begun to. */
export function adopt(
  { id, title, url }: SubjectRoom,
  time: string,
  begun?: KeptRoom,
): { readonly kept: KeptRoom; readonly adopts: Pick<SubjectRoom, 'id' | 'title' | 'url'> } {
  const kept = begun ?? { id: 0, state: 'making', title, items: [], timesFrom: time };
  return { kept: { ...kept, roomId: id, url }, adopts: { id, title, url } };
}
