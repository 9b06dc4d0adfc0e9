import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRunWorld, type RunWorld } from '../../test/support/run-world.ts';
import { createDispatch } from './accept-delivery.ts';
import type { TriggeredBlueprint } from './start-triggered.ts';
import type { AcceptedDelivery } from './records.ts';

let world: RunWorld;
let delivery: AcceptedDelivery;

beforeAll(async () => {
  world = await startRunWorld();
});

beforeEach(async () => {
  await world.reset();
  eventId += 1;
  delivery = {
    eventId,
    trigger: 'user.created',
    entityId: world.sandbox.ids.people.aiko,
    eventCreatedAt: '2026-07-01T12:00:00',
  };
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

let eventId = 100;

function dispatchTo(...blueprints: readonly TriggeredBlueprint[]) {
  const { deliveries, engine, parts } = world;
  return createDispatch({ deliveries, engine, runs: parts.runs, log: parts.log, blueprints: () => blueprints });
}

function homeRoom(...triggers: readonly string[]): TriggeredBlueprint {
  return { name: 'home-room', hash: world.homeRoom, triggers };
}

async function endedRuns() {
  const ids = (await world.parts.runs.list({ limit: 10 })).map(({ id }) => id);
  return Promise.all(ids.map((id) => world.follow(id)));
}

/** The process died between storing a delivery and queueing its runs, this many seconds ago. */
async function storedAndLeft(seconds: number): Promise<void> {
  await world.deliveries.insert(delivery);
  await world.database.query('update deliveries set received_at = now() - make_interval(secs => $1)', [seconds]);
}

describe('a delivery', () => {
  it('starts a run of each blueprint that is for its trigger', async () => {
    const other = { ...homeRoom('user.updated'), name: 'other' };
    const dispatch = dispatchTo(homeRoom('user.created', 'user.updated'), other);
    await dispatch.accept(delivery);
    await dispatch.settle();
    expect(await endedRuns()).toMatchObject([
      {
        blueprint: 'home-room',
        subject: `person:${delivery.entityId}`,
        state: 'done',
        cause: { kind: 'delivery', eventId: delivery.eventId, trigger: 'user.created' },
      },
    ]);
    expect(await world.deliveries.listLeft(0, 10)).toEqual([]);
  });

  it('starts one run, however often and wherever it comes', async () => {
    const dispatches = [dispatchTo(homeRoom('user.created')), dispatchTo(homeRoom('user.created'))];
    await Promise.all([...dispatches, ...dispatches].map((dispatch) => dispatch.accept(delivery)));
    for (const dispatch of dispatches) await dispatch.settle();
    expect(await endedRuns()).toHaveLength(1);
  });

  it('starts a run of its own for each event', async () => {
    const dispatch = dispatchTo(homeRoom('user.created', 'user.updated'));
    await dispatch.accept(delivery);
    await dispatch.accept({ ...delivery, trigger: 'user.updated' });
    await dispatch.settle();
    expect((await endedRuns()).map(({ state }) => state).toSorted()).toEqual(['done', 'nothing-to-do']);
  });

  it('is of interest only if some blueprint is for its trigger', () => {
    const dispatch = dispatchTo(homeRoom('user.created'));
    expect([dispatch.isOfInterest('user.created'), dispatch.isOfInterest('room.archived')]).toEqual([true, false]);
    expect(dispatchTo().isOfInterest('user.created')).toBe(false);
  });
});

describe('a delivery that was stored and left', () => {
  it('is made up for, once', async () => {
    await storedAndLeft(11);
    const dispatch = dispatchTo(homeRoom('user.created'));
    const swept = await Promise.all([dispatch.sweepUp(), dispatchTo(homeRoom('user.created')).sweepUp()]);
    expect(Math.max(...swept)).toBe(1);
    expect(await endedRuns()).toMatchObject([{ state: 'done' }]);
    expect(await dispatch.sweepUp()).toBe(0);
  });

  it('is left to whoever is at it while it is young', async () => {
    await storedAndLeft(5);
    expect(await dispatchTo(homeRoom('user.created')).sweepUp()).toBe(0);
    expect(await endedRuns()).toEqual([]);
  });

  it('starts the same run that the process that died had queued already', async () => {
    const dispatch = dispatchTo(homeRoom('user.created'));
    await dispatch.accept(delivery);
    await dispatch.settle();
    await endedRuns();
    // It died before it could say that the delivery was dispatched.
    await world.database.query(`update deliveries set state = 'stored', received_at = now() - interval '11 s'`);
    expect(await dispatch.sweepUp()).toBe(1);
    expect(await endedRuns()).toHaveLength(1);
  });

  it('is done with when no blueprint is for it any more', async () => {
    await storedAndLeft(11);
    expect(await dispatchTo().sweepUp()).toBe(1);
    expect(await dispatchTo().sweepUp()).toBe(0);
    expect(await endedRuns()).toEqual([]);
  });

  it('holds up nothing when its runs cannot be queued, and is left', async () => {
    const { deliveries, engine, parts } = world;
    let isAway = true;
    const enqueue: typeof engine.enqueue = (work) =>
      isAway ? Promise.reject(new Error('the database is away')) : engine.enqueue(work);
    const dispatch = createDispatch({
      deliveries,
      engine: { ...engine, enqueue },
      runs: parts.runs,
      log: parts.log,
      blueprints: () => [homeRoom('user.created')],
    });
    await dispatch.accept(delivery);
    await dispatch.settle();
    expect(await deliveries.listLeft(0, 10)).toHaveLength(1);
    isAway = false;
    await world.database.query(`update deliveries set received_at = now() - interval '11 s'`);
    expect(await dispatch.sweepUp()).toBe(1);
    expect(await endedRuns()).toMatchObject([{ state: 'done' }]);
  });
});
