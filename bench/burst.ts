import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { type CleanUp, createCleanUp } from './support/clean-up.ts';
import { createSender } from './support/create-sender.ts';
import { findFreePort } from '../test/support/free-port.ts';
import { type Service, spawnService, startService } from './support/launch.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { type Sandbox, startSandbox } from './support/start-sandbox.ts';
import { summarise } from './support/summarise.ts';
import { type SignedDelivery, writeDelivery } from './support/write-delivery.ts';

const connections = 10;
const minuteMs = 60_000;
const lookEveryMs = 1_000;
const patienceMs = 45 * minuteMs;

const Created = z.object({ id: z.string() });
const Rooms = z.object({ folders: z.array(z.object({ title: z.string() })), total: z.int() });
const Runs = z.object({
  runs: z.array(z.object({ id: z.string(), subject: z.string(), state: z.string() })),
  next: z.string().optional(),
});
const Calls = z.object({ calls: z.array(z.object({ status: z.int().optional() })) });

export const burst: Bench = {
  name: 'burst',
  about:
    'A burst of deliveries within a minute, four fifths of them for guests, whose receiver is killed with -9 in the middle: every one that was acknowledged has its effect once.',
  run: measureBurst,
};

interface Person {
  readonly id: string;
  readonly title: string;
  readonly isMember: boolean;
}

async function measureBurst({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  const port = await findFreePort();
  const people = shuffle(
    await addPeople(sandbox, quick ? { members: 50, guests: 200 } : { members: 1_000, guests: 4_000 }),
  );
  const deliveries = people.map((person) => ({ person, delivery: writeDelivery(person.id) }));
  const first = spawnService({ sandbox, dataDir, port }, cleanUp);
  await first.firstLine();

  const sent = await sendAll(deliveries, `http://127.0.0.1:${port}`, {
    spreadMs: quick ? 3_000 : minuteMs / 2,
    async middle() {
      await first.stop('SIGKILL');
      return startAgain({ sandbox, dataDir, port }, cleanUp);
    },
  });
  const startedAt = performance.now();
  const runs = await waitForAll(people, sent.service);
  const seconds = (performance.now() - startedAt + sent.ms) / 1_000;
  const rooms = await countRooms(people, sandbox);
  const { calls } = Calls.parse(await sandbox.control('GET', 'calls'));
  const times = summarise(sent.times);
  return {
    figures: [
      { name: 'deliveries', value: people.length, unit: 'times' },
      { name: 'acknowledged before the kill', value: sent.before, unit: 'times' },
      { name: 'not acknowledged, and sent again', value: sent.again, unit: 'times' },
      { name: 'acknowledged in', value: sent.ms, unit: 'ms' },
      { name: 'wait for the 200, p50', value: times.p50, unit: 'ms' },
      { name: 'wait for the 200, p99', value: times.p99, unit: 'ms' },
      { name: 'first delivery to last room', value: seconds * 1_000, unit: 'ms' },
      { name: 'members without a room', value: rooms.missing, unit: 'times', goal: { atMost: 0 } },
      { name: 'rooms too many', value: rooms.tooMany, unit: 'times', goal: { atMost: 0 } },
      {
        name: 'deliveries without an ended run',
        value: people.length - runs.ended,
        unit: 'times',
        goal: { atMost: 0 },
      },
      { name: 'runs that failed', value: runs.failed, unit: 'times', goal: { atMost: 0 } },
      {
        name: 'calls that the portal refused',
        value: calls.filter(({ status }) => status === 429).length,
        unit: 'times',
      },
    ],
    samples: { acknowledged: times },
  };
}

async function startAgain(
  options: { readonly sandbox: Sandbox; readonly dataDir: string; readonly port: number },
  cleanUp: CleanUp,
): Promise<Service> {
  return startService(options, cleanUp);
}

/** Guests and members, in an order of chance that is the same each time. */
function shuffle(people: readonly Person[]): readonly Person[] {
  return people
    .map((person, index) => ({ person, place: (index * 7_919) % people.length }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ person }) => person);
}

