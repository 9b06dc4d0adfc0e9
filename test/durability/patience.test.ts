import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../support/installation.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { waitFor } from '../support/wait-for.ts';
import { expectSameRoom, recordUndisturbedRun } from './disturbed-run.ts';

/** An installation with a mail server of its own, and what a home room comes to there. */
async function createScene() {
  const mail = await startMailServer();
  const installation = await createInstallation({ smtpUrl: mail.url });
  return {
    installation,
    mail,
    portal: installation.portal,
    undisturbed: await recordUndisturbedRun(installation),
    async [Symbol.asyncDispose]() {
      await installation[Symbol.asyncDispose]();
      await mail.stop();
    },
  };
}

/** The process that has the one run in its hands, and another one. */
async function tellApart(installation: Installation, services: readonly [ServiceProcess, ServiceProcess]) {
  const client = new pg.Client({ connectionString: installation.database.url });
  await client.connect();
  try {
    const pid = await waitFor('a process that works on the run', async () => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from dbos.workflow_status join concierge.processes on id = executor_id where status = 'PENDING'`,
      );
      return rows[0]?.pid;
    });
    const [one, other] = services;
    return one.child.pid === pid ? { worker: one, other } : { worker: other, other: one };
  } finally {
    await client.end();
  }
}

// These wait for half a minute in the product; each has an installation of its own, so they wait together.
describe.concurrent('what takes patience', () => {
  it('looks long enough for a room whose creation never reached the portal, then makes it', async () => {
    await using scene = await createScene();
    const { installation, portal } = scene;
    const service = await installation.start();
    const fault = await portal.fault({ operation: 'createRoom' }, { drop: 'before' });
    const person = await portal.addPerson({ firstName: 'Unsaid' });
    await fault.struck();
    await portal.forgetCalls();
    await expectSameRoom(person, service, scene);
    const operations = (await portal.calls()).map(({ operation }) => operation);
    const looks = operations.slice(0, operations.indexOf('createRoom')).filter((one) => one === 'getRoomsFolder');
    expect(looks).toHaveLength(3);
  });

  it('makes the room after a process that ended before its call reached the portal', async () => {
    await using scene = await createScene();
    const { installation, portal } = scene;
    const first = await installation.start();
    const fault = await portal.fault({ operation: 'createRoom' }, { hold: 'before' });
    const person = await portal.addPerson({ firstName: 'Unsaid' });
    await fault.struck();
    await first.kill9();
    await portal.clearFaults();
    await expectSameRoom(person, await installation.start(), scene);
  });

  it('lets another process finish what one that was killed had begun', async () => {
    await using scene = await createScene();
    const { installation, portal } = scene;
    const services = [await installation.start(), await installation.start({ PORT: '0' })] as const;
    const fault = await portal.fault({ operation: 'copyFileAs' }, { hold: 'after' });
    const person = await portal.addPerson({ firstName: 'Orphaned' });
    await fault.struck();
    const { worker, other } = await tellApart(installation, services);
    await worker.kill9();
    await portal.clearFaults();
    await expectSameRoom(person, other, scene);
  });

  it('lets another process finish what one that was paused had begun, and the paused one ends', async () => {
    await using scene = await createScene();
    const { installation, portal } = scene;
    const services = [await installation.start(), await installation.start({ PORT: '0' })] as const;
    const fault = await portal.fault({ operation: 'createRoom' }, { hold: 'after' });
    const person = await portal.addPerson({ firstName: 'Paused' });
    await fault.struck();
    const { worker, other } = await tellApart(installation, services);
    worker.child.kill('SIGSTOP');
    await portal.clearFaults();
    await expectSameRoom(person, other, scene);
    worker.child.kill('SIGCONT');
    await waitFor('the end of the paused process', () => worker.child.hasEnded());
    await expectSameRoom(person, other, scene);
  });
});
