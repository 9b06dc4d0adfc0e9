import { randomUUID } from 'node:crypto';
import type { Bench, BenchOptions, BenchResult, Figure } from './support/bench.ts';
import { createCleanUp } from './support/clean-up.ts';
import { createSender } from './support/create-sender.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { startSandbox } from './support/start-sandbox.ts';
import { startService } from './support/launch.ts';
import { summarise, type Summary } from './support/summarise.ts';
import { type SignedDelivery, writeDelivery } from './support/write-delivery.ts';

interface Load {
  /** `held`: no call to the portal ends, so that nothing but deliveries is worked on. `executing`: rooms are made meanwhile. */
  readonly runs: 'held' | 'executing';
  readonly connections: number;
  readonly deliveries: number;
}

const loads: readonly Load[] = [
  { runs: 'held', connections: 1, deliveries: 1_000 },
  { runs: 'held', connections: 10, deliveries: 5_000 },
  { runs: 'held', connections: 50, deliveries: 10_000 },
  { runs: 'executing', connections: 1, deliveries: 1_000 },
  { runs: 'executing', connections: 10, deliveries: 3_000 },
];

const latencyMs = { held: 600_000, executing: 20 };

/** More people than rooms can be made while a load lasts; events of one person wait for one another. */
const members = 500;

/** The first requests of a process find its code cold; they are not counted. */
const warmUps = 200;

const goalMs = 25;

export const acknowledge: Bench = {
  name: 'acknowledge',
  about: 'How long a signed delivery waits for its 200, each a new event, stored on the disk before it is answered.',
  async run(options) {
    const results: BenchResult[] = [];
    for (const load of loads) results.push(await measureLoad(load, options));
    return {
      figures: results.flatMap(({ figures }) => figures),
      samples: Object.fromEntries(results.flatMap(({ samples }) => Object.entries(samples))),
    };
  },
};

/** Each load has a service and a database of its own: none finds the queue that another has filled. */
async function measureLoad(load: Load, { quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  const people = load.runs === 'held' ? [] : await sandbox.addPeople(quick ? members / 5 : members);
  const service = await startService({ sandbox, dataDir }, cleanUp);
  await sandbox.setLatency(latencyMs[load.runs]);
  const total = (quick ? load.deliveries / 10 : load.deliveries) + warmUps;
  const deliveries = Array.from({ length: total }, (_, index) =>
    writeDelivery(people[index % people.length] ?? randomUUID()),
  );
  const sender = createSender(service.url, load.connections);
  await sendAll(deliveries.splice(0, warmUps), load.connections, sender.send);
  const startedAt = performance.now();
  const times = await sendAll(deliveries, load.connections, sender.send);
  const seconds = (performance.now() - startedAt) / 1_000;
  sender.close();
  return describe(load, summarise(times), times.length / seconds);
}

async function sendAll(
  deliveries: readonly SignedDelivery[],
  connections: number,
  send: (delivery: SignedDelivery) => Promise<number>,
): Promise<readonly number[]> {
  const times: number[] = [];
  const left = deliveries.values();
  const work = async (): Promise<void> => {
    for (const delivery of left) times.push(await send(delivery));
  };
  await Promise.all(Array.from({ length: connections }, work));
  return times;
}

function describe({ runs, connections }: Load, times: Summary, perSecond: number): BenchResult {
  const name = `runs ${runs}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
  const isPromised = runs === 'held' && connections === 10;
  const p99: Figure = { name: `${name}, p99`, value: times.p99, unit: 'ms' };
  return {
    figures: [
      { name: `${name}, p50`, value: times.p50, unit: 'ms' },
      isPromised ? { ...p99, goal: { atMost: goalMs } } : p99,
      { name: `${name}, acknowledged`, value: perSecond, unit: 'per second' },
    ],
    samples: { [name]: times },
  };
}
