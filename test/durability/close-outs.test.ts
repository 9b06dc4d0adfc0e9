import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, settledRun } from '../support/installation.ts';
import { readProjectFile } from '../support/project-files.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';
import { readTexts } from '../support/read-texts.ts';
import type { TestPerson } from '../support/test-portal.ts';

// Of all close-outs the one of somebody else's room makes the most calls and can leave the most behind.
const folder = await mkdtemp(join(tmpdir(), 'concierge-test-borrowed-'));
const shipped = readProjectFile('blueprints/guest-close-out.yaml');
await writeFile(join(folder, 'close-out.yaml'), shipped.replace('ownership: never', 'ownership: borrow'));
// Beside it in the same installation, since each kill costs a start: the one for a person, who is told of.
const leaver = readProjectFile('blueprints/gallery/leaver-access.yaml');
await writeFile(
  join(folder, 'leaver-access.yaml'),
  leaver + leaver.slice(leaver.indexOf('# then:')).replaceAll(/^# /gm, ''),
);
const mail = await startMailServer();
const env = { ALLOW_BORROW: 'true', BLUEPRINTS_DIR: folder };
const installation = await createInstallation({ smtpUrl: mail.url, env });
const { portal } = installation;
const running: { service: ServiceProcess } = { service: await installation.start() };
await portal.registerWebhook(running.service.url);

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
  await rm(folder, { recursive: true, force: true });
});

const { people } = portal.ids;
const marcus = portal.sandbox.portal(await portal.sandbox.keyOf(people.marcus));
const marcusMail = 'marcus.boateng@halden-moor.example';
const Runs = z.object({
  runs: z.array(z.looseObject({ subject: z.string(), state: z.string(), reason: z.string().default('') })),
});

async function prepare(title: string): Promise<number> {
  const { id } = await marcus.createRoom({ title, type: 'custom', tags: [] });
  const { aiko } = people;
  await marcus.share(id, [{ id: aiko, level: 'editor' }], { notify: false });
  await marcus.share(id, [{ email: `${title}@guest.example`, level: 'viewer' }], { notify: false });
  await marcus.primaryLink(id);
  return id;
}

async function begin(roomId: number): Promise<void> {
  await marcus.archiveRoom(roomId);
}

const ended = ['done', 'done-with-remains', 'nothing-to-do', 'failed', 'needs-owner', 'skipped'];

/** What is there once all runs for the room have ended: that of the event, and that of our own archiving. */
async function outcome(title: string, roomId: number) {
  const states = await waitFor(`the end of the runs for ${title}`, async () => {
    const { runs } = Runs.parse(await running.service.api('/api/runs?limit=200'));
    const own = runs.filter(({ subject }) => subject === `room:${roomId}`);
    const isOver = own.length > 1 && own.every(({ state }) => ended.includes(state));
    return isOver && own.map(({ state }) => state).filter((state) => state !== 'nothing-to-do');
  });
  const [room, members, links] = await Promise.all([marcus.room(roomId), marcus.members(roomId), marcus.links(roomId)]);
  const reports = readTexts(await portal.sandbox.control('GET snapshot'), (one) =>
    one.startsWith(`${title}-guest-cleanup-`),
  );
  const mails = mail.mails.filter(
    ({ envelope, message }) => envelope.to.includes(marcusMail) && message.subject?.includes(`"${title}"`),
  );
  return {
    states,
    archived: room.archived,
    isGivenBack: room.ownerId === people.marcus,
    members: members.filter(({ isOwner }) => !isOwner).map(({ name, level }) => `${name} ${level ?? ''}`),
    links: links.length,
    reports: reports.map((text) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('- '))
        .map((line) => line.replace(title, 'TITLE')),
    ),
    mails: new Set(mails.map(({ message }) => message.messageId)).size,
  };
}

const expected = {
  states: ['done'],
  archived: true,
  isGivenBack: true,
  members: ['Aiko Tanaka editor'],
  links: 0,
  reports: [['- TITLE@guest.example', '- external link "Shared link"']],
  mails: 1,
};

interface Call {
  readonly operation: string;
  readonly nth: number;
  readonly isWrite: boolean;
}

