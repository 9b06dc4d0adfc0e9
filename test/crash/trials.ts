import { isDeepStrictEqual } from 'node:util';
import type { Job } from '../support/jobs/job.ts';
import type { CrashKind, CrashPoint } from './crash-point.ts';
import type { CrashWorld } from './crash-world.ts';

/** What a job comes to when nothing disturbs it. */
export interface Undisturbed {
  /** How often it passes the place that kills are counted at. */
  readonly passages: number;
  /** What it changes in the portal and the CRM. */
  readonly changes: readonly string[];
}

/** Does jobs in one world, one after the other. */
export interface Trials {
  /** Does a job undisturbed. Fails when it does not come to what it should. */
  record(job: Job, kind: CrashKind): Promise<Undisturbed>;
  /**
   * Does a job with one kill in the middle. Answers `passed`, `not reached` for a point that this doing did not have, or else how what it
   * changed differs from what an undisturbed doing changes.
   */
  attempt(point: CrashPoint, job: Job, undisturbed: Undisturbed): Promise<string>;
}

/** So many doings share a database and a portal, which grow. */
const doingsOfAWorld = 40;

export function createTrials(world: CrashWorld): Trials {
  let left = 0;

  /**
   * Kills at calls to the portal find a process that has just been started and remembers nothing that it has asked before. For kills at
   * writes the one that the last doing has left goes on, so that what a start writes is not counted at each doing.
   */
  async function prepare(job: Job, kind: CrashKind) {
    if (kind === 'portal' || left <= 0) {
      await world.renew();
      left = doingsOfAWorld;
      if (kind === 'database') await doOnce(job);
    }
    left -= 1;
    const before = await world.picture();
    const prepared = await job.prepare(world.nextId());
    await world.quiet();
    return { before, prepared };
  }

  /** What only the first doing in a world leaves, such as a tag of the portal, is there for those that are compared. */
  async function doOnce(job: Job): Promise<void> {
    await look(await job.prepare(world.nextId()));
    await world.settle();
  }

  async function changesSince(before: readonly string[]): Promise<readonly string[]> {
    return compare(before, await world.picture(), ['gone', 'new']);
  }

  async function record(job: Job, kind: CrashKind): Promise<Undisturbed> {
    const { before, prepared } = await prepare(job, kind);
    const outcome = await look(prepared);
    if (!isDeepStrictEqual(outcome, job.expected)) {
      throw new Error(`${job.name} comes to ${JSON.stringify(outcome)} in place of ${JSON.stringify(job.expected)}`);
    }
    const passages = world.gates[kind].passed.length;
    await world.settle();
    return { passages, changes: await changesSince(before) };
  }

  async function look(prepared: Awaited<ReturnType<Job['prepare']>>): Promise<unknown> {
    await prepared.begin();
    return prepared.outcome();
  }

  return {
    record(job, kind) {
      left = 0;
      return record(job, kind);
    },
    async attempt({ victim, kind, nth, moment }, job, undisturbed) {
      const { before, prepared } = await prepare(job, kind);
      // Whatever goes wrong, the next doing begins anew.
      const usable = left;
      left = 0;
      const revival: { done?: Promise<void> } = {};
      const gate = world.gates[kind];
      gate.arm({ nth, moment }, async () => {
        await world.kill(victim);
        revival.done = world.revive(victim);
        // A world that cannot be brought back says nothing of the product: the whole run ends, and is taken up later.
        revival.done.catch((error: unknown) => {
          throw new Error('what was killed could not be started again', { cause: error });
        });
        // A call to the portal goes its way when only the database is gone.
        return kind === 'portal' && victim === 'database';
      });
      const struckAt = (): string => `killed at "${gate.passed[nth - 1]?.slice(0, 80) ?? 'nothing'}"`;
      const outcome = await look(prepared)
        .catch((error: unknown) => {
          throw new Error(`${describeError(error)}, ${struckAt()}`, { cause: error });
        })
        .finally(() => revival.done);
      await world.settle();
      const changes = await changesSince(before);
      if (!isDeepStrictEqual(outcome, job.expected)) return `comes to ${JSON.stringify(outcome)}, ${struckAt()}`;
      const difference = compare(undisturbed.changes, changes, ['missing', 'too much']).join('; ');
      if (difference !== '') return `${difference}, ${struckAt()}`;
      left = usable;
      return gate.hasStruck() ? 'passed' : 'not reached';
    },
  };
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Lines that only one of two pictures has, with a word for each of the two. */
function compare(
  before: readonly string[],
  after: readonly string[],
  [onlyBefore, onlyAfter]: readonly [string, string],
): string[] {
  const left = [...after];
  const lost: string[] = [];
  for (const line of before) {
    const index = left.indexOf(line);
    if (index === -1) lost.push(line);
    else left.splice(index, 1);
  }
  return [...lost.map((line) => `${onlyBefore}: ${line}`), ...left.map((line) => `${onlyAfter}: ${line}`)].toSorted();
}
