import { parseArgs } from 'node:util';
import { join } from 'node:path';
import * as z from 'zod';
import type { Job } from '../support/jobs/job.ts';
import { projectRoot } from '../support/project-files.ts';
import {
  choosePoints,
  type CrashKind,
  crashKinds,
  type CrashPoint,
  listPoints,
  nameOf,
  type Victim,
  victims,
} from './crash-point.ts';
import { startCrashWorld } from './crash-world.ts';
import { openResults, type ResultsFile } from './results-file.ts';
import { summarise } from './summarise.ts';
import { createTrials, describeError, type Trials, type Undisturbed } from './trials.ts';

const help = `Usage: npm run crash -- [options]

Kills the service, its database, or both at each call to the portal and at each write to the database, before it is handed on and after its
reply has come, starts again what was killed, and compares the portal with that of an undisturbed doing.

  --job NAME       only this job; may be repeated
  --kind KIND      portal | database | both: at what kills are counted; both by default
  --victim VICTIM  process | database | both | all: what is killed; all by default
  --from N         leave out the calls and writes before the N-th of each job
  --limit N        try at most N points
  --random N       try N points, chosen by chance
  --seed S         the chance; printed when it is not given
  --results FILE   where results are kept, and taken up when it is run again: crash-results.json by default
  --fresh          forget the results of former runs
`;

const count = z.coerce.number().int().min(1);
const Options = z.object({
  job: z.array(z.string()).optional(),
  kind: z.enum([...crashKinds, 'both']).default('both'),
  victim: z.enum([...victims, 'all']).default('all'),
  from: count.default(1),
  limit: count.optional(),
  random: count.optional(),
  seed: z.coerce.number().int().min(0).optional(),
  results: z.string().default(join(projectRoot, 'crash-results.json')),
  fresh: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const { values } = parseArgs({
  options: {
    ...{ job: { ...text, multiple: true }, kind: text, victim: text, from: text, limit: text },
    ...{ random: text, seed: text, results: text, fresh: flag, help: flag },
  },
});

const stopping = { isAsked: false };
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('ends after this point');
    stopping.isAsked = true;
  });
}

if (values.help) say(help);
else process.exitCode = await run(Options.parse(values));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(options: Options): Promise<number> {
  await using world = await startCrashWorld();
  const trials = createTrials(world);
  const results = openResults(options.results, options.fresh);
  const jobs = world.jobs.filter(({ name }) => options.job === undefined || options.job.includes(name));
  const recorded = await recordAll(jobs, trials, options);
  const points = choose(
    recorded.flatMap(({ job, kind, undisturbed }) =>
      listPoints(job.name, { kind, passages: undisturbed.passages, victims: wantedVictims(options) }),
    ),
    options,
  );
  for (const [index, point] of points.entries()) {
    if (stopping.isAsked) break;
    if (results.find(point) !== undefined) continue;
    const result = await tryOne(point, { recorded, trials });
    results.add(point, result);
    say(`${index + 1} of ${points.length}, ${nameOf(point)}: ${result}`);
  }
  return report(points, results);
}

interface Recorded {
  readonly job: Job;
  readonly kind: CrashKind;
  readonly undisturbed: Undisturbed;
}

async function recordAll(jobs: readonly Job[], trials: Trials, options: Options): Promise<readonly Recorded[]> {
  const kinds = crashKinds.filter((kind) => options.kind === 'both' || options.kind === kind);
  const recorded: Recorded[] = [];
  for (const job of jobs) {
    for (const kind of kinds) {
      const undisturbed = await trials.record(job, kind);
      recorded.push({ job, kind, undisturbed });
      const what = kind === 'portal' ? 'calls to the portal' : 'writes to the database';
      say(`${job.name}: ${undisturbed.passages} ${what}`);
    }
  }
  return recorded;
}

function wantedVictims(options: Options): readonly Victim[] {
  return victims.filter((victim) => options.victim === 'all' || options.victim === victim);
}

function choose(points: readonly CrashPoint[], options: Options): readonly CrashPoint[] {
  const all = points.filter(({ nth }) => nth >= options.from);
  if (options.random === undefined) return all.slice(0, options.limit);
  const seed = options.seed ?? Date.now() % 1_000_000;
  say(`seed ${seed}: ${options.random} of ${all.length} points`);
  return choosePoints(all, options.random, seed).slice(0, options.limit);
}

interface Surroundings {
  readonly recorded: readonly Recorded[];
  readonly trials: Trials;
}

async function tryOne(point: CrashPoint, { recorded, trials }: Surroundings): Promise<string> {
  const found = recorded.find(({ job, kind }) => job.name === point.job && kind === point.kind);
  if (!found) throw new Error(`${point.job} was not done undisturbed`);
  return trials.attempt(point, found.job, found.undisturbed).catch(describeError);
}

/** Prints the table; answers the exit code. */
function report(points: readonly CrashPoint[], results: ResultsFile): number {
  const tried = points.flatMap((point) => {
    const result = results.find(point);
    return result === undefined ? [] : [{ point, result }];
  });
  for (const line of summarise(tried)) say(line);
  const failed = tried.filter(({ result }) => result !== 'passed' && result !== 'not reached');
  for (const { point, result } of failed) say(`FAILED ${nameOf(point)}: ${result}`);
  return failed.length === 0 ? 0 : 1;
}
