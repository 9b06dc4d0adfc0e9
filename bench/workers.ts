import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import * as z from 'zod';
import { createLog } from '../src/base/log.ts';
import { startPostgres } from '../src/engine/postgres/start-postgres.ts';
import type { Bench, BenchOptions, BenchResult, Figure } from './support/bench.ts';
import { createCleanUp } from './support/clean-up.ts';
import { createSender } from './support/create-sender.ts';
import { killDatabase } from './support/database-process.ts';
import { spawnService, startService } from './support/launch.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { ratePerSecond } from './support/rate-per-second.ts';
import { startSandbox } from './support/start-sandbox.ts';
import { writeDelivery } from './support/write-delivery.ts';

const lookEveryMs = 500;
const patienceMs = 10 * 60_000;

const Counts = z.tuple([z.object({ open: z.int(), done: z.int(), from: z.date(), to: z.date() })]);

/**
 * A portal that answers as fast as real ones do keeps one process of a small machine busy, so that a second one can only take from it; at a
 * slow one a process waits, and the second shows what it adds.
 */
const portals = [
  { latencyMs: 100, count: 300 },
  { latencyMs: 1_000, count: 300 },
] as const;

const quickCount = 40;

export const workers: Bench = {
  name: 'workers',
  about:
    'Home rooms a second by one and by two processes on one database, without limits, at a fast and at a slow portal.',
  run: measureWorkers,
};

async function measureWorkers({ quick }: BenchOptions): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const { latencyMs, count } of portals) {
    const load = { latencyMs, count: quick ? quickCount : count };
    const one = await measureRuns(load, { isShared: false });
    const two = await measureRuns(load, { isShared: true });
    const where = `, ${String(latencyMs)} ms a call`;
    figures.push(
      { name: `runs by one process${where}`, value: one.rate, unit: 'per second' },
      { name: `runs by two processes${where}`, value: two.rate, unit: 'per second' },
      { name: `two processes over one${where}`, value: two.rate / one.rate, unit: 'times' },
      {
        ...{ name: `runs that are not done${where}`, value: 2 * load.count - one.done - two.done, unit: 'times' },
        goal: { atMost: 0 },
      },
    );
  }
  return { figures, samples: {} };
}

interface Load {
  readonly latencyMs: number;
  readonly count: number;
}

/** A portal and a database of its own for each: neither finds what the other has left. */
async function measureRuns({ latencyMs, count }: Load, { isShared }: { readonly isShared: boolean }) {
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
