import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createLookups } from '../../src/runs/lookups.ts';
import { nextAttempt } from '../../src/runs/start-run.ts';
import type { StoredRun } from '../../src/runs/records.ts';
import { picturePortal } from '../support/portal-picture.ts';
import { readProjectFile } from '../support/project-files.ts';
import { startRunWorld, type RunWorld } from '../support/run-world.ts';

let world: RunWorld;
let documentHash: string;
let undisturbed: readonly string[];

/** How long the portal may take for a reply: what it holds back for longer is given up. */
const timeouts = { readMs: 500, writeMs: 500 };

beforeAll(async () => {
  world = await startRunWorld();
  // What follows the room goes elsewhere than to the portal.
  documentHash = await world.save(readProjectFile('blueprints/client-room.yaml').replace(/\nthen:[^]*/, '\n'));
  await begin();
  expect((await apply()).state).toBe('done');
  undisturbed = await picture();
});

beforeEach(begin);

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function begin(): Promise<void> {
  await world.reset();
  await world.sandbox.control('DELETE faults');
  world.parts.portal = world.sandbox.portal(undefined, { timeouts });
  world.parts.lookups = createLookups(world.parts.portal);
}

function apply(): Promise<StoredRun> {
  return world.apply(
    world.input('', {
      ...{ blueprint: 'client-room', documentHash, subject: 'key:acme', cause: { kind: 'http', name: 'test' } },
      inputs: {
        client: { id: 'acme', name: 'Acme', email: 'new@acme.example' },
        manager: world.sandbox.ids.people.marcus,
      },
    }),
  );
}

/** Lets a run go on that waits, as the clock would. */
async function goOn(run: StoredRun): Promise<StoredRun> {
  let now = run;
  for (let attempt = 1; attempt < 5 && now.state === 'waiting'; attempt += 1)
    now = await world.apply(nextAttempt(now.input));
  return now;
}

/** What people can tell apart, without the trash. */
async function picture(): Promise<readonly string[]> {
  const lines = picturePortal(await world.sandbox.control('GET snapshot'));
  return lines.filter((line) => !/^(folder|file) section 3 /.test(line));
}

const Hits = z.object({ faults: z.array(z.object({ hits: z.int() })) });

async function hits(): Promise<number> {
  const { faults } = Hits.parse(await world.sandbox.control('GET faults'));
  return faults.reduce((sum, fault) => sum + fault.hits, 0);
}

const Calls = z.object({ calls: z.array(z.looseObject({ operation: z.string().optional() })) });

async function countCalls(operation: string): Promise<number> {
  const { calls } = Calls.parse(await world.sandbox.control('GET calls'));
  return calls.filter((call) => call.operation === operation).length;
}

/** What the client room asks of the portal, without what it asks several times for the same. */
const operations = [
  'getProfileByEmail',
  'getFileInfo',
  'createRoom',
  'createFolder',
  'copyFileAs',
  'getRoomsPrimaryExternalLink',
  'setRoomLink',
  'setRoomSecurity',
  'getRoomSecurityInfo',
] as const;

const passing = {
  'a connection that ends before the effect': { drop: 'before' },
  'a connection that ends after the effect': { drop: 'after' },
  'no reply, and no effect': { hold: 'before' },
  'no reply, and the effect': { hold: 'after' },
  'status 500 without the effect': { status: 500 },
  'status 500 after the effect': { status: 500, moment: 'after' },
  'status 502': { status: 502, body: '<html>bad gateway</html>' },
  'status 503': { status: 503 },
  'status 429': { status: 429 },
  'half a reply': { truncate: true },
  'a slow reply': { delayMs: 100 },
} as const;

/** Every fault at what is created, at one read and at one write that may be repeated; at the others those that leave most doubt. */
const thorough: readonly string[] = ['getProfileByEmail', 'createRoom', 'createFolder', 'setRoomSecurity'];
const doubtful: readonly string[] = [
  'a connection that ends after the effect',
  'no reply, and the effect',
  'half a reply',
];

const cases = operations.flatMap((operation) =>
  Object.entries(passing)
    .map(([what, fault]) => ({ operation, what, fault }))
    .filter(({ what }) => thorough.includes(operation) || doubtful.includes(what)),
);

describe('a fault that passes', () => {
  it.each(cases)('ends in the same room: $operation, $what', async ({ operation, fault }) => {
    await world.fail(operation, fault);
    const run = await goOn(await apply());
    expect(await hits()).toBe(1);
    expect(run).toMatchObject({ state: 'done' });
    await world.sandbox.control('DELETE faults');
    expect(await picture()).toEqual(undisturbed);
  });
});

