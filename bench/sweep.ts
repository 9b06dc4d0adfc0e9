import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { type CleanUp, createCleanUp } from './support/clean-up.ts';
import { killDatabase } from './support/database-process.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { portalSettings } from './support/portal-settings.ts';
import { serviceProgram } from './support/project.ts';
import { readPeak } from './support/read-peak.ts';
import { startProgram } from './support/start-program.ts';
import { type Sandbox, startSandbox } from './support/start-sandbox.ts';
import { countSweepCalls } from './support/sweep-calls.ts';

const lookEveryMs = 50;

const Calls = z.object({ calls: z.array(z.object({ id: z.int() })) });
const Rooms = z.object({ total: z.int() });
const Results = z.tuple([z.object({ changes: z.array(z.unknown()), needs: z.array(z.unknown()) })]);

export const sweep: Bench = {
  name: 'sweep',
  about: 'One report sweep of the home room over 10,000 people who have their rooms: calls, time and memory.',
  run: measureSweep,
};

async function measureSweep({ quick }: BenchOptions): Promise<BenchResult> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  const dataDir = await makeDataFolder(cleanUp);
  await sandbox.addPeople(quick ? 200 : 10_000);
  const filled = await runSweep(['--fix', '--limit', '100000'], { sandbox, dataDir }, cleanUp);
  const rooms = await sandbox
    .call('GET', 'files/rooms?count=1&filterValue=Home')
    .then((page) => Rooms.parse(page).total);
  const before = await lastCall(sandbox);
  const swept = await runSweep([], { sandbox, dataDir }, cleanUp);
  const calls = (await lastCall(sandbox)) - before;
  // Each active member has one of these rooms, which the sweep itself says by finding nothing.
  const formula = countSweepCalls({ people: rooms, rooms, folders: 1, links: 0 });
  return {
    figures: [
      { name: 'rooms', value: rooms, unit: 'times' },
      { name: 'filling by the sweep', value: rooms / (filled.ms / 1_000), unit: 'per second' },
      { name: 'findings of the sweep', value: swept.findings, unit: 'times', goal: { atMost: 0 } },
      { name: 'calls of the sweep', value: calls, unit: 'times' },
      { name: 'calls over the formula of sizing.md', value: calls / formula, unit: 'times', goal: { atMost: 1.01 } },
      { name: 'time of the sweep, start included', value: swept.ms, unit: 'ms' },
      { name: 'calls', value: calls / (swept.ms / 1_000), unit: 'per second' },
      { name: 'resident at most', value: swept.peakMb, unit: 'MB' },
    ],
    samples: {},
  };
}

/** The number of the latest call: the sandbox numbers all, and keeps the latest of them. */
async function lastCall(sandbox: Sandbox): Promise<number> {
  const { calls } = Calls.parse(await sandbox.control('GET', 'calls'));
  return calls.at(-1)?.id ?? 0;
}

interface Place {
  readonly sandbox: Sandbox;
  readonly dataDir: string;
}

/** Runs `concierge sweep home-room` to its end. */
async function runSweep(options: readonly string[], { sandbox, dataDir }: Place, cleanUp: CleanUp) {
  const lines: string[] = [];
  const startedAt = performance.now();
  const program = startProgram({
    args: [serviceProgram(), 'sweep', 'home-room', '--json', ...options],
    cwd: dataDir,
    env: { ...portalSettings(sandbox), PORTAL_LIMITS: 'none', DAILY_MAILS: '100000', DATA_DIR: dataDir },
    onLine: (line) => lines.push(line),
  });
  cleanUp.add(async () => {
    await program.stop('SIGKILL');
    await killDatabase(dataDir);
  });
  let peakMb = 0;
  while (!program.hasEnded()) {
    peakMb = Math.max(peakMb, readPeak(program.pid));
    await sleep(lookEveryMs);
  }
  const ms = performance.now() - startedAt;
  const [result] = Results.parse(JSON.parse(lines.join('\n')));
  return { ms, peakMb, findings: result.changes.length + result.needs.length };
}
