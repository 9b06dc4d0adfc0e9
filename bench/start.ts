import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, BenchOptions, BenchResult, Figure } from './support/bench.ts';
import { type CleanUp, createCleanUp } from './support/clean-up.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { findDatabase } from './support/database-process.ts';
import { findFreePort } from '../test/support/free-port.ts';
import { canReadUsage, familyOf, readUsage } from './support/read-processes.ts';
import type { Program } from './support/start-program.ts';
import { startSandbox, type Sandbox } from './support/start-sandbox.ts';
import { spawnService, startService } from './support/launch.ts';
import { summarise } from './support/summarise.ts';

const lookEveryMs = 5;
const patienceMs = 60_000;
const settleMs = 15_000;
const idleMs = 10_000;

export const start: Bench = {
  name: 'start',
  about:
    'From the start of the process to the 200 of /readyz, with an empty and a kept data directory, and what is used when idle.',
  run: measureStarts,
};

async function measureStarts({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const first: number[] = [];
  const later: number[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    const dataDir = await makeDataFolder(cleanUp);
    first.push(await timeStart(sandbox, dataDir));
    later.push(await timeStart(sandbox, dataDir));
  }
  const starts = { first: summarise(first), later: summarise(later) };
  return {
    figures: [
      { name: 'first start, p50', value: starts.first.p50, unit: 'ms', goal: { atMost: 4_000 } },
      { name: 'first start, slowest', value: starts.first.max, unit: 'ms' },
      { name: 'later start, p50', value: starts.later.p50, unit: 'ms', goal: { atMost: 2_000 } },
      { name: 'later start, slowest', value: starts.later.max, unit: 'ms' },
      ...(canReadUsage ? await measureIdle(sandbox, cleanUp, quick) : []),
    ],
    samples: starts,
  };
}

async function timeStart(sandbox: Sandbox, dataDir: string): Promise<number> {
  await using cleanUp = createCleanUp();
  const port = await findFreePort();
  const startedAt = performance.now();
  const program = spawnService({ sandbox, dataDir, port }, cleanUp);
  await waitUntilReady(port, program);
  const readyMs = performance.now() - startedAt;
  // The next start is to find what a service leaves that was asked to end.
  await program.stop();
  return readyMs;
}

async function waitUntilReady(port: number, program: Program): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline && !program.hasEnded()) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    await sleep(lookEveryMs);
  }
  throw new Error('The service has not become ready within a minute.');
}

async function measureIdle(sandbox: Sandbox, cleanUp: CleanUp, quick: boolean): Promise<readonly Figure[]> {
  const dataDir = await makeDataFolder(cleanUp);
  const service = await startService({ sandbox, dataDir }, cleanUp);
  const readBoth = () => ({
    service: readUsage([service.pid]),
    database: readUsage(familyOf(findDatabase(dataDir) ?? 0)),
  });
  await sleep(quick ? settleMs / 5 : settleMs);
  const before = readBoth();
  const seconds = (quick ? idleMs / 5 : idleMs) / 1_000;
  await sleep(seconds * 1_000);
  const after = readBoth();
  const busy = (part: 'service' | 'database'): number =>
    ((after[part].cpuSeconds - before[part].cpuSeconds) / seconds) * 100;
  const { service: ofService, database: ofDatabase } = before;
  return [
    { name: 'idle, memory (PSS) in all', value: ofService.pssMb + ofDatabase.pssMb, unit: 'MB', goal: { atMost: 200 } },
    { name: 'idle, memory (PSS) of the service', value: ofService.pssMb, unit: 'MB' },
    { name: 'idle, memory (PSS) of PostgreSQL', value: ofDatabase.pssMb, unit: 'MB' },
    { name: 'idle, memory (RSS) of the service', value: ofService.rssMb, unit: 'MB' },
    { name: 'idle, memory (RSS) of PostgreSQL', value: ofDatabase.rssMb, unit: 'MB' },
    { name: 'idle, processor time of the service', value: busy('service'), unit: '%' },
    { name: 'idle, processor time of PostgreSQL', value: busy('database'), unit: '%' },
  ];
}
