import { randomUUID } from 'node:crypto';
import type { PeopleJob, Portal } from '../portal.ts';
import { erase } from './entries.ts';
import type { Account } from './records.ts';
import { isRoom, type Room } from './sections.ts';
import { putFolder, removeShare } from './state.ts';

/** What is done with an account and what it owns. */
export type JobKind = 'type' | 'reassign' | 'remove';

/** Does a job and keeps that it was done. */
export function startPeopleJob(
  portal: Portal,
  { kind, accountId }: { kind: JobKind; accountId: string },
  work: () => void,
): PeopleJob {
  work();
  const job = { id: randomUUID(), isCanceled: false };
  portal.peopleJobs.set(`${kind}:${accountId}`, job);
  return job;
}

/** The latest job of that kind for an account. */
export function findPeopleJob(portal: Portal, kind: JobKind, accountId: string): PeopleJob | undefined {
  return portal.peopleJobs.get(`${kind}:${accountId}`);
}

/** Marks a job as cancelled. What it did stays: it was over when it was asked to end. */
export function cancelPeopleJob(portal: Portal, kind: JobKind, accountId: string): PeopleJob | undefined {
  const job = findPeopleJob(portal, kind, accountId);
  if (job) portal.peopleJobs.set(`${kind}:${accountId}`, { ...job, isCanceled: true });
  return findPeopleJob(portal, kind, accountId);
}

/** The rooms and templates that an account owns, archived ones too. */
export function roomsOwnedBy(portal: Portal, accountId: string): Room[] {
  return [...portal.state.folders.values()].filter((folder) => folder.createdBy === accountId).filter(isRoom);
}

/** Makes somebody the owner of all rooms of somebody else, who keeps nothing in them. */
export function handOver(portal: Portal, { from, to }: { from: Account; to: Account }): void {
  for (const room of roomsOwnedBy(portal, from.id)) {
    removeShare(portal.state, room.id, to.id);
    putFolder(portal.state, { ...room, createdBy: to.id });
  }
}

/** Deletes all rooms of an account for good. */
export function eraseRooms(portal: Portal, accountId: string): void {
  for (const room of roomsOwnedBy(portal, accountId)) erase(portal, room);
}
