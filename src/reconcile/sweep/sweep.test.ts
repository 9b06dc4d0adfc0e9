import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCloseOutWorld } from '../../../test/support/close-out-world.ts';
import { readProjectFile } from '../../../test/support/project-files.ts';
import { AppError } from '../../base/errors.ts';
import type { LoadedBlueprint } from '../../blueprint/load-blueprints.ts';
import { parseBlueprint } from '../../blueprint/parse-blueprint.ts';
import { asReader } from '../../docspace/portal.ts';
import { startRun } from '../../runs/start-run.ts';
import { sweep, type SweepOrder } from './sweep.ts';
import { sweepDue } from './sweep-due.ts';

let world: Awaited<ReturnType<typeof startCloseOutWorld>>;
let home: LoadedBlueprint;
let closing: LoadedBlueprint;

beforeAll(async () => {
  world = await startCloseOutWorld();
  home = await load('home-room');
  closing = await load('guest-close-out');
});

beforeEach(async () => {
  await world.sandbox.control('POST seed', { name: 'demo' });
  await world.reset();
  await world.database.query('truncate sweeps');
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function load(name: string, change: (text: string) => string = (text) => text): Promise<LoadedBlueprint> {
  const file = `blueprints/${name}.yaml`;
  const text = change(readProjectFile(file));
  const parsed = parseBlueprint({ file, text });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return { blueprint: parsed.blueprint, file, text, hash: await world.save(text) };
}

const partsOf = () => ({
  ...world.parts,
  portal: asReader(world.parts.portal),
  start: (input: Parameters<typeof startRun>[0]) => startRun(input, world.engine, world.parts.runs),
});

const look = ({ blueprint, hash }: LoadedBlueprint, order: Partial<SweepOrder> = {}) =>
  sweep({ blueprint, hash, mode: 'report', limit: 20, sweepId: 'now', ...order }, partsOf());

describe('people whom no event announced', () => {
  it('are named without a write, and get their room by a sweep that fixes; then nothing is left', async () => {
    await world.forgetCalls();
    const report = await look(home);
    expect(report).toMatchObject({ held: false, runIds: [], needs: [] });
    expect(report.changes).toContainEqual(
      expect.objectContaining({ name: 'Aiko Tanaka', what: 'the room is missing' }),
    );
    expect(report.changes.map(({ name }) => name)).not.toContain('Greta Olsen');
    expect(await world.writes()).toEqual([]);
    // For people without a room a page of a hundred is enough: nobody is asked for alone.
    expect(await world.operations()).not.toContain('getProfileByUserId');

    const fixed = await look(home, { mode: 'fix', limit: report.changes.length });
    expect(fixed.runIds).toHaveLength(report.changes.length);
    for (const id of fixed.runIds) expect(await world.follow(id)).toMatchObject({ state: 'done' });
    expect(await look(home)).toMatchObject({ looked: report.looked, changes: [], needs: [] });
  });

  it('are all left as they are when there are more than the limit', async () => {
    const held = await look(home, { mode: 'fix', limit: 2 });
    expect(held).toMatchObject({ held: true, runIds: [] });
    expect(held.changes.length).toBeGreaterThan(2);
    expect(await world.parts.runs.list({ limit: 1 })).toEqual([]);
  });

  it('do not get a second room, nor one back that somebody archived; drift is named', async () => {
    const { aiko, david } = world.sandbox.ids.people;
    const [kept, gone] = [await world.apply(world.input(aiko)), await world.apply(world.input(david))];
    await world.move(gone.room?.id ?? 0, true);
    await world.parts.portal.removeTags(kept.room?.id ?? 0, ['home']);
    const { changes } = await look(home);
    const found = changes.filter(({ subject }) => subject.endsWith(aiko) || subject.endsWith(david));
    expect(found).toEqual([{ subject: `person:${aiko}`, name: 'Aiko Tanaka', what: '1 change' }]);
  });
});

describe('archived rooms', () => {
  it('that guests or links keep open are named, and closed out by a sweep that fixes', async () => {
    const roomId = await world.anArchivedRoom('owner');
    const theirs = await world.anArchivedRoom('marcus');
    const report = await look(closing);
    const what = '1 guest, 1 link to remove';
    expect(report.changes).toContainEqual({ subject: `room:${roomId}`, name: 'Closing', what });
    expect(report.needs).toContainEqual(expect.objectContaining({ subject: `room:${theirs}` }));
    expect(await world.writes()).toEqual([]);
    const fixed = await look(closing, { mode: 'fix' });
    for (const id of fixed.runIds) await world.follow(id);
    expect(await world.stateOf(roomId)).toMatchObject({ archived: true, links: 0, members: ['Aiko Tanaka viewer'] });
    expect((await look(closing)).changes).toEqual([]);
    expect(await world.stateOf(theirs, 'marcus')).toMatchObject({ links: 1 });
  });
});

describe('accounts that are disabled', () => {
  it('and still in rooms are named, and taken out by a sweep that fixes; then nothing is left but what a person must do', async () => {
    const { samuel, david, lena } = world.sandbox.ids.people;
    const leavers = await load('gallery/leaver-access');
    const status = (number: 1 | 2, ...userIds: readonly string[]) =>
      world.sandbox.raw(`PUT people/status/${number}`, { userIds, resendAll: false });
    await status(2, samuel, david, lena);
    await world.forgetCalls();
    const report = await look(leavers);
    expect(report).toMatchObject({ looked: 4, held: false, runIds: [] });
    expect(report.changes).toEqual([
      { subject: `person:${samuel}`, name: 'Samuel Okafor', what: 'to be taken out of 1 room' },
    ]);
    expect(report.needs).toMatchObject([{ subject: `person:${lena}`, name: 'Lena Fischer' }]);
    expect(report.needs[0]?.what).toContain('owned by Lena Fischer');
    expect(await world.writes()).toEqual([]);
    const operations = await world.operations();
    expect(operations.filter((one) => one === 'getSelfProfile')).toHaveLength(1);
    // Three people share the group of the studio, whose rooms are asked for once; Robert is in none.
    expect(operations.filter((one) => one === 'getRoomsFolder')).toHaveLength(4 + 2);

    const fixed = await look(leavers, { mode: 'fix' });
    for (const id of fixed.runIds) expect(await world.follow(id)).toMatchObject({ state: 'done-with-remains' });
    const after = await look(leavers);
    expect(after.changes).toEqual([]);
    expect(after.needs.map(({ name }) => name).toSorted()).toEqual(['Lena Fischer', 'Samuel Okafor']);
  });

  it('are all left as they are when there are more than the limit', async () => {
    const { samuel, greta } = world.sandbox.ids.people;
    await world.sandbox.raw('PUT people/status/2', { userIds: [samuel, greta], resendAll: false });
    const leavers = await load('gallery/leaver-access');
    expect(await look(leavers, { mode: 'fix', limit: 1 })).toMatchObject({ held: true, runIds: [] });
  });
});

describe('a list of which the second page is refused', () => {
  const refuseSecondPage = (operation: string, status: number) =>
    world.sandbox.control('POST faults', { match: { operation, nth: 2 }, fault: { status } });
  const anything = { mode: 'fix', limit: 1_000 } as const;

  async function addPeople(): Promise<void> {
    const people = Array.from({ length: 100 }, (_, index) => ({ firstName: 'A', email: `many${index}@example.com` }));
    await Promise.all(
      people.map((one) => world.sandbox.control('POST people', { lastName: 'B', type: 'User', ...one })),
    );
  }

  it('makes a sweep of people start nothing, not even for the first page', async () => {
    await addPeople();
    await refuseSecondPage('searchUsersByExtendedFilter', 403);
    await expect(look(home, anything)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await world.parts.runs.list({ limit: 1 })).toEqual([]);

    // What may pass is asked for again, and the list is whole then.
    await world.forgetCalls();
    await refuseSecondPage('searchUsersByExtendedFilter', 500);
    const { looked, changes } = await look(home);
    expect(looked).toBeGreaterThan(100);
    expect(changes).toHaveLength(looked);
    expect(await world.operations()).toHaveLength(3);
  });

  it('makes a sweep of archived rooms close none out', async () => {
    const seed = { rooms: Array.from({ length: 101 }, (_, index) => ({ title: `Old ${index}`, state: 'archived' })) };
    await world.sandbox.control('POST seed', { seed });
    const roomId = await world.anArchivedRoom('owner');
    await refuseSecondPage('getRoomsFolder', 403);
    await expect(look(closing, anything)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await world.writes()).toEqual([]);
    expect((await look(closing)).changes).toMatchObject([{ subject: `room:${roomId}` }]);
  });
});

describe('the clock', () => {
  const told: string[] = [];
  const due = (...blueprints: readonly LoadedBlueprint[]) =>
    sweepDue(blueprints, {
      ...partsOf(),
      sweeps: world.sweeps,
      log: world.database.log,
      alone: (work) => work(),
      alert: ({ subject }) => Promise.resolve(void told.push(subject)),
    });
  const later = (interval: string) =>
    world.database.query(`update sweeps set next_at = now() - interval '${interval}'`);

  it('makes a sweep an interval after the blueprint is first seen, and one for all that were missed', async () => {
    expect(await due(home)).toBe(0);
    await later('3 days');
    expect(await due(home)).toBe(1);
    expect(await due(home)).toBe(0);
    expect(await world.sweeps.list()).toMatchObject([
      { blueprint: 'home-room', report: { mode: 'report', held: false } },
    ]);
  });

  it('asks a person once when too much would change', async () => {
    const strict = await load('home-room', (text) => text.replace('mode: report, limit: 20', 'mode: fix, limit: 1'));
    for (const round of [1, 2]) {
      await due(strict);
      await later('1 second');
      expect([round, await due(strict)]).toEqual([round, 1]);
      await later('1 second');
    }
    expect(told).toEqual([expect.stringContaining('A sweep of home-room needs you')]);
    expect(await world.parts.runs.list({ limit: 1 })).toEqual([]);
  });

  it('tries one again soon that failed, and the others are made all the same', async () => {
    await due(home, closing);
    await later('1 second');
    world.parts.portal = {
      ...world.parts.portal,
      people: () => Promise.reject(new AppError('unauthenticated', 'the key was revoked')),
    };
    expect(await due(home, closing)).toBe(2);
    Object.assign(world.parts, { portal: world.sandbox.portal() });
    const [other, failed] = await world.sweeps.list();
    expect(failed).toMatchObject({ failure: 'the key was revoked' });
    expect(other).toMatchObject({ blueprint: 'guest-close-out', report: { looked: 1 } });
    await world.database.query(`update sweeps set next_at = next_at - interval '601 seconds'`);
    expect(await due(home)).toBe(1);
  });
});
