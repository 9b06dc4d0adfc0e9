import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { demoEnv, demoIds } from '../sandbox/seed/demo-ids.ts';
import { loadBlueprints, type LoadedBlueprint } from '../src/blueprint/load-blueprints.ts';
import type { JsonObject } from '../src/base/json.ts';
import { expireDue } from '../src/runs/expire-due.ts';
import { sweep } from '../src/reconcile/sweep/sweep.ts';
import { planUndo } from '../src/runs/plan-undo.ts';
import { readRequest, type RunTarget } from '../src/runs/request-run.ts';
import { startRun } from '../src/runs/start-run.ts';
import { startTriggered } from '../src/runs/start-triggered.ts';
import { textWith } from './support/matchers.ts';
import { projectRoot } from './support/project-files.ts';
import { startRunWorld, type RunWorld } from './support/run-world.ts';

let world: RunWorld;
let blueprints: readonly LoadedBlueprint[];

beforeAll(async () => {
  world = await startRunWorld();
  const { blueprints: loaded, issues } = await loadBlueprints(`${projectRoot}/blueprints/gallery`, {
    env: Object.keys(demoEnv),
  });
  expect(issues).toEqual([]);
  blueprints = loaded;
});

beforeEach(async () => {
  await world.reset();
  for (const { hash, file, text, blueprint } of blueprints) {
    await world.parts.documents.save({ hash, name: blueprint.name, file, text });
  }
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Applies a blueprint as `concierge apply` does; each time is a run of its own. */
async function apply(name: string, target: RunTarget) {
  const blueprint = blueprints.find((one) => one.blueprint.name === name);
  if (!blueprint) throw new Error(`the gallery has no ${name}`);
  const options = { repair: true, recreate: false };
  const request = { blueprint, target, cause: { kind: 'person', name: 'a test' } as const, options };
  const requestId = crypto.randomUUID();
  return world.apply(await readRequest({ ...request, requestId }, { ...world.parts, env: demoEnv }));
}

const Calls = z.object({ calls: z.array(z.object({ operation: z.string(), effect: z.string() })) });

/** What changed the portal while this was done. */
async function writesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  await world.sandbox.control('DELETE calls');
  await work();
  const { calls } = Calls.parse(await world.sandbox.control('GET calls'));
  return calls.filter(({ effect }) => effect === 'write').map(({ operation }) => operation);
}

async function lookAt(roomId = 0) {
  const { portal } = world.parts;
  const [room, members, { folders }] = await Promise.all([
    portal.room(roomId),
    portal.members(roomId),
    portal.folder(roomId),
  ]);
  return {
    room,
    folders: folders.map(({ title }) => title).toSorted(),
    members: members
      .filter(({ isOwner }) => !isOwner)
      .map(({ name, level }) => `${name} ${String(level)}`)
      .toSorted(),
  };
}

const inputs = (values: JsonObject): RunTarget => ({ inputs: values, from: 'json' });

describe('contractor', () => {
  const contract = { id: 'C-7', title: 'New website', until: '2099-06-30' };
  const contractor = { name: 'Ines Roth', email: 'ines@roth.example' };
  const target = inputs({ contract, contractor, manager: demoIds.people.marcus });

  it('makes a room in which the contractor is until a date, and the second time writes nothing', async () => {
    const run = await apply('contractor', target);
    expect(run).toMatchObject({ state: 'done', room: { title: 'Contract – New website' } });
    expect(await lookAt(run.room?.id)).toMatchObject({
      room: { type: 'collaboration', tags: ['contractor'] },
      folders: ['Brief', 'Deliverables', 'Work in progress'],
      members: ['Client Service viewer', 'Marcus Boateng room-manager', 'ines@roth.example editor'],
    });
    const kept = await world.parts.keptRooms.find('contractor', 'C-7');
    expect(kept?.items.filter(({ expiresAt }) => expiresAt !== undefined)).toMatchObject([
      { item: 'member:ines@roth.example', expiresAt: '2099-06-30T23:59:59.000Z' },
    ]);
    expect(await writesOf(async () => expect((await apply('contractor', target)).state).toBe('nothing-to-do'))).toEqual(
      [],
    );
  });

  it('takes the contractor out when the day has passed, and leaves the room and everybody else', async () => {
    const { room } = await apply('contractor', target);
    await world.database.query(
      `update kept_items set expires_at = now() - interval '1 s' where expires_at is not null`,
    );
    expect(await expireDue(world.engine, world.parts)).toBe(1);
    const [newest] = await world.parts.runs.list({ limit: 1 });
    expect(await world.follow(newest?.id ?? '')).toMatchObject({ state: 'done' });
    expect((await lookAt(room?.id)).members).toEqual(['Client Service viewer', 'Marcus Boateng room-manager']);
  });
});

describe('tender-data-room', () => {
  const bidders = [
    { company: 'Alder GmbH', email: 'bids@alder.example' },
    { company: 'Birch Ltd', email: 'office@birch.example', level: 'form-filler' },
  ];
  const tender = { id: 'T-12', title: 'School roof', deadline: '2099-03-31' };
  const target = inputs({ tender, officer: demoIds.people.marcus, bidders });

  it('makes a data room without download and without a link, writes to each bidder, and the second time writes nothing', async () => {
    const mailsBefore = world.mailServer.mails.length;
    const run = await apply('tender-data-room', target);
    expect(run).toMatchObject({ state: 'done', room: { title: 'Tender T-12 – School roof' } });
    const { room, folders, members } = await lookAt(run.room?.id);
    expect(room).toMatchObject({ type: 'virtual-data', tags: ['tender'], denyDownload: true });
    expect(folders).toEqual([
      '00 Index',
      '01 Invitation to tender',
      '02 Specification',
      '03 Contract',
      '04 Price sheet',
      '05 Questions and answers',
    ]);
    expect(members).toEqual([
      'Marcus Boateng room-manager',
      'bids@alder.example viewer',
      'office@birch.example form-filler',
    ]);
    expect(await world.parts.portal.links(room.id)).toEqual([]);
    const mails = world.mailServer.mails.slice(mailsBefore);
    expect(mails.map(({ envelope }) => envelope.to)).toEqual([['bids@alder.example'], ['office@birch.example']]);
    expect(mails[0]?.message.text).toContain('Alder GmbH is invited to bid for School roof');
    expect(await writesOf(() => apply('tender-data-room', target))).toEqual([]);
  });
});

describe('offboard-employee', () => {
  it('makes a room to hand over in, writes to both, and the second time writes nothing', async () => {
    const { aiko, marcus } = demoIds.people;
    const target = inputs({ employee: { number: '77', account: aiko, lastDay: '2099-05-31' }, manager: marcus });
    const mailsBefore = world.mailServer.mails.length;
    const run = await apply('offboard-employee', target);
    expect(run).toMatchObject({ state: 'done', room: { title: 'Handover – Aiko Tanaka' } });
    const { folders, members } = await lookAt(run.room?.id);
    expect(folders).toEqual(['Contacts', 'Documents', 'Open work']);
    expect(members).toEqual(['Aiko Tanaka content-creator', 'Client Service viewer', 'Marcus Boateng room-manager']);
    const kept = await world.parts.keptRooms.find('offboard-employee', '77');
    expect(kept?.items.filter(({ expiresAt }) => expiresAt !== undefined)).toMatchObject([
      { item: `member:${aiko}`, expiresAt: '2099-05-31T23:59:59.000Z' },
    ]);
    expect(world.mailServer.mails.length - mailsBefore).toBeGreaterThan(0);
    expect(await writesOf(() => apply('offboard-employee', target))).toEqual([]);
  });
});

describe('leaver-access', () => {
  it('takes whoever is disabled out of the rooms that we may change, and the second time writes nothing', async () => {
    const { samuel } = demoIds.people;
    expect(await apply('leaver-access', { person: samuel })).toMatchObject({ state: 'skipped' });
    await world.sandbox.raw('PUT people/status/2', { userIds: [samuel], resendAll: false });
    const run = await apply('leaver-access', { person: 'samuel.okafor@halden-moor.example' });
    expect(run).toMatchObject({ state: 'done-with-remains', reason: 'Samuel Okafor was taken out of 1 room' });
    expect((await lookAt(demoIds.rooms.fjordline)).members.join()).not.toContain('Samuel');
    expect(await writesOf(() => apply('leaver-access', { person: samuel }))).toEqual([]);
  });

  it('ends what the hand-over had left to whoever leaves before their last day', async () => {
    const { aiko, marcus } = demoIds.people;
    const employee = { number: '78', account: aiko, lastDay: '2099-05-31' };
    const handover = await apply('offboard-employee', inputs({ employee, manager: marcus }));
    await world.sandbox.raw('PUT people/status/2', { userIds: [aiko], resendAll: false });
    expect(await apply('leaver-access', { person: aiko })).toMatchObject({
      reason: 'Aiko Tanaka was taken out of 1 room',
    });
    expect((await lookAt(handover.room?.id)).members).toEqual(['Client Service viewer', 'Marcus Boateng room-manager']);
    await world.database.query(
      `update kept_items set expires_at = now() - interval '1 s' where expires_at is not null`,
    );
    expect(await expireDue(world.engine, world.parts)).toBe(0);
  });
});

describe('room-house-standard', () => {
  const name = 'room-house-standard';

  /** A room that somebody made in the portal, with a folder of the standard in it. */
  async function aRoom(title: string, key?: string) {
    const portal = world.sandbox.portal(key);
    const room = await portal.createRoom({ title, type: 'custom', tags: ['by-hand'] });
    await portal.createFolder(room.id, 'Minutes');
    return room;
  }

  const happen = (entityId: number) =>
    startTriggered(
      {
        ...{ trigger: 'room.created', entityId: String(entityId), mark: crypto.randomUUID() },
        cause: { kind: 'delivery', eventId: 1, trigger: 'room.created' },
      },
      blueprints.map(({ blueprint, hash }) => ({ name: blueprint.name, hash, triggers: blueprint.on.events })),
      { engine: world.engine, runs: world.parts.runs },
    );

  it('adds what is missing to a new room, leaves its title, type and tags, and the second time writes nothing', async () => {
    const { id } = await aRoom('Office move');
    const [runId = ''] = await happen(id);
    expect(await world.follow(runId)).toMatchObject({
      state: 'done',
      subject: `room:${id}`,
      subjectName: 'Office move',
    });
    const { room, folders, members } = await lookAt(id);
    expect(room).toMatchObject({ title: 'Office move', type: 'custom' });
    expect(room.tags.toSorted()).toEqual(['by-hand', 'house-standard']);
    expect(folders).toEqual(['Correspondence', 'Documents', 'Minutes']);
    expect(members).toEqual(['Client Service viewer']);
    expect(await writesOf(() => apply(name, { room: id }))).toEqual([]);
  });

  it('is undone without harm to the room and to what people made in it', async () => {
    const { id } = await aRoom('Office move');
    const run = await apply(name, { room: id });
    const plan = await planUndo(run.id, false, world.parts);
    expect(plan).toMatchObject({ kind: 'items', refusals: [] });
    await world.apply({
      ...run.input,
      runId: 'undo',
      options: { ...run.input.options, undo: { runId: run.id, deletes: true } },
    });
    const { room, folders, members } = await lookAt(id);
    expect(room).toMatchObject({ archived: false, tags: ['by-hand'] });
    expect([folders, members]).toEqual([['Minutes'], []]);
  });

  it('leaves a room alone that another blueprint keeps', async () => {
    const home = await world.apply(world.input(demoIds.people.aiko));
    const id = home.room?.id ?? 0;
    expect(await writesOf(() => apply(name, { room: id }))).toEqual([]);
    expect(await apply(name, { room: id })).toMatchObject({
      state: 'skipped',
      reason: 'the room is kept by the blueprint home-room',
    });
  });

  it('waits while another run makes a room of the same title, which this one may be', async () => {
    const { id } = await aRoom('Contract – Roof');
    await world.database.query(
      `insert into kept_rooms (blueprint, key, subject, run_id, state, title, intended_since, times_from)
       values ('contractor', 'C-1', 'key:C-1', 'other', 'making', 'Contract – Roof', now(), now())`,
    );
    const run = await apply(name, { room: id });
    expect(run).toMatchObject({ state: 'waiting', reason: textWith('it may be room') });
    expect(await world.parts.keptRooms.findByRoom(id)).toBeUndefined();
  });

  it('asks the owner where our account may not change the room', async () => {
    const { id } = await aRoom('Of Tomas', await world.sandbox.keyOf(demoIds.people.tomas));
    const run = await apply(name, { room: id });
    expect(run).toMatchObject({ state: 'needs-owner', subjectName: 'Of Tomas' });
    expect(run.reason).toMatch(/may not change the room: its owner, Tomás Moor, may add them as room manager/);
  });

  it('is found by a sweep, which reports first and sets right when it is told to', async () => {
    const { id } = await aRoom('Office move');
    const blueprint = blueprints.find((one) => one.blueprint.name === name);
    if (!blueprint) throw new Error('the gallery has no house standard');
    const look = (mode: 'report' | 'fix', sweepId: string) =>
      sweep(
        { ...blueprint, mode, limit: 100, sweepId },
        { ...world.parts, allowBorrow: false, start: (input) => startRun(input, world.engine, world.parts.runs) },
      );
    const report = await look('report', '1');
    expect(report.changes).toContainEqual({ subject: `room:${id}`, name: 'Office move', what: '4 changes' });
    expect(report.runIds).toEqual([]);
    const { runIds } = await look('fix', '2');
    for (const runId of runIds) expect(await world.follow(runId)).toMatchObject({ state: 'done' });
    expect((await look('report', '3')).changes).toEqual([]);
  });
});
