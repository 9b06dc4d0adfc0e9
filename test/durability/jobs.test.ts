import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, runById, type TestRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';

// The cases are the writes that each job really makes, so they are known only once it was done undisturbed.
const mail = await startMailServer();
const installation = await createInstallation({ smtpUrl: mail.url });
const { portal } = installation;
const running: { service: ServiceProcess } = { service: await installation.start() };
await portal.registerWebhook(running.service.url);

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
});

const Runs = z.object({ runs: z.array(z.looseObject({ id: z.string(), subject: z.string(), state: z.string() })) });
const Room = z.object({ id: z.int() });
const Started = z.object({ id: z.string() });
const Members = z.array(
  z.object({
    access: z.int(),
    isOwner: z.boolean().default(false),
    sharedTo: z.object({ id: z.string(), email: z.string().optional(), isVisitor: z.boolean().default(false) }),
  }),
);
const Folder = z.object({
  files: z.array(z.object({ title: z.string() })),
  folders: z.array(z.object({ id: z.int(), title: z.string() })),
});

/** One write of a job: the `nth` of its operation. */
interface Write {
  readonly operation: string;
  readonly nth: number;
}

interface Job {
  readonly name: string;
  /** How many writes it makes. */
  readonly writes: number;
  /** What is there in the end. */
  readonly expected: unknown;
  /** Brings about what the job needs before it. Answers what `begin` works on. */
  prepare(id: string): Promise<number>;
  /** Starts the job for the first time. */
  begin(id: string, roomId: number): Promise<void>;
  /** Waits until it has ended, whichever process does it, and answers what is there, without what differs from run to run. */
  outcome(id: string, roomId: number): Promise<unknown>;
}

const { people } = portal.ids;
const ends = ['done', 'done-with-remains', 'nothing-to-do', 'failed', 'needs-owner', 'skipped'];

async function settled(subject: string): Promise<TestRun> {
  const last = await waitFor(`the end of the runs for ${subject}`, async () => {
    const { runs } = Runs.parse(await running.service.api('/api/runs?limit=200'));
    const own = runs.filter((run) => run.subject === subject);
    return own.length > 0 && own.every(({ state }) => ends.includes(state)) && own.at(-1);
  });
  return runById(last.id, running.service);
}

