import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { resumeForgotten } from './resume-forgotten.ts';
import { retryRun } from './retry-run.ts';
import { nextAttempt, startRun, workIdOf } from './start-run.ts';
import { workflowNumber } from './workflow-number.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function resume(): Promise<number> {
  return resumeForgotten({ engine: world.engine, runs: world.parts.runs });
}

async function hasEnded(id: string): Promise<boolean> {
  return (await world.engine.knows(id)) && (await world.engine.listUnderWay([id])).length === 0;
}

it('lets a run go on whose end could not be recorded, and makes no second room', async () => {
  const { runs } = world.parts;
  const input = world.input(world.sandbox.ids.people.aiko);
  world.parts.runs = { ...runs, end: () => Promise.reject(new Error('the disk is full')) };
  await startRun(input, world.engine, runs);
  await expect.poll(() => hasEnded(workIdOf(input)), { timeout: 15_000 }).toBe(true);
  world.parts.runs = runs;
  expect(await runs.find(input.runId)).toMatchObject({ state: 'running' });

  await Promise.all([resume(), resume()]);
  expect(await runs.find(input.runId)).toMatchObject({
    state: 'waiting',
    reason: 'how the last attempt ended could not be recorded',
  });
  await startRun(nextAttempt(input), world.engine, runs);
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'nothing-to-do' });
  const rooms = await world.parts.portal.roomsOwnedBy(world.sandbox.ids.people.owner);
  expect(rooms.filter(({ title }) => title === 'Home – Aiko Tanaka')).toHaveLength(1);
  expect(await resume()).toBe(0);
});

it('leaves alone what is being done, what stands in the queue, and what has ended', async () => {
  const { runs, fence } = world.parts;
  const { aiko, samuel } = world.sandbox.ids.people;
  const gate = Promise.withResolvers<undefined>();
  world.parts.fence = async () => {
    await gate.promise;
    await fence();
  };
  const [first, behind, other] = [world.input(aiko), world.input(aiko), world.input(samuel)];
  for (const input of [first, behind]) await startRun(input, world.engine, runs);
  await expect.poll(async () => (await runs.find(first.runId))?.state, { timeout: 15_000 }).toBe('running');
  await runs.begin(other);
  await runs.end(other, { state: 'done', remarks: [] });
  expect(await resume()).toBe(0);
  gate.resolve(undefined);
  expect(await world.follow(first.runId)).toMatchObject({ state: 'done' });
  await world.follow(behind.runId);
});

it('ends a run as failed of which nobody can read what it was started with, and lets it be retried by who can', async () => {
  const { runs } = world.parts;
  const input = world.input(world.sandbox.ids.people.aiko);
  await runs.insertQueued(input);
  const setCause = (cause: object) => world.database.query('update runs set cause = $1', [JSON.stringify(cause)]);
  await setCause({ kind: 'whim' });
  const unreadable = { ...input, cause: { kind: 'whim' }, options: { ...input.options }, workflow: workflowNumber };
  await world.engine.enqueue({ id: workIdOf(input), partition: input.subject, input: unreadable });
  await expect.poll(() => hasEnded(workIdOf(input)), { timeout: 15_000 }).toBe(true);

  expect(await resume()).toBe(1);
  expect(await runs.find(input.runId)).toMatchObject({
    state: 'failed',
    reason: textWith('What the run was started with cannot be read at "cause'),
    error: { kind: 'invalid-input', hint: anyText },
  });
  expect(await resume()).toBe(0);
  await setCause(input.cause);
  await retryRun(input.runId, world.engine, runs);
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
});
