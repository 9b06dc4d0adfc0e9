import { isDeepStrictEqual } from 'node:util';
import type { Job } from '../support/jobs/job.ts';
import type { CrashPoint, Passages } from './crash-point.ts';
import type { CrashWorld } from './crash-world.ts';

/** What a job comes to when nothing disturbs it. */
export interface Undisturbed {
  readonly passages: Passages;
  readonly picture: readonly string[];
}

/** Does a job undisturbed. Fails when it does not come to what it should. */
export async function recordUndisturbed(job: Job, world: CrashWorld): Promise<Undisturbed> {
  const id = await world.renew();
  const prepared = await job.prepare(id);
  for (const gate of Object.values(world.gates)) gate.open();
  await prepared.begin();
  const outcome = await prepared.outcome();
  if (!isDeepStrictEqual(outcome, job.expected)) {
    throw new Error(`${job.name} comes to ${JSON.stringify(outcome)} in place of ${JSON.stringify(job.expected)}`);
  }
  const passages = { portal: world.gates.portal.passed.length, database: world.gates.database.passed.length };
  return { passages, picture: await world.finish() };
}

interface Trial {
  readonly job: Job;
  readonly undisturbed: Undisturbed;
  readonly world: CrashWorld;
}

/**
 * Does a job with one kill in the middle. Answers `passed`, `not reached` for a point that this doing did not have, or else how the portal
 * differs from that of an undisturbed doing.
 */
export async function tryPoint(
  { victim, kind, nth, moment }: CrashPoint,
  { job, undisturbed, world }: Trial,
): Promise<string> {
  const id = await world.renew();
  const prepared = await job.prepare(id);
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
  await prepared.begin();
  const outcome = await prepared.outcome();
  await revival.done;
  const picture = await world.finish();
  if (!gate.hasStruck()) return 'not reached';
  if (!isDeepStrictEqual(outcome, job.expected)) return `comes to ${JSON.stringify(outcome)}`;
  const difference = compare(undisturbed.picture, picture);
  return difference === '' ? 'passed' : difference;
}

/** Lines that only one of two pictures has. */
function compare(expected: readonly string[], found: readonly string[]): string {
  const surplus = [...found];
  const missing: string[] = [];
  for (const line of expected) {
    const index = surplus.indexOf(line);
    if (index === -1) missing.push(line);
    else surplus.splice(index, 1);
  }
  return [...missing.map((line) => `missing: ${line}`), ...surplus.map((line) => `too much: ${line}`)].join('; ');
}
