import { expect, it } from 'vitest';
import * as z from 'zod';
import { createInstallation, type Installation, settledRun } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestPerson } from '../support/test-portal.ts';
import { waitFor } from '../support/wait-for.ts';

const AuditLine = z.object({ kind: z.string().optional(), what: z.string().optional(), effect: z.string().optional() });

/** A service whose run for a new person stands in the middle: the portal has the room, and holds its answer back. */
async function startInTheMiddle(
  installation: Installation,
): Promise<{ readonly service: ServiceProcess; readonly person: TestPerson }> {
  const { portal } = installation;
  const service = await installation.start();
  await portal.registerWebhook(service.url);
  const fault = await portal.fault({ operation: 'createRoom', nth: 1 }, { hold: 'after' });
  const person = await portal.addPerson({ firstName: 'Drained' });
  await fault.struck();
  return { service, person };
}

function refusesConnections(service: ServiceProcess): Promise<boolean> {
  return service.request('/healthz').then(
    () => false,
    () => true,
  );
}

/** What a service started afterwards makes of it: done, and one room. */
async function expectOneRoom(person: TestPerson, installation: Installation): Promise<void> {
  const run = await settledRun(person, await installation.start());
  expect(run.state).toBe('done');
  const rooms = await installation.portal.rooms(`Home – ${person.name}`);
  expect(rooms.map(({ id }) => id)).toEqual([run.room?.id]);
}

it('takes nothing new after SIGTERM, finishes the run that is in the middle, and exits with 0', async () => {
  await using installation = await createInstallation();
  const { portal } = installation;
  const { service, person } = await startInTheMiddle(installation);
  const stopped = service.stop();
  await waitFor('a service that refuses connections', () => refusesConnections(service));
  expect(service.child.hasEnded()).toBe(false);
  await portal.clearFaults();
  expect(await stopped).toBe(0);

  await portal.forgetCalls();
  await expectOneRoom(person, installation);
  const writes = (await portal.calls()).filter(({ effect }) => effect === 'write');
  expect(writes).toEqual([]);
});

it('exits with 0 though a call never ends, which stands in the audit, and the next start goes on with the run', async () => {
  await using installation = await createInstallation();
  const { service, person } = await startInTheMiddle(installation);
  expect(await service.stop()).toBe(0);
  expect(service.logs()).not.toMatch(/destroyed|after calling end|could not be kept|are lost/);
  const { stdout } = await installation.command(['audit', '--json']);
  const entries = stdout.split('\n').map((line) => AuditLine.parse(JSON.parse(line === '' ? '{}' : line)));
  expect(entries.filter(({ kind }) => kind === 'portal-write')).toEqual([
    { kind: 'portal-write', what: 'POST files/rooms', effect: 'unknown' },
  ]);
  await installation.portal.clearFaults();
  await expectOneRoom(person, installation);
});
