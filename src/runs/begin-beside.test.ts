import { afterAll, beforeAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

it('lets no attempt that failed at its first look seem to be under way, though its mark was slow to be written', async () => {
  const { runs } = world.parts;
  const begun = Promise.withResolvers<undefined>();
  world.parts.runs = {
    ...runs,
    async begin(input) {
      await sleep(300);
      await runs.begin(input);
      begun.resolve(undefined);
    },
  };
  await world.fail('getFileInfo', { status: 402 }, 10);
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.apply(input);
  await begun.promise;
  expect(await runs.find(input.runId)).toMatchObject({ state: 'failed' });
});
