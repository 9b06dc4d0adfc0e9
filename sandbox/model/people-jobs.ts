import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { erase } from './entries.ts';
import type { Account } from './records.ts';
import { isRoom, type Room } from './sections.ts';
import { putFolder, removeShare, type State } from './state.ts';

/** What is done with an account and what it owns. */
export type JobKind = 'type' | 'reassign' | 'remove';

/** A job that was done. It is over before its first poll. */
export interface PeopleJob {
  id: string;
  isCanceled: boolean;
}

/** The latest jobs, `type:{guid}`: by state, so that a portal that starts over has forgotten them. */
const jobs = new WeakMap<State, Map<string, PeopleJob>>();

interface JobName {
  kind: JobKind;
  accountId: string;
}

/** Does a job and keeps that it was done. */
export function startPeopleJob(portal: Portal, name: JobName, work: () => void): PeopleJob {
  work();
  return keepJob(portal, name, { id: randomUUID(), isCanceled: false });
}

/** The latest job of that kind for an account. */
export function findPeopleJob({ state }: Portal, { kind, accountId }: JobName): PeopleJob | undefined {
  return jobs.get(state)?.get(`${kind}:${accountId}`);
}

/** Marks a job as cancelled. What it did stays: it was over when it was asked to end. */
export function cancelPeopleJob(portal: Portal, name: JobName): PeopleJob | undefined {
  const job = findPeopleJob(portal, name);
  return job && keepJob(portal, name, { ...job, isCanceled: true });
}

function keepJob({ state }: Portal, { kind, accountId }: JobName, job: PeopleJob): PeopleJob {
  const known = jobs.get(state) ?? new Map<string, PeopleJob>();
  jobs.set(state, known.set(`${kind}:${accountId}`, job));
  return job;
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
