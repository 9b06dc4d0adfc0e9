import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { createCleanUp } from './support/clean-up.ts';
import { createSender } from './support/create-sender.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { startSandbox, type Sandbox } from './support/start-sandbox.ts';
import { startService, type Service } from './support/launch.ts';
import { summarise } from './support/summarise.ts';
import { timed } from './support/timed.ts';
import { writeDelivery } from './support/write-delivery.ts';

const latencyMs = 100;
const lookEveryMs = 25;
const patienceMs = 60_000;

/** Taken by the runs of before, whose look-ups and code are cold; not counted. */
const warmUps = 3;

const RunList = z.object({ runs: z.array(z.object({ id: z.string(), subject: z.string(), state: z.string() })) });
const Run = z.object({
  state: z.string(),
  endedAt: z.iso.datetime(),
  actions: z.array(z.object({ name: z.string(), startedAt: z.iso.datetime(), endedAt: z.iso.datetime() })),
});
const Created = z.object({ id: z.number() });
const Person = z.object({ displayName: z.string() });

export const homeRoom: Bench = {
  name: 'home-room',
  about: 'From the webhook to the verified home room, at a portal that takes 100 ms for each call.',
  run: measureHomeRooms,
};

/** In milliseconds, a sample a person. */
type Times = Record<'verified' | 'recorded' | 'limit' | 'inTurn', number[]>;

/** The three ways take turns, person after person, so that whatever else the machine does falls on all of them. */
async function measureHomeRooms({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  const people = await sandbox.addPeople(3 * ((quick ? 5 : 30) + warmUps));
  const service = await startService({ sandbox, dataDir }, cleanUp);
  await sandbox.setLatency(latencyMs);
  const times: Times = { verified: [], recorded: [], limit: [], inTurn: [] };
  for (let index = 0; index < people.length; index += 3) {
    const [first = '', second = '', third = ''] = people.slice(index, index + 3);
    const made = await timeService(first, service);
    const limit = await timed(() => makeAtOnce(second, sandbox));
    const inTurn = await timed(() => makeInTurn(third, sandbox));
    if (index < 3 * warmUps) continue;
    times.verified.push(made.verifiedMs);
    times.recorded.push(made.recordedMs);
    times.limit.push(limit);
    times.inTurn.push(inTurn);
  }
  return describe(times);
}

function describe(times: Times): BenchResult {
  const verified = summarise(times.verified);
  const limit = summarise(times.limit);
  const inTurn = summarise(times.inTurn);
  const recorded = summarise(times.recorded);
  return {
    figures: [
      { name: 'webhook to verified room, p50', value: verified.p50, unit: 'ms' },
      { name: 'webhook to verified room, p95', value: verified.p95, unit: 'ms' },
      { name: 'webhook to run done, mail included, p50', value: recorded.p50, unit: 'ms' },
      { name: 'limit: three calls in a row, p50', value: limit.p50, unit: 'ms' },
      { name: 'the same calls one after another, p50', value: inTurn.p50, unit: 'ms' },
      {
        name: 'verified room over the limit, p50',
        value: verified.p50 / limit.p50,
        unit: 'times',
        goal: { atMost: 1.3 },
      },
      { name: 'verified room over the limit, p95', value: verified.p95 / limit.p95, unit: 'times' },
      {
        name: 'faster than one after another, p50',
        value: inTurn.p50 / verified.p50,
        unit: 'times',
        goal: { atLeast: 2 },
      },
    ],
    samples: { verified, recorded, limit, inTurn },
  };
}

/** Posts a delivery and reads from the run when its last call of the plan had been verified, and when it was recorded as done. */
async function timeService(personId: string, service: Service) {
  const sender = createSender(service.url, 1);
  const postedAt = Date.now();
  await sender.send(writeDelivery(personId));
  sender.close();
  const run = await waitForRun(personId, service);
  const planned = run.actions.filter(({ name }) => !name.startsWith('mail '));
  const verifiedAt = Math.max(...planned.map(({ endedAt }) => Date.parse(endedAt)));
  return { verifiedMs: verifiedAt - postedAt, recordedMs: Date.parse(run.endedAt) - postedAt };
}

async function waitForRun(personId: string, service: Service): Promise<z.infer<typeof Run>> {
  const deadline = performance.now() + patienceMs;
  // Looking must not slow down what is looked at: not before it can be done.
  await sleep(3 * latencyMs);
  while (performance.now() < deadline) {
    const { runs } = RunList.parse(await service.read('runs?limit=1'));
    const run = runs.find(({ subject }) => subject === `person:${personId}`);
    if (run?.state === 'done') return Run.parse(await service.read(`runs/${run.id}`));
    if (run && !['queued', 'running'].includes(run.state)) throw new Error(`The run ended as ${run.state}.`);
    await sleep(lookEveryMs);
  }
  throw new Error('The run has not ended within a minute.');
}

/** The limit: what needs nothing of one another at once, without a record of anything. */
async function makeAtOnce(personId: string, sandbox: Sandbox): Promise<void> {
  const roomId = await makeRoom(personId, sandbox);
  await Promise.all(fillRoom(roomId, personId, sandbox).map((call) => call()));
}

/** As the vendor's published script makes them: each call after the other. */
async function makeInTurn(personId: string, sandbox: Sandbox): Promise<void> {
  const roomId = await makeRoom(personId, sandbox);
  for (const call of fillRoom(roomId, personId, sandbox)) await call();
}

async function makeRoom(personId: string, sandbox: Sandbox): Promise<number> {
  const { displayName } = Person.parse(await sandbox.call('GET', `people/${personId}`));
  const room = { title: `Home – ${displayName}`, roomType: 2, tags: ['home'] };
  return Created.parse(await sandbox.call('POST', 'files/rooms', room)).id;
}

/** The calls of the home room's plan that need only the room. */
function fillRoom(roomId: number, personId: string, { call, env }: Sandbox): readonly (() => Promise<unknown>)[] {
  const invitations = [
    { id: personId, access: 11 },
    { id: env['HR_GROUP_ID'], access: 2 },
  ];
  const folders = ['Documents', 'Personal', 'Shared with me'];
  const files = (env['HOME_TEMPLATE_FILE_IDS'] ?? '').split(',');
  return [
    () => call('PUT', `files/rooms/${roomId}/share`, { invitations, notify: false }),
    ...folders.map((title) => () => call('POST', `files/folder/${roomId}`, { title })),
    ...files.map((id, index) => () => {
      const copy = { destFolderId: roomId, destTitle: `Template ${index + 1}.docx` };
      return call('POST', `files/file/${id}/copyas`, copy);
    }),
  ];
}
