import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation, settledRun } from '../support/installation.ts';
import { startMailServer, type TestMailServer } from '../support/smtp.ts';
import type { TestPerson } from '../support/test-portal.ts';

const Plan = z.looseObject({
  plan: z.object({ actions: z.array(z.looseObject({ kind: z.string() })) }).optional(),
  state: z.string().optional(),
  reason: z.string().optional(),
});
const Run = z.looseObject({
  id: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  room: z.looseObject({ id: z.int() }).optional(),
});
const Created = z.looseObject({ id: z.int() });

let mail: TestMailServer;
let installation: Installation;

beforeAll(async () => {
  mail = await startMailServer();
  installation = await createInstallation({ smtpUrl: mail.url });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
});

async function plan(person: TestPerson) {
  const { code, stdout, stderr } = await installation.command(['plan', 'home-room', '--person', person.id, '--json']);
  expect(stderr).toBe('');
  const report = Plan.parse(JSON.parse(stdout));
  return { code, ...report, kinds: report.plan?.actions.map(({ kind }) => kind) };
}

async function apply(person: TestPerson, ...options: readonly string[]) {
  const args = ['apply', 'home-room', '--person', person.email, '--json', ...options];
  const { code, stdout } = await installation.command(args);
  return { code, ...Run.parse(JSON.parse(stdout)) };
}

function mailsTo(person: TestPerson): number {
  return mail.mails.filter(({ envelope }) => envelope.to.includes(person.email)).length;
}

describe('without a service', () => {
  it('plans with nothing but reads, applies, and then finds nothing to do', async () => {
    const { portal } = installation;
    const person = await portal.addPerson({ firstName: 'Planned' });
    await portal.forgetCalls();
    const before = await plan(person);
    expect(before.code).toBe(2);
    expect(before.kinds?.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => 'copy-file'),
      ...Array.from({ length: 3 }, () => 'create-folder'),
      'create-room',
      'share',
    ]);
    const calls = await portal.calls();
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(({ effect }) => effect !== 'read')).toEqual([]);
    expect(await portal.rooms(`Home – ${person.name}`)).toEqual([]);

    expect(await apply(person)).toMatchObject({ code: 0, state: 'done' });
    expect(await portal.rooms(`Home – ${person.name}`)).toHaveLength(1);
    expect(await plan(person)).toMatchObject({ code: 0, kinds: [] });
    expect(await apply(person)).toMatchObject({ code: 0, state: 'nothing-to-do' });
    expect(mailsTo(person)).toBe(1);
  });

  it('leaves a room alone that somebody deleted, until it is told to make it anew', async () => {
    const { portal } = installation;
    const person = await portal.addPerson({ firstName: 'Deleted' });
    const first = await apply(person);
    await portal.asOwner(`DELETE files/rooms/${first.room?.id ?? 0}`, { deleteAfter: true });

    const again = await apply(person);
    expect(again).toMatchObject({ code: 0, state: 'nothing-to-do' });
    expect(again.reason).toContain('--recreate');
    expect(await plan(person)).toMatchObject({ code: 0, state: 'nothing-to-do' });
    expect(await portal.rooms(`Home – ${person.name}`)).toEqual([]);

    const anew = await apply(person, '--recreate');
    expect(anew).toMatchObject({ code: 0, state: 'done' });
    expect(anew.room?.id).not.toBe(first.room?.id);
    expect(await portal.rooms(`Home – ${person.name}`)).toHaveLength(1);
  });

  it('names a missing template before any room is made, and goes on after it was mended', async () => {
    const { portal } = installation;
    const person = await portal.addPerson({ firstName: 'Mended' });
    const broken = { HOME_TEMPLATE_FILE_IDS: '111,987654' };
    const args = ['apply', 'home-room', '--person', person.email, '--json'];
    const failed = await installation.command(args, broken);
    expect(failed.code).toBe(1);
    const run = Run.parse(JSON.parse(failed.stdout));
    expect(run.state).toBe('failed');
    expect(run.reason).toContain('987654');
    expect(await portal.rooms(`Home – ${person.name}`)).toEqual([]);

    const retried = await installation.command(['runs', 'retry', run.id, '--json']);
    expect(retried.code).toBe(0);
    expect(Run.parse(JSON.parse(retried.stdout))).toMatchObject({ id: run.id, state: 'done' });
    expect(await portal.rooms(`Home – ${person.name}`)).toHaveLength(1);
  });

  it('names a missing group before any room is made', async () => {
    const { portal } = installation;
    const person = await portal.addPerson({ firstName: 'Groupless' });
    const missing = '11111111-2222-3333-4444-555555555555';
    const args = ['apply', 'home-room', '--person', person.email];
    const { code, stdout } = await installation.command(args, { HR_GROUP_ID: missing });
    expect(code).toBe(1);
    expect(stdout).toContain(`Group ${missing} does not exist in the portal.`);
    expect(await portal.rooms(`Home – ${person.name}`)).toEqual([]);
  });
});

describe('beside a service', () => {
  it('shows and mends drift, which an event leaves alone, and sends no second mail', async () => {
    const { portal } = installation;
    await using service = await installation.start();
    await portal.registerWebhook(service.url);
    const person = await portal.addPerson({ firstName: 'Drifted' });
    const roomId = (await settledRun(person, service)).room?.id ?? 0;
    const whole = await portal.picture(roomId);
    const contents = z
      .object({ folders: z.array(z.looseObject({ id: z.int(), title: z.string() })) })
      .parse(await portal.asOwner(`GET files/${roomId}`));
    const personal = contents.folders.find(({ title }) => title === 'Personal');
    await portal.asOwner(`DELETE files/folder/${personal?.id ?? 0}`, { deleteAfter: true, immediately: true });
    Created.parse(await portal.asOwner(`POST files/folder/${roomId}`, { title: 'Of my own' }));
    const drifted = await portal.picture(roomId);
    expect(drifted.folders).toEqual(['Documents', 'Of my own', 'Shared with me']);

    await portal.asOwner(`PUT people/${person.id}`, { title: 'Countess' });
    expect(await settledRun(person, service, 2)).toMatchObject({ state: 'nothing-to-do' });
    expect(await portal.picture(roomId)).toEqual(drifted);

    expect(await plan(person)).toMatchObject({ code: 2, kinds: ['create-folder'] });
    expect(await apply(person)).toMatchObject({ code: 0, state: 'done', room: { id: roomId } });
    expect(await portal.picture(roomId)).toEqual({ ...whole, folders: [...whole.folders, 'Of my own'].toSorted() });
    expect(mailsTo(person)).toBe(1);
  });
});
