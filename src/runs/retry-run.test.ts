import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anyText } from '../../test/support/matchers.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { retryRun } from './retry-run.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function retry(runId: string) {
  return retryRun(runId, world.engine, world.parts.runs);
}

it('refuses a run that there is not', async () => {
  await expect(retry('nobody')).rejects.toMatchObject({ kind: 'not-found', message: 'There is no run nobody.' });
});

it.each(['queued', 'running', 'done', 'nothing-to-do', 'skipped'])('refuses a run that is %s', async (state) => {
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.parts.runs.insertQueued(input);
  await world.database.query('update runs set state = $1', [state]);
  await expect(retry(input.runId)).rejects.toMatchObject({
    kind: 'conflict',
    message: `Run ${input.runId} is ${state}: only a failed, waiting or cancelled run can be retried.`,
    hint: anyText,
  });
});

it('queues a failed run again, once, however many ask for it', async () => {
  await world.fail('createRoom', { status: 402 });
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.apply(input);
  const answers = await Promise.allSettled([retry(input.runId), retry(input.runId), retry(input.runId)]);
  const states = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.state] : []));
  expect(states).toContain('queued');
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done', input: { attempt: 2 } });
  await expect(retry(input.runId)).rejects.toMatchObject({ kind: 'conflict' });
});

it('lets a waiting run go on at once, in the document that it started with', async () => {
  await world.fail('createRoom', { status: 503 }, 2);
  const input = world.input(world.sandbox.ids.people.aiko);
  expect(await world.apply(input)).toMatchObject({ state: 'waiting' });
  await retry(input.runId);
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done', input: { documentHash: world.homeRoom } });
});
