import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import type { RunInput } from './records.ts';
import { cancelRun } from './cancel-run.ts';
import { retryRun } from './retry-run.ts';
import { nextAttempt, startRun } from './start-run.ts';

let world: RunWorld;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(() => world.reset());

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function cancel(runId: string) {
  return cancelRun({ runId, who: 'Ada' }, world.engine, world.parts.runs);
}

function retry(runId: string) {
  return retryRun(runId, world.engine, world.parts.runs);
}

function ofAiko(): RunInput {
  return world.input(world.sandbox.ids.people.aiko);
}

/** A run that has made its room, and does nothing more until it is let go. */
async function startAndHold(
  fail?: () => Promise<never>,
): Promise<{ readonly input: RunInput; readonly letGo: () => void }> {
  const input = ofAiko();
  const gate = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  world.parts.timed = async (kind, work) => {
    if (kind !== 'create-room') {
      reached.resolve(undefined);
      await gate.promise;
      await fail?.();
    }
    return work();
  };
  await startRun(input, world.engine, world.parts.runs);
  await reached.promise;
  return { input, letGo: () => gate.resolve(undefined) };
}

async function roomsOfAiko() {
  const rooms = await world.parts.portal.roomsOwnedBy(world.sandbox.ids.people.owner);
  return rooms.filter(({ title }) => title === 'Home – Aiko Tanaka');
}

describe('a run that is under way', () => {
  it('ends before its next change, keeps what it did, and goes on from there when it is retried', async () => {
    const { input, letGo } = await startAndHold();
    expect(await cancel(input.runId)).toMatchObject({
      state: 'running',
      reason: 'cancelled by Ada: it ends before its next change',
    });
    letGo();

    expect(await world.follow(input.runId)).toMatchObject({ state: 'cancelled', reason: 'cancelled by Ada' });
    const [room] = await roomsOfAiko();
    const { folders } = await world.parts.portal.folder(room?.id ?? 0);
    expect(folders).toEqual([]);

    await retry(input.runId);
    expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
    expect(await roomsOfAiko()).toEqual([expect.objectContaining({ id: room?.id })]);
  });

  it('does not come to wait for a portal that fails meanwhile', async () => {
    const { input, letGo } = await startAndHold(() => Promise.reject(new AppError('unavailable', 'It is away.')));
    await cancel(input.runId);
    letGo();
    expect(await world.follow(input.runId)).toMatchObject({ state: 'cancelled', reason: 'cancelled by Ada' });
  });
});

it('shows the retry of a cancelled run, though a crash kept it from being recorded as queued', async () => {
  await world.fail('createRoom', { status: 503 }, 2);
  const input = ofAiko();
  await world.apply(input);
  await cancel(input.runId);
  const { runs } = world.parts;
  await startRun(nextAttempt(input), world.engine, { ...runs, requeue: () => Promise.resolve() });
  await expect.poll(async () => (await runs.find(input.runId))?.state, { timeout: 15_000 }).toBe('done');
});

it('ends one that waits at once, and lets it go on when it is retried', async () => {
  await world.fail('createRoom', { status: 503 }, 2);
  const input = ofAiko();
  expect(await world.apply(input)).toMatchObject({ state: 'waiting' });
  expect(await cancel(input.runId)).toMatchObject({ state: 'cancelled', reason: 'cancelled by Ada' });
  await retry(input.runId);
  expect(await world.follow(input.runId, 2)).toMatchObject({ state: 'done' });
});

it('refuses one that has ended, and one that there is not', async () => {
  const input = ofAiko();
  await world.apply(input);
  await expect(cancel(input.runId)).rejects.toMatchObject({ kind: 'conflict' });
  await expect(cancel('nobody')).rejects.toMatchObject({ kind: 'not-found' });
});
