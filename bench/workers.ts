import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import * as z from 'zod';
import { createLog } from '../src/base/log.ts';
import { startPostgres } from '../src/engine/postgres/start-postgres.ts';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { createCleanUp } from './support/clean-up.ts';
import { createSender } from './support/create-sender.ts';
import { killDatabase } from './support/database-process.ts';
import { spawnService, startService } from './support/launch.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { ratePerSecond } from './support/rate-per-second.ts';
import { startSandbox } from './support/start-sandbox.ts';
import { writeDelivery } from './support/write-delivery.ts';

const latencyMs = 100;
const lookEveryMs = 500;
const patienceMs = 10 * 60_000;

const Counts = z.tuple([z.object({ open: z.int(), done: z.int(), from: z.date(), to: z.date() })]);

export const workers: Bench = {
  name: 'workers',
  about: `Home rooms a second by one and by two processes on one database, without limits, at a portal that takes ${String(latencyMs)} ms for each call.`,
  run: measureWorkers,
};

async function measureWorkers({ quick }: BenchOptions): Promise<BenchResult> {
  const count = quick ? 40 : 600;
  const one = await measureRuns(count, { isShared: false });
  const two = await measureRuns(count, { isShared: true });
  return {
    figures: [
      { name: 'runs by one process', value: one.rate, unit: 'per second' },
      { name: 'runs by two processes', value: two.rate, unit: 'per second' },
      { name: 'two processes over one', value: two.rate / one.rate, unit: 'times' },
      { name: 'runs that are not done', value: 2 * count - one.done - two.done, unit: 'times', goal: { atMost: 0 } },
    ],
    samples: {},
  };
}

/** A portal and a database of its own for each: neither finds what the other has left. */
async function measureRuns(count: number, { isShared }: { readonly isShared: boolean }) {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  const database = await startPostgres({ dataDir, log: createLog({ level: 'error' }) });
  cleanUp.add(() => killDatabase(dataDir));
  const url = database.connectionString.reveal();
  const people = await sandbox.addPeople(count);
  const options = { sandbox, dataDir, env: { DATABASE_URL: url, PORTAL_LIMITS: 'none', PORTAL_POLL: 'never' } };
  const service = await startService(options, cleanUp);
  if (isShared) await spawnService({ ...options, command: 'worker' }, cleanUp).firstLine();
  await sandbox.setLatency(latencyMs);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  cleanUp.add(() => client.end());
  const sender = createSender(service.url, 10);
  await Promise.all(people.map((id) => sender.send(writeDelivery(id))));
  sender.close();
  const { done, from, to } = await waitForRuns(count, client);
  return { done, rate: ratePerSecond(done, { fromMs: from.getTime(), toMs: to.getTime() }) };
}

/** Until so many runs have ended. Times are the database's: the first run's making and the last one's end. */
async function waitForRuns(count: number, client: pg.Client) {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    await sleep(lookEveryMs);
    const { rows } = await client.query<Record<string, unknown>>(
      `select count(*) filter (where ended_at is null)::int as open, count(*) filter (where state = 'done')::int as done,
         coalesce(min(created_at), now()) as "from", coalesce(max(ended_at), now()) as "to", count(*)::int as all from runs`,
    );
    const [{ open, done, from, to }] = Counts.parse(rows);
    if (open === 0 && done >= count) return { done, from, to };
  }
  throw new Error(`The runs have not all been done within ${String(patienceMs / 60_000)} minutes.`);
}
