import { createHash } from 'node:crypto';
import { AppError } from '../base/errors.ts';

/** The subject of runs that are for a person. */
export function personSubject(id: string): string {
  return `person:${id}`;
}

export function isPersonSubject(subject: string): boolean {
  return subject.startsWith('person:');
}

/** The account's id of a subject that is a person. */
export function personIdOf(subject: string): string {
  return partOf(subject, 'person');
}

/** The subject of runs that close a room out. */
export function roomSubject(roomId: number | string): string {
  return `room:${roomId}`;
}

export function isRoomSubject(subject: string): boolean {
  return subject.startsWith('room:');
}

/** The room's id of a subject that is a room. */
export function roomIdOf(subject: string): number {
  const id = Number(partOf(subject, 'room'));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new AppError('invalid-input', `Subject "${subject}" names no room.`, {
    hint: 'A room is named by its number.',
  });
}

const longestKey = 100;

/** The subject of runs that are for what a blueprint's key names; a long key is shortened to its hash. */
export function keySubject(key: string): string {
  if (key.length <= longestKey) return `key:${key}`;
  return `key:${createHash('sha256').update(key).digest('hex')}`;
}

function partOf(subject: string, kind: string): string {
  const id = subject.slice(kind.length + 1);
  if (subject.startsWith(`${kind}:`) && id) return id;
  throw new AppError('defect', `Subject "${subject}" is no ${kind}.`);
}
