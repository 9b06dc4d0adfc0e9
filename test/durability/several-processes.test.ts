import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../support/installation.ts';
import { startOwnDatabase } from '../support/own-database.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestPerson } from '../support/test-portal.ts';
import { expectOneRoomEach, refusedCalls, settleAll } from './room-for-each.ts';

/** A service and two workers on one database, and a portal that is as slow and as strict as the vendor's. */
async function startThree(
  installation: Installation,
): Promise<readonly [ServiceProcess, ServiceProcess, ServiceProcess]> {
  const service = await installation.start();
  const workers = await Promise.all([installation.start({}, 'worker'), installation.start({}, 'worker')]);
  await installation.portal.registerWebhook(service.url);
  await installation.portal.sandbox.control('PUT latency', { ms: 60 });
  return [service, ...workers];
}

async function addPeople({ portal }: Installation, count: number): Promise<readonly TestPerson[]> {
  const people: TestPerson[] = [];
  for (let index = 0; index < count; index += 1) people.push(await portal.addPerson({ firstName: 'Shared' }));
  return people;
}

describe.concurrent('three processes on one database', () => {
  it("make each room once and stay below the portal's limits in sum", async () => {
    await using installation = await createInstallation({ env: { PORTAL_LIMITS: 'cloud' } });
    const [service] = await startThree(installation);
    await installation.portal.sandbox.control('POST limits', { enforce: true });
    const people = await addPeople(installation, 24);
    await settleAll(people, service);
    await expectOneRoomEach(people, installation);
    expect(await refusedCalls(installation)).toBe(0);
  });

  it('finish what one that was killed had under way, each once', async () => {
    await using installation = await createInstallation();
    const [service, first] = await startThree(installation);
    const people = await addPeople(installation, 15);
    await sleep(300);
    await first.kill9();
    await settleAll(people, service);
    await expectOneRoomEach(people, installation);
  });

  it('outlive a database that is restarted under load, and lose nothing', async () => {
    const database = await startOwnDatabase();
    await using installation = await createInstallation({ database });
    const processes = await startThree(installation);
    const people = await addPeople(installation, 15);
    await database.restart(1_500);
    const more = await addPeople(installation, 5);
    await settleAll([...people, ...more], processes[0]);
    await expectOneRoomEach([...people, ...more], installation);
    expect(processes.map(({ child }) => child.hasEnded())).toEqual([false, false, false]);
  });
});