async function addPeople(
  sandbox: Sandbox,
  { members, guests }: { readonly members: number; readonly guests: number },
): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (let number = 1; number <= members + guests; number += 1) {
    const isMember = number <= members;
    const lastName = `Person ${String(number)}`;
    const person = { firstName: 'Burst', lastName, email: `burst-${String(number)}@example.com` };
    const added = await sandbox.control('POST', 'people', { ...person, type: isMember ? 'User' : 'Guest' });
    people.push({ id: Created.parse(added).id, title: `Home – Burst ${lastName}`, isMember });
  }
  return people;
}

interface Sending {
  /** Over how long the deliveries are spread. */
  readonly spreadMs: number;
  /** What happens when half of them are out. Answers the service that the rest goes to. */
  readonly middle: () => Promise<Service>;
}

interface Outgoing {
  readonly person: Person;
  readonly delivery: SignedDelivery;
}

/** Sends each delivery until it is acknowledged, as the portal would. */
async function sendAll(deliveries: readonly Outgoing[], url: string, { spreadMs, middle }: Sending) {
  const sender = createSender(url, connections);
  const times: number[] = [];
  const counts = { before: 0, again: 0, out: 0 };
  const startedAt = performance.now();
  let restarting: Promise<Service> | undefined;

  async function sendUntilTaken(delivery: SignedDelivery): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const took = await sender.send(delivery).catch(() => undefined);
      if (took !== undefined) {
        times.push(took);
        counts.before += restarting ? 0 : 1;
        return;
      }
      counts.again += attempt === 0 ? 1 : 0;
      await (restarting ?? sleep(200));
    }
  }

  const queue = deliveries.values();
  const work = async (): Promise<void> => {
    for (const { delivery } of queue) {
      const dueMs = (counts.out / deliveries.length) * spreadMs - (performance.now() - startedAt);
      counts.out += 1;
      if (dueMs > 0) await sleep(dueMs);
      if (counts.out > deliveries.length / 2) restarting ??= middle();
      await sendUntilTaken(delivery);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  sender.close();
  if (!restarting) throw new Error('There were too few deliveries for a middle.');
  return { ...counts, times, ms: performance.now() - startedAt, service: await restarting };
}

/** Until every delivery's run has ended; a delivery of a run that was under way when its process was killed too. */
async function waitForAll(
  people: readonly Person[],
  service: Service,
): Promise<{ readonly ended: number; readonly failed: number }> {
  const deadline = performance.now() + patienceMs;
  const open = ['queued', 'running', 'waiting'];
  for (;;) {
    await sleep(lookEveryMs);
    const runs = await allRuns(service);
    const ended = new Set(runs.filter(({ state }) => !open.includes(state)).map(({ subject }) => subject));
    const count = people.filter(({ id }) => ended.has(`person:${id}`)).length;
    if (count === people.length || performance.now() > deadline) {
      return { ended: count, failed: runs.filter(({ state }) => state === 'failed').length };
    }
    await sleep(Math.min(10_000, people.length - count));
  }
}

async function allRuns(service: Service) {
  const all: z.infer<typeof Runs>['runs'] = [];
  for (let before = ''; ;) {
    const { runs, next } = Runs.parse(await service.read(`runs?limit=200${before}`));
    all.push(...runs);
    if (next === undefined) return all;
    before = `&before=${next}`;
  }
}

async function countRooms(people: readonly Person[], sandbox: Sandbox) {
  const counts = new Map<string, number>();
  for (let startIndex = 0; ; startIndex += 100) {
    const page = await sandbox.call('GET', `files/rooms?count=100&startIndex=${String(startIndex)}`);
    const { folders, total } = Rooms.parse(page);
    for (const { title } of folders) counts.set(title, (counts.get(title) ?? 0) + 1);
    if (startIndex + 100 >= total) break;
  }
  const wrong = people.map(({ title, isMember }) => (counts.get(title) ?? 0) - (isMember ? 1 : 0));
  return {
    missing: wrong.filter((difference) => difference < 0).length,
    tooMany: wrong.reduce((sum, difference) => sum + Math.max(0, difference), 0),
  };
}
