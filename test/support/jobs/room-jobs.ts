import { portalNumbers } from '../test-portal.ts';
import { endOfRun, endOfRunsFor, startRunByApi } from './follow-runs.ts';
import type { Job, JobWorld } from './job.ts';
import { expectOneMail, lookAtRoom, membersOf } from './look-at-room.ts';

/** A new member gets a room, told of by the portal's webhook. */
export function createHomeRoomJob({ portal, mail, ...rest }: JobWorld): Job {
  const world = { portal, mail, ...rest };
  return {
    name: 'home-room',
    expected: {
      state: 'done',
      contents: [
        'Documents',
        'First week checklist.docx',
        'Personal',
        'Personal goals.docx',
        'Shared with me',
        'Working agreement.docx',
      ],
      members: 2,
      links: [],
    },
    prepare(id) {
      const told: { person?: Awaited<ReturnType<typeof portal.addPerson>> } = {};
      return Promise.resolve({
        async begin() {
          told.person ??= await portal.addPerson({ firstName: 'Ada', lastName: id });
        },
        async outcome() {
          const { person } = told;
          if (!person) throw new Error('nobody was added');
          const run = await endOfRunsFor(`person:${person.id}`, world);
          const room = await lookAtRoom(`Home – ${person.name}`, run, portal);
          expectOneMail(person.email, mail.mails);
          if (!room.members.includes(`${person.id} ${portalNumbers.contentCreator}`))
            throw new Error(`${person.name} is not in the room: ${JSON.stringify(room.members)}`);
          return { ...room, members: room.members.length };
        },
      });
    },
  };
}

/** A client gets a room by the API, and an entry in the CRM. */
export function createClientRoomJob(world: JobWorld): Job {
  const { portal } = world;
  return {
    name: 'client-room',
    expected: {
      state: 'done',
      contents: [
        'Contracts',
        'Deliverables',
        'Deliverables/How to use the client portal.pdf',
        'Deliverables/Welcome to your client room.pdf',
        'Invoices',
      ],
      members: [`${portal.blueprintEnv['ACCOUNT_MANAGER_ID'] ?? ''} 9`, 'guest 2'],
      links: [2],
      notes: 1,
    },
    prepare(id) {
      const told: { runId?: string } = {};
      const email = `${id}@client.example`;
      const inputs = { client: { id, name: id, email } };
      return Promise.resolve({
        async begin() {
          told.runId = await startRunByApi('/api/blueprints/client-room/runs', { inputs }, { world, key: id });
        },
        async outcome() {
          const room = await lookAtRoom(`Client - ${id}`, await endOfRun(told.runId ?? '', world), portal);
          const contact = world.crm.contacts.get(email);
          return { ...room, notes: world.crm.notes.filter((note) => note.contact === contact).length };
        },
      });
    },
  };
}

/** People who work together get a room, and each a mail. */
export function createProjectRoomJob(world: JobWorld): Job {
  const { portal, mail } = world;
  const { aiko } = portal.ids.people;
  return {
    name: 'project-room',
    expected: { state: 'done', contents: [], members: [`${aiko} 11`, 'guest 10'], links: [] },
    prepare(id) {
      const told: { runId?: string } = {};
      const email = `${id}@partner.example`;
      const inputs = {
        project: { id, title: `Project ${id}` },
        people: [{ email }, { id: aiko, level: 'content-creator' }],
      };
      return Promise.resolve({
        async begin() {
          told.runId = await startRunByApi('/api/blueprints/project-room/runs', { inputs }, { world, key: id });
        },
        async outcome() {
          const room = await lookAtRoom(`Project ${id}`, await endOfRun(told.runId ?? '', world), portal);
          expectOneMail(email, mail.mails);
          return room;
        },
      });
    },
  };
}

/** What a run made is taken back: nobody has touched the room, so it is archived without its guest and its link. */
export function createUndoJob(world: JobWorld): Job {
  const { portal } = world;
  const manager = portal.blueprintEnv['ACCOUNT_MANAGER_ID'] ?? '';
  return {
    name: 'undo',
    expected: { state: 'done', rooms: 0, members: [`${manager} 9`] },
    async prepare(id) {
      const inputs = { client: { id, name: id, email: `${id}@client.example` } };
      const key = `${id}-made`;
      const made = await startRunByApi('/api/blueprints/client-room/runs', { inputs }, { world, key });
      const { room } = await endOfRun(made, world);
      const told: { runId?: string } = {};
      return {
        async begin() {
          told.runId = await startRunByApi(`/api/runs/${made}/undo`, {}, { world, key: id });
        },
        async outcome() {
          const { state } = await endOfRun(told.runId ?? '', world);
          const rooms = await portal.rooms(`Client - ${id}`);
          return { state, rooms: rooms.length, members: await membersOf(room?.id ?? 0, portal) };
        },
      };
    },
  };
}
