import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation } from '../support/installation.ts';
import { projectRoot } from '../support/project-files.ts';
import { startMailServer, type TestMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';

const alertTo = 'alerts@halden-moor.example';
let mail: TestMailServer;
let installation: Installation;
let folder: string;

/** The shipped home room, whose sweep is told to fix. */
async function writeHomeRoom(limit: number): Promise<void> {
  const text = await readFile(join(projectRoot, 'blueprints/home-room.yaml'), 'utf8');
  const order = `every: hourly, mode: fix, limit: ${limit}`;
  await writeFile(join(folder, 'home-room.yaml'), text.replace('every: daily, mode: report, limit: 20', order));
}

beforeAll(async () => {
  mail = await startMailServer();
  folder = await mkdtemp(join(tmpdir(), 'concierge-test-sweep-'));
  await writeHomeRoom(1);
  const env = { BLUEPRINTS_DIR: folder, ALERT_TO: alertTo };
  installation = await createInstallation({ smtpUrl: mail.url, env });
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
  await rm(folder, { recursive: true, force: true });
});

const Results = z.array(
  z.looseObject({
    held: z.boolean(),
    changes: z.array(z.looseObject({ name: z.string() })),
    runs: z.array(z.looseObject({ state: z.string() })),
  }),
);

/** What a statement changes or answers in the installation's own tables. */
async function query(statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: installation.database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function sweep(...options: readonly string[]) {
  const { code, stdout } = await installation.command(['sweep', 'home-room', '--json', ...options]);
  const [result] = Results.parse(JSON.parse(stdout));
  return { code, ...result };
}

it('finds by the command whom no event announced, changes nothing over the limit, and then makes the rooms', async () => {
  const { portal } = installation;
  const someone = await portal.addPerson({ firstName: 'Imported' });
  await portal.forgetCalls();
  const held = await sweep('--fix');
  expect(held).toMatchObject({ code: 2, held: true, runs: [] });
  expect(held.changes?.map(({ name }) => name)).toContain(someone.name);
  expect((await portal.calls()).filter(({ effect }) => effect === 'write')).toEqual([]);

  const fixed = await sweep('--fix', '--limit', '100');
  expect(fixed.code).toBe(0);
  expect(new Set(fixed.runs?.map(({ state }) => state))).toEqual(new Set(['done']));
  expect(await portal.rooms(`Home – ${someone.name}`)).toHaveLength(1);
  expect(await sweep()).toMatchObject({ code: 0, changes: [] });
});

it('makes up once, at its start, for what was due while nobody ran; too much is left to a person, who is told', async () => {
  const { portal } = installation;
  const first = await installation.start();
  await waitFor('the first look', async () => (await query('select blueprint from concierge.sweeps')).length > 0);
  await first.stop();
  const due = () => query(`update concierge.sweeps set next_at = now() - interval '2 days'`);
  const [one, two] = [await portal.addPerson({ firstName: 'One' }), await portal.addPerson({ firstName: 'Two' })];
  await due();
  const second = await installation.start();
  const alerts = () => mail.mails.filter(({ envelope }) => envelope.to.includes(alertTo));
  await waitFor('the alert', () => Promise.resolve(alerts().length > 0));
  expect(alerts()[0]?.message.subject).toBe('A sweep of home-room needs you: 2 changes are due');
  expect(await portal.rooms(`Home – ${one.name}`)).toEqual([]);
  await second.stop();

  await writeHomeRoom(2);
  await due();
  await using third = await installation.start();
  await waitFor('both rooms', async () => {
    const rooms = await Promise.all([one, two].map(({ name }) => portal.rooms(`Home – ${name}`)));
    return rooms.every(({ length }) => length === 1);
  });
  expect(JSON.stringify(await third.api('/api/runs?limit=2'))).toContain('"kind":"sweep"');
});
