import * as z from 'zod';
import { runById, type TestRun } from '../installation.ts';
import { waitFor } from '../wait-for.ts';
import type { JobWorld } from './job.ts';

const Runs = z.object({ runs: z.array(z.looseObject({ id: z.string(), subject: z.string(), state: z.string() })) });
const Started = z.object({ id: z.string() });

const ends = ['done', 'done-with-remains', 'nothing-to-do', 'failed', 'needs-owner', 'skipped'];

/** How long a run may take that is disturbed on the way: it looks for a doubtful room for half a minute, and may see a process end at each call. */
const patience = { withinMs: 1_000_000 };

/** Posts what starts a run until it is answered, each time with the same key; answers the run's id. */
export async function startRunByApi(
  path: string,
  body: object,
  { world, key }: { world: JobWorld; key: string },
): Promise<string> {
  return waitFor(
    `an answer to POST ${path}`,
    async () => {
      const answer = await world.service().request(path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.settings['API_TOKEN'] ?? ''}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (answer.status !== 202) throw new Error(`${path} answered ${answer.status}: ${text}`);
      return Started.parse(JSON.parse(text)).id;
    },
    patience,
  );
}

/** Waits for the end of a run. */
export async function endOfRun(id: string, world: JobWorld): Promise<TestRun> {
  return waitFor(
    `the end of run ${id}`,
    async () => {
      const run = await runById(id, world.service());
      return ends.includes(run.state) && run;
    },
    { ...patience, instead: () => runById(id, world.service()).catch(String) },
  );
}

/** Waits until there are runs for a subject and all have ended; answers the one that did it: the others find nothing to do. */
export async function endOfRunsFor(subject: string, world: JobWorld): Promise<TestRun> {
  const listOwn = async () => {
    const { runs } = Runs.parse(await world.service().api('/api/runs?limit=200'));
    return runs.filter((run) => run.subject === subject);
  };
  return waitFor(
    `the end of the runs for ${subject}`,
    async () => {
      const own = await listOwn();
      if (own.length === 0 || !own.every(({ state }) => ends.includes(state))) return undefined;
      const one = own.findLast(({ state }) => state !== 'nothing-to-do') ?? own.at(-1);
      return runById(one?.id ?? '', world.service());
    },
    { ...patience, instead: () => listOwn().catch(String) },
  );
}

/** Waits until no run of the installation is under way, nor will go on by itself. */
export async function endOfAllRuns(world: Pick<JobWorld, 'service'>): Promise<void> {
  await waitFor(
    'the end of all runs',
    async () => {
      const { runs } = Runs.parse(await world.service().api('/api/runs?limit=200'));
      return runs.every(({ state }) => ends.includes(state));
    },
    patience,
  );
}
