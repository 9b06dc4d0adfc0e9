import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Bench, BenchOptions, BenchResult, Figure } from './support/bench.ts';
import { createCleanUp, type CleanUp } from './support/clean-up.ts';
import { killDatabase } from './support/database-process.ts';
import { makeDataFolder } from './support/make-data-folder.ts';
import { canReadUsage } from './support/read-processes.ts';
import { readPeak } from './support/read-peak.ts';
import { portalSettings } from './support/portal-settings.ts';
import { serviceProgram } from './support/project.ts';
import { startProgram } from './support/start-program.ts';
import { startSandbox, type Sandbox } from './support/start-sandbox.ts';

const callsPerMinute = 1_500;
const lookEveryMs = 200;

const Calls = z.object({ calls: z.array(z.object({ status: z.int().optional(), path: z.string() })) });

export const csv: Bench = {
  name: 'csv',
  about:
    'A CSV file of clients applied by the command line: at a portal with the limits of the cloud, and without limits.',
  run: measureCsv,
};

async function measureCsv({ quick }: BenchOptions): Promise<BenchResult> {
  const rows = quick ? 20 : 300;
  const limited = await applyFile(rows, { limits: true });
  const few = await applyFile(rows, { limits: false });
  const many = await applyFile(rows * 10, { limits: false });
  const allowedSeconds = (limited.calls / callsPerMinute) * 60;
  const memory = canReadUsage
    ? compareMemory({ rows, memory: few.memory }, { rows: rows * 10, memory: many.memory })
    : [];
  return {
    figures: [
      { name: `${rows} rows at the limits`, value: limited.seconds * 1_000, unit: 'ms' },
      { name: 'what the number of calls allows', value: allowedSeconds * 1_000, unit: 'ms' },
      {
        name: 'time over what the calls allow',
        value: limited.seconds / allowedSeconds,
        unit: 'times',
        goal: { atMost: 1.15 },
      },
      { name: 'rows that were lost', value: rows - limited.done, unit: 'times', goal: { atMost: 0 } },
      { name: 'calls that the limits refused', value: limited.refused, unit: 'times', goal: { atMost: 0 } },
      { name: `${rows * 10} rows without limits`, value: many.seconds * 1_000, unit: 'ms' },
      { name: 'rows without limits', value: (rows * 10) / many.seconds, unit: 'per second' },
      ...memory,
    ],
    samples: {},
  };
}

/** What the command's process held, in megabytes. */
interface Memory {
  /** Resident memory at its most, with what the collector has not yet got to; 0 where the system does not tell. */
  readonly residentMb: number;
  /** What was left on the heap by a full collection, at most. Node collects in its own time: nothing is forced. */
  readonly heldMb: number;
}

interface Measured {
  readonly rows: number;
  readonly memory: Memory;
}

function compareMemory(few: Measured, many: Measured): Figure[] {
  const compare = (what: string, read: (memory: Memory) => number): Figure[] => [
    ...[few, many].map(({ rows, memory }): Figure => ({
      name: `${what}, ${rows} rows`,
      value: read(memory),
      unit: 'MB',
    })),
    {
      name: `ten times the rows, ${what}`,
      value: read(many.memory) / read(few.memory),
      unit: 'times',
      goal: { atMost: 1.25 },
    },
  ];
  return [
    ...compare('held after a collection', ({ heldMb }) => heldMb),
    ...compare('resident at most', ({ residentMb }) => residentMb),
  ];
}

interface Applied {
  readonly seconds: number;
  readonly done: number;
  readonly calls: number;
  readonly refused: number;
  readonly memory: Memory;
}

async function applyFile(rows: number, { limits }: { readonly limits: boolean }): Promise<Applied> {
  await using cleanUp = createCleanUp();
  const sandbox = await startSandbox(cleanUp);
  if (limits) await sandbox.control('POST', 'limits', { enforce: true });
  const dataDir = await makeDataFolder(cleanUp);
  const file = join(dataDir, 'clients.csv');
  writeFileSync(file, describeClients(rows));
  const startedAt = performance.now();
  const memory = await runCommand({ sandbox, dataDir, file, limits }, cleanUp);
  const seconds = (performance.now() - startedAt) / 1_000;
  const results = readFileSync(join(dataDir, 'clients.result.csv'), 'utf8').trim().split('\n').slice(1);
  const done = results.filter((line) => /,done,/.test(line)).length;
  const { calls } = Calls.parse(await sandbox.control('GET', 'calls'));
  return { seconds, done, calls: calls.length, refused: calls.filter(({ status }) => status === 429).length, memory };
}

function describeClients(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => `c${index},Client ${index},c${index}@client.example`);
  return ['client.id,client.name,client.email', ...lines, ''].join('\n');
}

interface Command {
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  readonly file: string;
  readonly limits: boolean;
}

/** Runs the command to its end. */
async function runCommand({ sandbox, dataDir, file, limits }: Command, cleanUp: CleanUp): Promise<Memory> {
  const heldMb: number[] = [];
  const program = startProgram({
    nodeOptions: ['--trace-gc'],
    onLine: (line) => heldMb.push(...readCollection(line)),
    args: [serviceProgram(), 'apply', 'client-room', '--csv', file, '--quiet'],
    cwd: dataDir,
    env: {
      ...portalSettings(sandbox),
      PORTAL_LIMITS: limits ? 'cloud' : 'none',
      // Each row invites a client, and a limit of the day would leave the rest of the file for tomorrow.
      DAILY_INVITATIONS: '100000',
      DATA_DIR: dataDir,
    },
  });
  cleanUp.add(async () => {
    await program.stop('SIGKILL');
    await killDatabase(dataDir);
  });
  let residentMb = 0;
  while (!program.hasEnded()) {
    residentMb = Math.max(residentMb, readPeak(program.pid));
    await sleep(lookEveryMs);
  }
  return { residentMb, heldMb: Math.max(...heldMb) };
}

/** `… Mark-Compact 117.6 (241.6) -> 49.7 (243.1) MB, …`: what a full collection left. */
function readCollection(line: string): number[] {
  const left = /Mark-Compact.* -> ([\d.]+) \(/.exec(line)?.[1];
  return left === undefined ? [] : [Number(left)];
}
