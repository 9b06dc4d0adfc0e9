import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation, runById, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { waitFor } from '../support/wait-for.ts';

const Run = z.looseObject({ id: z.string(), state: z.string(), room: z.looseObject({ id: z.int() }).optional() });
const Room = z.object({ id: z.int(), rootFolderType: z.int().optional() });
const archiveSection = 20;

let folder: string;
let installation: Installation;
let service: ServiceProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-test-doors-'));
  installation = await createInstallation();
  service = await installation.start();
  await installation.portal.registerWebhook(service.url);
});

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** What a blueprint is applied to: its inputs, or a person. */
type Target = { readonly inputs: object } | { readonly person: string };
type Result = Pick<z.infer<typeof Run>, 'state' | 'room'>;
type Door = (blueprint: string, target: Target) => Promise<Result>;

async function byCommand(blueprint: string, target: Target): Promise<Result> {
  const file = join(folder, 'input.json');
  if ('inputs' in target) await writeFile(file, JSON.stringify(target.inputs));
  const how = 'inputs' in target ? ['--input', file] : ['--person', target.person];
  const { stdout } = await installation.command(['apply', blueprint, ...how, '--json']);
  return Run.parse(JSON.parse(stdout));
}

let files = 0;

async function byCsv(blueprint: string, target: Target): Promise<Result> {
  const cells = 'inputs' in target ? listCells('', target.inputs) : [['person', target.person] as const];
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const [file, result] = [join(folder, `${(files += 1)}.csv`), join(folder, `${files}.result.csv`)];
  const lines = [cells.map(([name]) => quote(name)), cells.map(([, value]) => quote(value))];
  await writeFile(file, lines.map((line) => `${line.join(',')}\n`).join(''));
  const { code, stderr } = await installation.command(['apply', blueprint, '--csv', file, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const row = (await readFile(result, 'utf8')).trim().split('\n')[1] ?? '';
  const [, state = '', id = ''] = /,([a-z-]+),(\d+),http/.exec(row) ?? [];
  return { state, room: { id: Number(id) } };
}

/** The cells of a row: objects become dotted columns, lists JSON. */
function listCells(path: string, value: object): (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      return listCells(`${path}${name}.`, inner);
    return [[`${path}${name}`, typeof inner === 'string' ? inner : JSON.stringify(inner)]];
  });
}

async function byHttp(blueprint: string, target: Target): Promise<Result> {
  return post(`blueprints/${blueprint}/runs`, target);
}

async function post(path: string, body: object): Promise<Result> {
  const token = installation.settings['API_TOKEN'] ?? '';
  const answer = await service.request(`/api/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(202);
  const { id } = Run.parse(await answer.json());
  return waitFor(`the end of run ${id}`, async () => {
    const run = await runById(id, service);
    return !['queued', 'running'].includes(run.state) && run;
  });
}

const doors: Readonly<Record<string, Door>> = { 'the command line': byCommand, 'a CSV file': byCsv, HTTP: byHttp };

/** A room as a person sees it, without what differs from subject to subject. */
async function pictureOf({ room }: Result) {
  const { type, tags, folders, files: titles, members } = await installation.portal.picture(room?.id ?? 0);
  return { type, tags, folders, files: titles, levels: members.map(({ access }) => access).toSorted((a, b) => a - b) };
}

async function writesOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  await installation.portal.forgetCalls();
  await act();
  const calls = await installation.portal.calls();
  expect(calls.length).toBeGreaterThan(0);
  return calls.filter(({ effect }) => effect === 'write').map(({ method, path }) => `${method} ${path}`);
}

describe.each([
  [
    'client-room',
    (id: string): object => ({ client: { id, name: `Client ${id}`, email: `${id}@client.example` } }),
    { type: 5, tags: [], folders: ['Contracts', 'Deliverables', 'Invoices'], files: [], levels: [2, 9] },
  ],
  [
    'project-room',
    (id: string): object => ({
      project: { id, title: `Project ${id}` },
      people: [{ email: `${id}@partner.example` }, { id: installation.portal.ids.people.aiko, level: 'viewer' }],
    }),
    { type: 2, tags: [], folders: [], files: [], levels: [2, 10] },
  ],
])('the %s', (blueprint, inputsOf, expected) => {
  it.each(Object.entries(doors))('is made by %s, and a second time nothing is written', async (_, door) => {
    const target = { inputs: inputsOf(`${blueprint}-${(files += 1)}`) };
    const made = await door(blueprint, target);
    expect(made.state).toBe('done');
    expect(await pictureOf(made)).toEqual(expected);
    expect(await writesOf(async () => expect((await byHttp(blueprint, target)).state).toBe('nothing-to-do'))).toEqual(
      [],
    );
  });
});

describe('the home-room', () => {
  it.each(Object.entries(doors))('is made by %s as by the event, once', async (_, door) => {
    const { portal } = installation;
    const evented = await portal.addPerson({ firstName: 'Evented' });
    const expected = await pictureOf(await settledRun(evented, service));
    expect(await writesOf(() => byHttp('home-room', { person: evented.id }))).toEqual([]);
    const person = await portal.addPerson({ firstName: 'By hand' });
    expect(await pictureOf(await door('home-room', { person: person.email }))).toEqual(expected);
    await settledRun(person, service, 2);
    expect(await portal.rooms(`Home – ${person.name}`)).toHaveLength(1);
  });
});

describe('the close-out', () => {
  async function aRoom(isArchived: boolean): Promise<number> {
    const { portal } = installation;
    const { id } = Room.parse(
      await portal.asOwner('POST files/rooms', { title: `Closing ${(files += 1)}`, roomType: 5 }),
    );
    const invitations = [
      { id: portal.ids.people.greta, access: 2 },
      { id: portal.ids.people.aiko, access: 10 },
    ];
    await portal.asOwner(`PUT files/rooms/${id}/share`, { invitations });
    await portal.asOwner(`GET files/rooms/${id}/link`);
    if (isArchived) await portal.asOwner(`PUT files/rooms/${id}/archive`, { deleteAfter: false });
    return id;
  }

  async function expectClosed(id: number): Promise<void> {
    const { portal } = installation;
    const { rootFolderType } = Room.parse(await portal.asOwner(`GET files/rooms/${id}`));
    expect(rootFolderType).toBe(archiveSection);
    expect((await portal.picture(id)).members).toEqual([{ id: portal.ids.people.aiko, access: 10 }]);
    expect(await portal.asOwner(`GET files/rooms/${id}/links`)).toEqual([]);
  }

  const byCommandLine = async (name: string, id: number): Promise<Result> =>
    Run.parse(JSON.parse((await installation.command([name, String(id), '--json'])).stdout));

  it.each([
    ['concierge archive', (id: number) => byCommandLine('archive', id)],
    ['an HTTP request to archive', (id: number) => post(`rooms/${id}/archive`, {})],
  ])('is done by %s, and a second time nothing is written', async (_, door) => {
    const id = await aRoom(false);
    expect((await door(id)).state).toBe('done');
    await expectClosed(id);
    expect(await writesOf(() => post(`rooms/${id}/archive`, {}))).toEqual([]);
  });

  it.each([
    ['concierge close-out', (id: number) => byCommandLine('close-out', id)],
    ['an HTTP request to close out', (id: number) => post(`rooms/${id}/close-out`, {})],
  ])('is done once by the event and %s together', async (_, door) => {
    const id = await aRoom(true);
    expect(['done', 'nothing-to-do']).toContain((await door(id)).state);
    await expectClosed(id);
    expect(await writesOf(() => post(`rooms/${id}/close-out`, {}))).toEqual([]);
  });
});
