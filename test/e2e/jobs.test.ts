import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { dumpDatabase } from '../support/database-dump.ts';
import { createInstallation, type Installation, runById, type TestRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { waitFor } from '../support/wait-for.ts';

const password = 'Geheim-4711-0815';

const guarded = `apiVersion: concierge/v1
kind: Room
name: guarded-room
on: { http: true }
inputs:
  client: { id: string, email: email }
  password: { type: string, secret: true }
key: "{{ client.id }}"
room:
  title: "Guarded {{ client.id }}"
  type: custom
  tags: [guarded]
  contents:
    - Papers
    - { text: "For {{ client.email }}", as: Read me }
  access:
    - { person: "{{ client.email }}", level: viewer, expires: 30d }
  link: { kind: external, level: viewer, expires: 90d, password: "{{ password }}", denyDownload: true }
then:
  - chat: { text: "{{ room.title }} is at {{ room.link }}" }
`;

const Started = z.object({ id: z.string() });
const Links = z.array(z.object({ sharedLink: z.object({ shareLink: z.string(), password: z.string() }) }));

let folder: string;
let installation: Installation;
let service: ServiceProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-test-blueprints-'));
  await writeFile(join(folder, 'guarded-room.yaml'), guarded);
  installation = await createInstallation({ env: { BLUEPRINTS_DIR: folder, LOG_LEVEL: 'debug' } });
  service = await installation.start();
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function post(path: string, body: object): Promise<Response> {
  return service.request(`/api/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${installation.settings['API_TOKEN'] ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}

async function ended(answer: Response): Promise<TestRun> {
  expect(answer.status).toBe(202);
  const { id } = Started.parse(await answer.json());
  return waitFor(`the end of run ${id}`, async () => {
    const run = await runById(id, service);
    return !['queued', 'running'].includes(run.state) && run;
  });
}

const inputs = { client: { id: 'c1', email: 'boss@acme.example' }, password };

/** All that the portal holds. */
async function snapshot(): Promise<string> {
  return JSON.stringify(await installation.portal.sandbox.control('GET snapshot'));
}

it('makes what was planned, once; planning writes nothing, and so does a second time', async () => {
  const before = await snapshot();
  const plan = await post('blueprints/guarded-room/plan', { inputs });
  expect(plan.status).toBe(200);
  expect(await plan.text()).toContain('"kind":"set-link"');
  expect((await snapshot()) === before).toBe(true);

  const run = await ended(await post('blueprints/guarded-room/runs', { inputs }));
  expect(run).toMatchObject({ state: 'done', remarks: [expect.stringContaining('CHAT_WEBHOOK_URL is not set')] });

  await installation.portal.forgetCalls();
  const again = await ended(await post('blueprints/guarded-room/runs', { inputs }));
  expect(again.state).toBe('nothing-to-do');
  const writes = (await installation.portal.calls()).filter(({ effect }) => effect === 'write');
  expect(writes).toEqual([]);
});

it('keeps passwords and addresses of links out of logs, answers, pages and the database', async () => {
  const [room] = await installation.portal.rooms('Guarded c1');
  const [link] = Links.parse(await installation.portal.asOwner(`GET files/rooms/${room?.id ?? 0}/links`));
  expect(link?.sharedLink.password).toBe(password);
  const show = await installation.command(['runs', 'list', '--json']);
  const answers = JSON.stringify([await service.api('/api/runs?limit=100'), show]);
  const database = await dumpDatabase(installation.database.url);
  const places = { logs: service.logs(), answers, database };
  expect(database).toContain('Guarded c1');
  for (const [name, text] of Object.entries(places)) {
    expect(text.includes(password), name).toBe(false);
    expect(text.includes(link?.sharedLink.shareLink ?? 'no link'), name).toBe(false);
  }
});

it('names every input that is wrong, and starts nothing', async () => {
  const answer = await post('blueprints/guarded-room/runs', {
    inputs: { client: { id: 'c2', email: 'x' }, pasword: 'y' },
  });
  expect(answer.status).toBe(422);
  const problem = z.object({ errors: z.array(z.object({ path: z.string() })) }).parse(await answer.json());
  expect(problem.errors.map(({ path }) => path).toSorted()).toEqual(['client.email', 'password', 'pasword']);
  expect(await installation.portal.rooms('Guarded c2')).toEqual([]);
});

it('refuses to take back a room that somebody uses, and archives one that nobody does', async () => {
  const used = await ended(
    await post('blueprints/guarded-room/runs', { inputs: { ...inputs, client: { ...inputs.client, id: 'c3' } } }),
  );
  await installation.portal.asOwner(`POST files/folder/${used.room?.id ?? 0}`, { title: 'Of somebody' });
  const refused = await ended(await post(`runs/${used.id}/undo`, {}));
  expect(refused).toMatchObject({ state: 'failed', error: { kind: 'conflict' } });

  const unused = await ended(
    await post('blueprints/guarded-room/runs', { inputs: { ...inputs, client: { ...inputs.client, id: 'c4' } } }),
  );
  const undone = await ended(await post(`runs/${unused.id}/undo`, {}));
  expect(undone.state).toBe('done');
  const room = z
    .object({ rootFolderType: z.int() })
    .parse(await installation.portal.asOwner(`GET files/rooms/${unused.room?.id ?? 0}`));
  expect(room.rootFolderType).toBe(20);
  expect((await installation.portal.picture(unused.room?.id ?? 0)).members).toEqual([]);

  const deleted = await ended(await post(`runs/${used.id}/undo`, { delete: true }));
  expect(deleted.state).toBe('failed');
});
