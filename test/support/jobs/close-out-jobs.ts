import * as z from 'zod';
import type { TestRun } from '../installation.ts';
import { endOfRun, endOfRunsFor, startRunByApi } from './follow-runs.ts';
import type { Job, JobWorld } from './job.ts';
import { contentsOf, membersOf } from './look-at-room.ts';

const Room = z.object({ id: z.int() });
const archiveSection = 20;

/** A room with two guests, a member and a link. Answers its id. */
async function makeUsedRoom(id: string, { portal }: JobWorld): Promise<number> {
  const { people } = portal.ids;
  const { id: roomId } = Room.parse(await portal.asOwner('POST files/rooms', { title: `Closing ${id}`, roomType: 5 }));
  const invitations = [
    { id: people.greta, access: 2 },
    { email: `${id}@guest.example`, access: 11 },
    { id: people.aiko, access: 10 },
  ];
  await portal.asOwner(`PUT files/rooms/${roomId}/share`, { invitations });
  await portal.asOwner(`GET files/rooms/${roomId}/link`);
  return roomId;
}

async function lookAtClosedRoom(id: string, run: TestRun, { portal, roomId }: JobWorld & { readonly roomId: number }) {
  const room = z.looseObject({ rootFolderType: z.int() }).parse(await portal.asOwner(`GET files/rooms/${roomId}`));
  const reports = await contentsOf(Number(portal.blueprintEnv['GUEST_REPORT_FOLDER_ID']), portal);
  const links = await portal.asOwner(`GET files/rooms/${roomId}/links`);
  return {
    state: run.state,
    section: room.rootFolderType,
    members: await membersOf(roomId, portal),
    links: links ?? [],
    reports: reports.filter((title) => title.startsWith(`Closing ${id}-guest-cleanup-`)).length,
  };
}

function expectedOf({ portal }: JobWorld) {
  return { state: 'done', section: archiveSection, members: [`${portal.ids.people.aiko} 10`], links: [], reports: 1 };
}

/** Somebody archives a room in the portal; guests and links lose their access. */
export function createCloseOutJob(world: JobWorld): Job {
  return {
    name: 'guest-close-out',
    expected: expectedOf(world),
    async prepare(id) {
      const roomId = await makeUsedRoom(id, world);
      const told: { archived?: unknown } = {};
      return {
        async begin() {
          told.archived ??= await world.portal.sandbox.control(`POST rooms/${roomId}/archive`);
        },
        async outcome() {
          const run = await endOfRunsFor(`room:${roomId}`, world);
          return lookAtClosedRoom(id, run, { ...world, roomId });
        },
      };
    },
  };
}

/** Concierge archives a room, without its guests and links. */
export function createArchiveJob(world: JobWorld): Job {
  return {
    name: 'archive',
    expected: expectedOf(world),
    async prepare(id) {
      const roomId = await makeUsedRoom(id, world);
      const told: { runId?: string } = {};
      return {
        async begin() {
          told.runId = await startRunByApi(`/api/rooms/${roomId}/archive`, {}, { world, key: id });
        },
        async outcome() {
          const run = await endOfRun(told.runId ?? '', world);
          return lookAtClosedRoom(id, run, { ...world, roomId });
        },
      };
    },
  };
}
