import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anyText, textWith } from '../../test/support/matchers.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { describeRun } from './describe-run.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function describe(runId: string) {
  return describeRun(runId, {
    engine: world.engine,
    runs: world.parts.runs,
    audit: { callsOf: () => Promise.resolve([]) },
  });
}

it('tells nothing of a run that there is not', async () => {
  expect(await describe('nobody')).toBeUndefined();
});

it('tells of a run that is done what it did, in order, with the plan that it had', async () => {
  const input = world.input(world.sandbox.ids.people.aiko);
  const { room } = await world.apply(input);
  const run = await describe(input.runId);
  expect(run).toMatchObject({
    id: input.runId,
    state: 'done',
    attempt: 1,
    documentHash: world.homeRoom,
    room,
    plan: { room: { title: 'Home – Aiko Tanaka', roomType: 'collaboration' } },
  });
  const names = run?.actions.map(({ name }) => name) ?? [];
  expect(names.slice(0, 3)).toEqual(['subject', 'plan', 'room']);
  expect(names.at(-1)).toBe('mail welcome');
  expect(names).not.toContain('end');
  expect(run?.plan?.actions.every(({ id }) => names.includes(id))).toBe(true);
  expect(run?.actions.every(({ state, startedAt, endedAt }) => state === 'done' && startedAt && endedAt)).toBe(true);
  expect(run?.actions.find(({ name }) => name === 'room')?.result).toBe(
    `room "Home – Aiko Tanaka" (${String(room?.id)})`,
  );
});

it('tells of a run that failed which step did, why, and what was still planned', async () => {
  await world.fail('createRoom', { status: 402, body: { error: { message: 'quota' } } });
  const input = world.input(world.sandbox.ids.people.aiko);
  await world.apply(input);
  const run = await describe(input.runId);
  expect(run).toMatchObject({
    state: 'failed',
    error: { kind: 'rejected', message: textWith('quota') },
  });
  expect(run?.actions.find(({ name }) => name === 'room')).toMatchObject({
    state: 'failed',
    error: { kind: 'rejected', hint: anyText },
  });
  const planned = run?.actions.filter(({ state }) => state === 'planned').map(({ name }) => name);
  expect(planned).toContain('folder Documents/');
  expect(planned).not.toContain('room');
});

it('tells of a skipped run no plan', async () => {
  const input = world.input(world.sandbox.ids.people.greta);
  await world.apply(input);
  const run = await describe(input.runId);
  expect(run).toMatchObject({ state: 'skipped', reason: 'a guest', actions: [{ name: 'subject', state: 'done' }] });
  expect(run?.plan).toBeUndefined();
});