async function request(blueprint: string, id: string, inputs: object): Promise<void> {
  const answer = await running.service.request(`/api/blueprints/${blueprint}/runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${installation.settings['API_TOKEN'] ?? ''}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
    body: JSON.stringify({ inputs }),
  });
  expect(answer.status).toBe(202);
  Started.parse(await answer.json());
}

async function membersOf(roomId: number) {
  const members = Members.parse(await portal.asOwner(`GET files/rooms/${roomId}/share`));
  return members
    .filter(({ isOwner }) => !isOwner)
    .map(({ sharedTo, access }) => `${sharedTo.isVisitor ? 'guest' : sharedTo.id} ${access}`)
    .toSorted();
}

async function contentsOf(folderId: number): Promise<string[]> {
  const { files, folders } = Folder.parse(await portal.asOwner(`GET files/${folderId}`));
  const inner = await Promise.all(
    folders.map(async ({ id, title }) => [title, ...(await contentsOf(id)).map((one) => `${title}/${one}`)]),
  );
  return [...files.map(({ title }) => title), ...inner.flat()].toSorted();
}

async function roomOf(title: string, subject: string) {
  const run = await settled(subject);
  const rooms = await portal.rooms(title);
  expect(rooms.map(({ id }) => id)).toEqual([run.room?.id]);
  const roomId = run.room?.id ?? 0;
  const links = await portal.asOwner(`GET files/rooms/${roomId}/links`);
  return {
    state: run.state,
    contents: await contentsOf(roomId),
    members: await membersOf(roomId),
    links: z
      .array(z.looseObject({ access: z.int() }))
      .parse(links ?? [])
      .map(({ access }) => access),
  };
}

const clientRoom: Job = {
  name: 'client-room',
  writes: 10,
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
  },
  prepare: () => Promise.resolve(0),
  begin: (id) => request('client-room', id, { client: { id, name: id, email: `${id}@client.example` } }),
  outcome: (id) => roomOf(`Client - ${id}`, `key:${id}`),
};

const projectRoom: Job = {
  name: 'project-room',
  writes: 3,
  expected: { state: 'done', contents: [], members: [`${people.aiko} 11`, 'guest 10'], links: [] },
  prepare: () => Promise.resolve(0),
  begin: (id) =>
    request('project-room', id, {
      project: { id, title: `Project ${id}` },
      people: [{ email: `${id}@partner.example` }, { id: people.aiko, level: 'content-creator' }],
    }),
  async outcome(id) {
    const room = await roomOf(`Project ${id}`, `key:${id}`);
    const sent = mail.mails.filter(({ envelope }) => envelope.to.includes(`${id}@partner.example`));
    expect([1, 2]).toContain(sent.length);
    expect(new Set(sent.map(({ message }) => message.messageId)).size).toBe(1);
    return room;
  },
};

const closeOut: Job = {
  name: 'close-out',
  writes: 5,
  expected: { state: 'done', section: 20, members: [`${people.aiko} 10`], links: [], reports: 1 },
  async prepare(id) {
    const { id: roomId } = Room.parse(
      await portal.asOwner('POST files/rooms', { title: `Closing ${id}`, roomType: 5 }),
    );
    const invitations = [
      { id: people.greta, access: 2 },
      { email: `${id}@guest.example`, access: 11 },
      { id: people.aiko, access: 10 },
    ];
    await portal.asOwner(`PUT files/rooms/${roomId}/share`, { invitations });
    await portal.asOwner(`GET files/rooms/${roomId}/link`);
    return roomId;
  },
  async begin(_, roomId) {
    await portal.sandbox.control(`POST rooms/${roomId}/archive`);
  },
  async outcome(id, roomId) {
    const run = await settled(`room:${roomId}`);
    const room = z.looseObject({ rootFolderType: z.int() }).parse(await portal.asOwner(`GET files/rooms/${roomId}`));
    const reports = await contentsOf(Number(portal.blueprintEnv['GUEST_REPORT_FOLDER_ID']));
    const links = await portal.asOwner(`GET files/rooms/${roomId}/links`);
    return {
      state: run.state,
      section: room.rootFolderType,
      members: await membersOf(roomId),
      links: links ?? [],
      reports: reports.filter((title) => title.startsWith(`Closing ${id}-guest-cleanup-`)).length,
    };
  },
};

/** Does a job with nothing in its way, and writes down its writes. */
async function record(job: Job): Promise<{ readonly writes: readonly Write[]; readonly outcome: unknown }> {
  const id = `${job.name}-undisturbed`;
  const roomId = await job.prepare(id);
  await portal.forgetCalls();
  await job.begin(id, roomId);
  const outcome = await job.outcome(id, roomId);
  const calls = (await portal.calls()).filter(({ effect }) => effect === 'write');
  const operations = calls.map(({ operation = 'unknown' }) => operation).filter((name) => name !== 'unknown');
  const writes = operations.map((operation, index) => ({
    operation,
    nth: operations.slice(0, index + 1).filter((one) => one === operation).length,
  }));
  return { writes, outcome };
}

async function restart(): Promise<void> {
  await running.service.kill9();
  running.service = await installation.start();
}

const jobs = [clientRoom, projectRoom, closeOut];
const recorded = new Map<string, Awaited<ReturnType<typeof record>>>();
for (const job of jobs) recorded.set(job.name, await record(job));

describe.each(jobs)('$name', (job) => {
  const undisturbed = recorded.get(job.name);
  const writes = undisturbed?.writes ?? [];

  it('does its work', () => {
    expect(undisturbed?.outcome).toEqual(job.expected);
    expect(writes).toHaveLength(job.writes);
  });

  it.each(writes)('survives the end of the process after $operation, call $nth', async ({ operation, nth }) => {
    const id = `${job.name}-killed-${operation}-${nth}`;
    const roomId = await job.prepare(id);
    const fault = await portal.fault({ operation, nth }, { hold: 'after' });
    await job.begin(id, roomId);
    await fault.struck();
    await running.service.kill9();
    await portal.clearFaults();
    await restart();
    expect(await job.outcome(id, roomId)).toEqual(undisturbed?.outcome);
  });

  it.each(writes)('survives the loss of the reply of $operation, call $nth', async ({ operation, nth }) => {
    const id = `${job.name}-unheard-${operation}-${nth}`;
    const roomId = await job.prepare(id);
    const fault = await portal.fault({ operation, nth }, { drop: 'after' });
    await job.begin(id, roomId);
    await fault.struck();
    expect(await job.outcome(id, roomId)).toEqual(undisturbed?.outcome);
  });
});
