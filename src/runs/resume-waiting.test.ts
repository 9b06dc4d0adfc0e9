import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { resumeWaiting } from './resume-waiting.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function resume() {
  return resumeWaiting(world.engine, world.parts.runs);
}

it('queues what is due once, whoever does it, and nothing that is not', async () => {
  const { aiko, samuel } = world.sandbox.ids.people;
  const [due, later] = [world.input(aiko), world.input(samuel)];
  for (const input of [due, later]) {
    await world.parts.runs.begin(input);
    await world.parts.runs.end(input, { state: 'waiting', remarks: [], resumeInSeconds: input === due ? -1 : 60 });
  }
  await Promise.all([resume(), resume()]);
  expect(await world.follow(due.runId, 2)).toMatchObject({ state: 'done' });
  expect(await world.parts.runs.find(later.runId)).toMatchObject({ state: 'waiting', input: { attempt: 1 } });
  expect(await resume()).toBe(0);
});

it('loses no run when the process dies after it has queued it', async () => {
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.parts.runs.begin(input);
  await world.parts.runs.end(input, { state: 'waiting', remarks: [], resumeInSeconds: -1 });
  const dying = { ...world.parts.runs, requeue: () => Promise.reject(new Error('killed')) };
  await expect(resumeWaiting(world.engine, dying)).rejects.toThrow('killed');
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
});
