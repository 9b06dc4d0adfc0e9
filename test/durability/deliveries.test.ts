import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation, runsFor, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { describeEvent, signDelivery, type TestPerson } from '../support/test-portal.ts';
import { waitFor } from '../support/wait-for.ts';
import { expectOneRoomEach, settleAll } from './room-for-each.ts';

const Runs = z.object({
  runs: z.array(z.object({ subject: z.string(), state: z.string(), endedAt: z.string().optional() })),
});

let installation: Installation;
let service: ServiceProcess;
let lastEvent = 5_000_000;

beforeAll(async () => {
  installation = await createInstallation();
  service = await installation.start();
});

afterEach(() => installation.portal.clearFaults());

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
});

type Change = Readonly<Record<string, unknown>>;

/** Sends a delivery; answers its status. */
async function deliver(body: unknown): Promise<number> {
  return (await service.request('/docspace/webhook', signDelivery(body))).status;
}

function eventOf({ id }: Pick<TestPerson, 'id'>, trigger = 'user.created', webhook: Change = {}) {
  lastEvent += 1;
  const event = describeEvent(id, { id: lastEvent, trigger });
  return { ...event, webhook: { ...event.webhook, ...webhook } };
}

const newcomer = () => installation.portal.addPerson({ firstName: 'Told' });

describe('one event', () => {
  it('that comes ten times at once has one run', async () => {
    const person = await newcomer();
    const event = eventOf(person);
    const statuses = await Promise.all(Array.from({ length: 10 }, () => deliver(event)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await settledRun(person, service);
    expect(await runsFor(person, service)).toHaveLength(1);
    await expectOneRoomEach([person], installation);
  });

  it('that is tried again with another body and signature is the same one', async () => {
    const person = await newcomer();
    const event = eventOf(person);
    await deliver(event);
    const retried = { retryCount: 1, retryOn: '2026-07-01T10:00:05Z', lastFailureContent: 'timeout' };
    await deliver({ ...event, webhook: { ...event.webhook, ...retried } });
    await settledRun(person, service);
    expect(await runsFor(person, service)).toHaveLength(1);
  });

  it('that is sent again by hand, or told by two webhooks, under other numbers, makes one room and one mail', async () => {
    const person = await newcomer();
    await Promise.all([deliver(eventOf(person)), deliver(eventOf(person, 'user.created', { id: 2 }))]);
    await settledRun(person, service, 2);
    await deliver(eventOf(person));
    expect(await settledRun(person, service, 3)).toMatchObject({ state: 'nothing-to-do' });
    const states = (await runsFor(person, service)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['done', 'nothing-to-do', 'nothing-to-do']);
    await expectOneRoomEach([person], installation);
  });
});

describe('events out of order', () => {
  it('make the room of the state that is, not of what they tell', async () => {
    const person = await newcomer();
    const [created, updated] = [eventOf(person), eventOf(person, 'user.updated')];
    await deliver(updated);
    await deliver(created);
    await settledRun(person, service, 2);
    await expectOneRoomEach([person], installation);
  });

  it('do nothing to a room that was restored since', async () => {
    const { portal } = installation;
    const made = await portal.asOwner('POST files/rooms', { title: 'Restored', roomType: 5 });
    const { id } = z.object({ id: z.int() }).parse(made);
    const guest = await portal.addPerson({ firstName: 'Guest', type: 'Guest' });
    const invitations = [{ id: guest.id, access: 2 }];
    await portal.asOwner(`PUT files/rooms/${String(id)}/share`, { invitations, notify: false });
    const stale = { ...eventOf({ id: String(id) }, 'room.archived'), payload: { id, rootFolderType: 20 } };
    await portal.forgetCalls();
    await deliver(stale);
    const ended = await waitFor('the run', async () => {
      const { runs } = Runs.parse(await service.api('/api/runs?limit=200&blueprint=guest-close-out'));
      return runs.find((run) => run.subject === `room:${String(id)}` && run.endedAt !== undefined);
    });
    expect(ended.state).toBe('nothing-to-do');
    const writes = (await portal.calls()).filter(({ method }) => method !== 'GET');
    expect(writes).toEqual([]);
    expect((await portal.picture(id)).members.map((member) => member.id)).toEqual([guest.id]);
  });
});

describe('a burst', () => {
  it('whose receiver is killed in the middle has its effect once for every delivery that was acknowledged', async () => {
    const people: TestPerson[] = [];
    for (let index = 0; index < 40; index += 1) people.push(await newcomer());
    const guests: TestPerson[] = [];
    for (let index = 0; index < 80; index += 1) {
      guests.push(await installation.portal.addPerson({ firstName: 'Guest', type: 'Guest' }));
    }
    const events = [...people, ...guests]
      .map((person) => eventOf(person))
      .toSorted((a, b) => ((a.event.id * 7) % 31) - ((b.event.id * 7) % 31));
    const left = new Set(events);
    const send = async (): Promise<void> => {
      for (const event of events) {
        const isTaken = left.has(event) && (await deliver(event).catch(() => 0)) === 200;
        if (isTaken) left.delete(event);
      }
    };
    const sending = send();
    await waitFor('the middle of the burst', () => left.size < events.length / 2);
    await service.kill9();
    await sending;
    expect(left.size).toBeGreaterThan(0);
    service = await installation.start();
    // Only what was not acknowledged comes again.
    for (const event of left) expect(await deliver(event)).toBe(200);
    await settleAll(people, service);
    await expectOneRoomEach(people, installation);
    const last = guests.at(-1);
    expect(last && (await settledRun(last, service))).toMatchObject({ state: 'skipped' });
  });
});
