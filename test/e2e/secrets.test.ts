import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { projectRoot } from '../support/project-files.ts';
import { dumpDatabase } from '../support/database-dump.ts';
import { createInstallation, type Installation, runById, settledRun, type TestRun } from '../support/installation.ts';
import { type ServiceProcess, testSecrets } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';

const mailPassword = 'smtp-pass-71c0e4b9';
const linkPassword = 'link-pass-5e0c2a71';

/** A room whose link has a password that is given as a secret input. */
const guarded = `apiVersion: concierge/v1
kind: Room
name: guarded-room
on: { http: true }
inputs:
  id: string
  password: { type: string, secret: true }
key: "{{ id }}"
room:
  title: "Guarded {{ id }}"
  type: custom
  link: { kind: external, level: viewer, password: "{{ password }}" }
`;

it('keeps secrets out of logs, answers, pages, mails that it keeps and the database, through all jobs and doors', async () => {
  await using mail = await startMailServer({ login: { user: 'concierge', password: mailPassword } });
  const folder = await mkdtemp(join(tmpdir(), 'concierge-test-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(projectRoot, 'blueprints'), folder, { recursive: true });
  await writeFile(join(folder, 'guarded-room.yaml'), guarded);
  const env = { LOG_LEVEL: 'debug', BLUEPRINTS_DIR: folder };
  await using installation = await createInstallation({ smtpUrl: mail.url, env });
  const { portal } = installation;
  const service = await installation.start();
  await portal.registerWebhook(service.url);
  const person = await portal.addPerson({ firstName: 'Secret' });
  const run = await settledRun(person, service);
  expect(run.state).toBe('done');

  // A link that somebody makes is in what later runs read.
  const invitation = { access: 2, linkType: 0, title: 'Come in' };
  const link = z
    .object({ sharedLink: z.object({ shareLink: z.string() }) })
    .parse(await portal.asOwner(`PUT files/rooms/${run.room?.id ?? 0}/links`, invitation)).sharedLink.shareLink;
  const again = await installation.command(['apply', 'home-room', '--person', person.id, '--json']);
  expect(again.code).toBe(0);
  // A refused delivery, a wrong key and a wrong token are logged too.
  await service.request('/docspace/webhook', { method: 'POST', body: '{}' });
  await service.request('/api/runs', { headers: { authorization: 'Bearer token-of-a-stranger' } });
  const wrong = await installation.command(['apply', 'home-room', '--person', person.id], {
    DOCSPACE_API_KEY: 'sk-wrong-but-still-secret',
    LOG_LEVEL: 'debug',
  });
  const jobs = await runOtherJobs(installation, service);
  const list = await installation.command(['runs', 'list', '--json']);
  const show = await installation.command(['runs', 'show', run.id, '--json']);
  const token = { authorization: `Bearer ${testSecrets.apiToken}`, accept: 'text/html' };
  const runIds = [run.id, ...jobs.runs.map(({ id }) => id)];
  const pages = await Promise.all(
    ['/', '/api-reference', ...runIds.map((id) => `/runs/${id}`)].map(async (path) =>
      (await service.request(path, { headers: token })).text(),
    ),
  );
  const asked = ['tokens', 'limits', 'allowances', 'audit?limit=1000', 'blueprints', 'openapi.json', 'runs?limit=200'];
  const ofRuns = runIds.flatMap((id) => [`runs/${id}`, `runs/${id}/calls`]);
  const answers = JSON.stringify(await Promise.all([...asked, ...ofRuns].map((path) => service.api(`/api/${path}`))));
  const audits = await Promise.all([['audit', '--csv'], ['audit']].map((words) => installation.command(words)));
  const database = await dumpDatabase(installation.database.url);
  await service.stop();

  const commands = [again, wrong, list, show, ...jobs.commands, ...audits]
    .map(({ stdout, stderr }) => stdout + stderr)
    .join('\n');
  const places = { logs: service.child.stderr(), ready: service.child.stdout(), commands, answers, database };
  const all = { ...places, pages: pages.join('\n') };
  // What is looked through is what it should be.
  // The pages themselves hold nothing: what they show they are answered.
  for (const place of [commands, answers, database]) expect(place).toContain(run.id);
  expect(all.logs).toContain('portal call');
  expect(database).toContain('dbos.operation_outputs');
  expect(database).toContain('concierge.calls');
  expect(jobs.runs.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'failed', 'done']);
  // A call that failed is kept with what was sent, but for the secrets in it.
  expect(answers).toContain('"password":"[secret]"');

  const secrets = {
    apiKey: portal.ownerKey,
    wrongKey: 'sk-wrong-but-still-secret',
    webhookSecret: testSecrets.webhook,
    apiToken: testSecrets.apiToken,
    strangersToken: 'token-of-a-stranger',
    mailPassword,
    databasePassword: decodeURIComponent(new URL(installation.database.url).password),
    shareLink: link,
    linkOfTheClient: jobs.link,
    linkPassword,
    sessionOfABrowser: jobs.session,
    madeToken: jobs.token,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(8);
    const found = Object.entries(all).filter(([, text]) => text.includes(secret));
    expect([name, ...found.map(([place]) => place)]).toEqual([name]);
  }
  // Five jobs and ten processes, one after another.
}, 600_000);

const Id = z.object({ id: z.string() });
const Links = z.array(z.object({ sharedLink: z.object({ shareLink: z.string() }) }));

interface OtherJobs {
  /** Client room, project room, close-out, a room that cannot be finished, and what was taken back. */
  readonly runs: readonly TestRun[];
  readonly commands: readonly { readonly stdout: string; readonly stderr: string }[];
  readonly link: string;
  readonly session: string;
  readonly token: string;
}

/** The jobs beside the home room, each by another door; and a browser and a program that are let in. */
async function runOtherJobs(installation: Installation, service: ServiceProcess): Promise<OtherJobs> {
  const { portal } = installation;
  const headers = { authorization: `Bearer ${testSecrets.apiToken}`, 'content-type': 'application/json' };
  async function post(path: string, body: object): Promise<TestRun> {
    const answer = await service.request(`/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { id } = Id.parse(await answer.json());
    return waitFor(`the end of run ${id}`, async () => {
      const run = await runById(id, service);
      return !['queued', 'running'].includes(run.state) && run;
    });
  }

  const client = await post('blueprints/client-room/runs', {
    inputs: { client: { id: 'c1', name: 'Acme', email: 'boss@acme.example' } },
  });
  const links = Links.parse(await portal.asOwner(`GET files/rooms/${String(client.room?.id)}/links`));
  const project = await post('blueprints/project-room/runs', {
    inputs: { project: { id: 'p1' }, people: [{ email: 'new@guest.example', level: 'viewer' }] },
  });
  const closed = await post(`rooms/${String(project.room?.id)}/archive`, { blueprint: 'guest-close-out' });
  await portal.fault({ method: 'PUT', path: '/api/2.0/files/rooms/{id}/links' }, { status: 400 });
  const broken = await post('blueprints/guarded-room/runs', { inputs: { id: 'g1', password: linkPassword } });
  await portal.clearFaults();
  const undone = await post(`runs/${client.id}/undo`, {});

  const file = join(installation.settings['BLUEPRINTS_DIR'] ?? '', 'clients.csv');
  await writeFile(file, 'client.id,client.name,client.email\nc7,=HYPERLINK("x"),seven@acme.example\n');
  const commands = [await installation.command(['apply', 'client-room', '--csv', file, '--json'])];
  const made = await installation.command(['token', 'create', 'CRM', '--role', 'viewer', '--json']);
  const login = new URLSearchParams({ token: testSecrets.apiToken });
  const signedIn = await service.request('/login', { method: 'POST', body: login, headers: { origin: service.url } });
  const session = /=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1] ?? '';
  return {
    ...{ runs: [client, project, closed, broken, undone], commands, session },
    link: links[0]?.sharedLink.shareLink ?? '',
    token: z.object({ token: z.string() }).parse(JSON.parse(made.stdout)).token,
  };
}
