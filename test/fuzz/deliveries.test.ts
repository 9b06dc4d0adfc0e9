import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDeliveryRecords } from '../../src/store/deliveries.ts';
import { createHttpWorld } from '../support/http-world.ts';
import { openTestStore, type TestStore } from '../support/open-test-store.ts';
import { mutatedText, mutatedValue, tryInputs } from './support/try-inputs.ts';

const event = {
  id: 812,
  createOn: '2026-07-01T12:00:00Z',
  createBy: '66faa6e4-f133-11ea-b126-00ffeec8b4ef',
  triggerId: 1,
};
const webhook = { id: 1, name: 'Concierge', url: 'http://127.0.0.1:3000/docspace/webhook', triggers: ['*'] };
const id = '7f1b9a52-60a6-4d60-9a3e-7b1e5a6f3c11';
const real = [
  {
    event: { ...event, trigger: 'user.created' },
    payload: { id, displayName: 'Ada', email: 'ada@example.com' },
    webhook,
  },
  { event: { ...event, trigger: 'user.updated' }, payload: { id, userName: 'ada', status: 1 }, webhook },
  {
    event: { ...event, trigger: 'room.archived', triggerId: 4_096 },
    payload: { id: 77, parentId: 5, title: 'Room', rootFolderType: 20, fileEntryType: 1 },
    webhook: { ...webhook, retryCount: 2, retryOn: '2026-07-01T12:01:00Z' },
  },
];

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(() => database[Symbol.asyncDispose]());

/** A door that keeps deliveries in the real table. */
function aDoor() {
  const world = createHttpWorld();
  const records = createDeliveryRecords(database.store.db);
  const kept: string[] = [];
  Reflect.set(
    world.parts.door,
    'acceptDelivery',
    async ({ eventId, trigger, subject, createdAt, actorId }: Accepted) => {
      const at = { eventCreatedAt: createdAt ?? '', ...(actorId === undefined ? {} : { actorId }) };
      await records.insert({ eventId, trigger, entityId: String(subject.id), ...at });
      kept.push(trigger);
      return 'accepted';
    },
  );
  return { world, kept };
}

type Accepted = Parameters<ReturnType<typeof createHttpWorld>['parts']['door']['acceptDelivery']>[0];

async function deliver({ world }: ReturnType<typeof aDoor>, body: string | Uint8Array, secret = 'a-secret') {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const init = { method: 'POST', body, headers: { host: '127.0.0.1:3000', 'x-docspace-signature-256': signature } };
  return world.app.request('http://127.0.0.1:3000/docspace/webhook', init, {});
}

const bodies: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  mutatedValue(real).map((value) => JSON.stringify(value)),
  mutatedText(real.map((one) => JSON.stringify(one))),
  fc.json(),
  fc.uint8Array({ maxLength: 200 }),
);

it('whatever the portal signs is kept, ignored or refused, and never a mistake of the service', async () => {
  const door = aDoor();
  await tryInputs('signed deliveries', bodies, async (body) => {
    const before = door.kept.length;
    const answer = await deliver(door, body);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(await answer.json()).toMatchObject({ kind: 'invalid-input' });
    if (answer.status === 400) expect(door.kept).toHaveLength(before);
  });
  expect(door.world.state.logged).not.toContain('could not be kept');
  expect(door.kept.length).toBeGreaterThan(0);
});

it('whatever another one signs is refused, and nothing of it is kept', async () => {
  const door = aDoor();
  await tryInputs('deliveries with a wrong signature', bodies, async (body) => {
    expect((await deliver(door, body, 'another-secret')).status).toBe(401);
  });
  expect(door.kept).toEqual([]);
});