describe('a portal that is away', () => {
  const everything = { times: 1_000_000 };

  async function breakPortal(fault: object): Promise<void> {
    await world.sandbox.control('POST faults', { match: everything, fault });
  }

  it('is waited for, with few calls an attempt, however many attempts it takes', async () => {
    await breakPortal({ status: 503 });
    let run = await apply();
    for (let attempt = 2; attempt <= 8; attempt += 1) {
      expect(run).toMatchObject({ state: 'waiting', error: { kind: 'unavailable' } });
      run = await world.apply(nextAttempt(run.input));
    }
    expect(await hits()).toBeLessThanOrEqual(8 * 8);
    await world.sandbox.control('DELETE faults');
    expect(await goOn(run)).toMatchObject({ state: 'done', input: { attempt: 9 } });
    expect(await picture()).toEqual(undisturbed);
  });

  it('is waited for as long as it asks', async () => {
    await breakPortal({ status: 429, headers: { 'retry-after': '1800' } });
    const run = await apply();
    expect(run).toMatchObject({
      state: 'waiting',
      error: { kind: 'rate-limited', details: { retryAfterSeconds: 1_800 } },
    });
    const [row] = await world.database.query(
      `select extract(epoch from resume_at - now())::int as seconds from runs where id = $1`,
      [run.id],
    );
    expect(row?.['seconds']).toBeGreaterThan(1_790);
  });
});

it('finds the room of a lost reply while the search is behind', async () => {
  await world.sandbox.control('PUT search', { lagMs: 3_600_000 });
  await world.fail('createRoom', { drop: 'after' });
  expect(await goOn(await apply())).toMatchObject({ state: 'done' });
  expect(await picture()).toEqual(undisturbed);
});

describe('a list of which the second page is refused', () => {
  const others = Array.from({ length: 100 }, (_, index) => `Other ${index}`);
  const withoutOthers = (lines: readonly string[]) => lines.filter((line) => !line.includes('Other '));

  it.each([403, 500])('is not taken for one without the room of a lost call: status %i', async (status) => {
    for (const title of others) await world.parts.portal.createRoom({ title, type: 'custom', tags: [] });
    await world.fail('createRoom', { drop: 'after' });
    await world.sandbox.control('POST faults', { match: { operation: 'getRoomsFolder', nth: 2 }, fault: { status } });
    const run = await apply();
    const state = status === 403 ? 'failed' : 'waiting';
    expect(run).toMatchObject({ state, error: { kind: status === 403 ? 'forbidden' : 'unavailable' } });
    expect(await hits()).toBe(2);
    expect(await world.apply(nextAttempt(run.input))).toMatchObject({ state: 'done' });
    expect(withoutOthers(await picture())).toEqual(withoutOthers(undisturbed));
  });
});

describe('an effect that comes after it was looked for', () => {
  const writes = operations.filter((operation) => !/^get(Profile|File|RoomSecurity)/.test(operation));

  it.each(writes)('leaves nothing twice: %s', async (operation) => {
    await world.fail(operation, { lateMs: 100 });
    // The run is under way for longer than that.
    await world.fail('getRoomSecurityInfo', { delayMs: 400 });
    const run = await goOn(await apply());
    expect(run).toMatchObject({ state: 'done' });
    expect(await hits()).toBe(2);
    expect(await picture()).toEqual(undisturbed);
  });

  it('fails no run whose work is done, when the last look for it is refused: what may be left is named', async () => {
    await world.fail('createRoom', { drop: 'before' });
    expect(await apply()).toMatchObject({ state: 'done' });
    const looks = await countCalls('getRoomsFolder');
    await begin();
    await world.fail('createRoom', { drop: 'before' });
    await world.sandbox.control('POST faults', {
      match: { operation: 'getRoomsFolder', nth: looks },
      fault: { status: 403 },
    });
    expect(await apply()).toMatchObject({
      state: 'done-with-remains',
      remarks: [expect.stringMatching(/^a second room of a lost call may be left: /)],
    });
    expect(await hits()).toBe(2);
    expect(await picture()).toEqual(undisturbed);
  });
});

describe('a refusal', () => {
  // What a plan needs of files is read ahead once more, and refused once more.
  const asked = operations.filter((operation) => operation !== 'getFileInfo');

  it.each(asked.flatMap((operation) => [402, 403].map((status) => ({ operation, status }))))(
    'is not tried again, and the run can be retried: $operation, status $status',
    async ({ operation, status }) => {
      await world.fail(operation, { status, body: { error: { message: 'no' }, statusCode: status } });
      const run = await apply();
      expect(run).toMatchObject({ state: 'failed', error: { kind: status === 402 ? 'rejected' : 'forbidden' } });
      expect(await hits()).toBe(1);
      expect(await world.apply(nextAttempt(run.input))).toMatchObject({ state: 'done' });
      expect(await picture()).toEqual(undisturbed);
    },
  );
});