/** The calls of an undisturbed close-out up to its report. */
async function record(): Promise<{ readonly calls: readonly Call[]; readonly outcome: unknown }> {
  const roomId = await prepare('undisturbed');
  await portal.forgetCalls();
  await begin(roomId);
  const undisturbed = await outcome('undisturbed', roomId);
  const made = (await portal.calls()).filter(({ operation }) => operation !== undefined);
  const names = made.map(({ operation = '' }) => operation);
  // The first archiving is the person's own; what follows the report belongs to the run of our own archiving.
  const calls = names.slice(0, names.indexOf('createTextFile') + 1).map((operation, index) => ({
    operation,
    nth: names.slice(0, index + 1).filter((one) => one === operation).length,
    isWrite: made[index]?.effect === 'write',
  }));
  const open = calls.findIndex(({ operation }) => operation === 'unarchiveRoom');
  return { calls: calls.slice(open), outcome: undisturbed };
}

const undisturbed = await record();
const writes = undisturbed.calls.filter(({ isWrite }) => isWrite);

describe('a borrowed room', () => {
  it('is closed out and given back', () => {
    expect(undisturbed.outcome).toEqual(expected);
    expect(writes.length).toBeGreaterThanOrEqual(8);
  });

  it.each(writes)('survives the end of the process after $operation, call $nth', async (call) => {
    const { operation, nth } = call;
    const title = `killed-${operation}-${nth}`;
    const roomId = await prepare(title);
    const fault = await portal.fault({ operation, nth }, { hold: 'after' });
    await begin(roomId);
    await fault.struck();
    await running.service.kill9();
    await portal.clearFaults();
    running.service = await installation.start();
    expect(await outcome(title, roomId)).toEqual(expected);
  });

  it.each(writes)('survives the loss of the reply of $operation, call $nth', async ({ operation, nth }) => {
    const title = `unheard-${operation}-${nth}`;
    const roomId = await prepare(title);
    const fault = await portal.fault({ operation, nth }, { drop: 'after' });
    await begin(roomId);
    await fault.struck();
    expect(await outcome(title, roomId)).toEqual(expected);
  });
});

/** Somebody who is in two rooms of ours. */
async function prepareLeaver(
  name: string,
): Promise<{ readonly person: TestPerson; readonly rooms: readonly number[] }> {
  const person = await portal.addPerson({ firstName: name });
  const ours = portal.sandbox.portal();
  const rooms: number[] = [];
  for (const number of [1, 2]) {
    const { id } = await ours.createRoom({ title: `${name} ${number}`, type: 'custom', tags: [] });
    await ours.share(id, [{ id: person.id, level: 'editor' }], { notify: false });
    rooms.push(id);
  }
  return { person, rooms };
}

describe('somebody who is disabled', () => {
  const lastly = { state: 'done', remarks: [] };

  it.each([
    { when: 'nothing goes wrong', nth: 0 },
    { when: 'the process ends after the first removal', nth: 1 },
    { when: 'the process ends after the second removal', nth: 2 },
  ])('is out of both rooms, and one mail says so, when $when', async ({ nth }) => {
    const { person, rooms } = await prepareLeaver(`leaver${nth}`);
    const fault = nth > 0 ? await portal.fault({ operation: 'setRoomSecurity', nth }, { hold: 'after' }) : undefined;
    await portal.asOwner('PUT people/status/2', { userIds: [person.id], resendAll: false });
    if (fault) {
      await fault.struck();
      await running.service.kill9();
      await portal.clearFaults();
      running.service = await installation.start();
    }
    const run = await settledRun(person, running.service);
    expect(run).toMatchObject({ ...lastly, reason: `${person.name} was taken out of 2 rooms` });
    for (const roomId of rooms)
      expect((await portal.sandbox.portal().members(roomId)).map(({ id }) => id)).not.toContain(person.id);
    const told = mail.mails.filter(({ message }) => message.subject === `${person.name} has no access any more`);
    expect(new Set(told.map(({ message }) => message.messageId)).size).toBe(1);
    for (const { message } of told) expect(message.text).toContain(`Taken out of: leaver${nth} 1, leaver${nth} 2`);
  });
});
