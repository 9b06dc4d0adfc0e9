import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import type { AcceptedDelivery, DeliveryRecords } from '../runs/records.ts';
import { createDeliveryRecords } from './deliveries.ts';

let database: TestStore;
let deliveries: DeliveryRecords;

beforeAll(async () => {
  database = await openTestStore();
  deliveries = createDeliveryRecords(database.store.db);
});

beforeEach(async () => {
  await database.query('truncate deliveries');
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const ada: AcceptedDelivery = {
  eventId: 11,
  trigger: 'user.created',
  entityId: 'a',
  eventCreatedAt: '2026-07-01T12:00:00',
  actorId: 'boss',
};

describe('deliveries', () => {
  it('are stored once, however often and at once they come', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => deliveries.insert(ada)));
    expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
    expect(await deliveries.insert(ada)).toBeUndefined();
  });

  it.each([
    { eventId: 12 },
    { trigger: 'user.updated' },
    { entityId: 'b' },
    { eventCreatedAt: '2026-07-01T12:00:01' },
  ] as const)('are others with another %o', async (change) => {
    await deliveries.insert(ada);
    expect(await deliveries.insert({ ...ada, ...change })).toBeDefined();
  });

  it('are the same whoever is said to have caused them', async () => {
    await deliveries.insert(ada);
    expect(await deliveries.insert({ ...ada, actorId: 'another' })).toBeUndefined();
  });

  it('are left while nobody has dispatched them, the oldest first', async () => {
    const { trigger, entityId, eventCreatedAt } = ada;
    const anonymous = { eventId: 12, trigger, entityId, eventCreatedAt };
    const [first, second, third] = [
      await deliveries.insert(ada),
      await deliveries.insert(anonymous),
      await deliveries.insert({ ...ada, eventId: 13 }),
    ];
    await deliveries.markDispatched(third ?? '', ['r1', 'r2']);
    expect(await deliveries.listLeft(0, 10)).toEqual([
      { ...ada, id: first },
      { ...anonymous, id: second },
    ]);
    expect(await deliveries.listLeft(0, 1)).toHaveLength(1);
    expect(await database.query('select run_ids, state from deliveries where event_id = 13')).toEqual([
      { run_ids: ['r1', 'r2'], state: 'dispatched' },
    ]);
  });

  it('are left only when they are old enough', async () => {
    await deliveries.insert(ada);
    await deliveries.insert({ ...ada, eventId: 12 });
    await database.query(`update deliveries set received_at = now() - interval '11 s' where event_id = 12`);
    expect((await deliveries.listLeft(10, 10)).map(({ eventId }) => eventId)).toEqual([12]);
  });

  it('tell when the newest came', async () => {
    expect(await deliveries.lastReceived()).toBeUndefined();
    await deliveries.insert(ada);
    await deliveries.insert({ ...ada, eventId: 12 });
    await database.query(`update deliveries set received_at = '2026-01-01T00:00:00Z' where event_id = 12`);
    expect((await deliveries.lastReceived())?.toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
});
