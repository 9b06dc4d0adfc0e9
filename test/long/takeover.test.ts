import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { expectOneRoomEach, settleAll } from '../durability/room-for-each.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import { startOwnDatabase } from '../support/own-database.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import type { TestPerson } from '../support/test-portal.ts';
import { waitFor } from '../support/wait-for.ts';

const count = 40;
const pausedMs = 60_000;

/** Three processes on one database, at a portal that takes its time, and people whose rooms they are at. */
async function begin(installation: Installation) {
  const service = await installation.start();
  const workers = await Promise.all([installation.start({}, 'worker'), installation.start({}, 'worker')]);
  await installation.portal.registerWebhook(service.url);
  await installation.portal.sandbox.control('PUT latency', { ms: 300 });
  const people: TestPerson[] = [];
  for (let index = 0; index < count; index += 1)
    people.push(await installation.portal.addPerson({ firstName: 'Long' }));
  return { service, workers, people };
}

/** A process that has runs in its hands, and how many. */
async function busiest(installation: Installation, processes: readonly ServiceProcess[]): Promise<ServiceProcess> {
  const pids = processes.map(({ child }) => child.pid);
  const client = new pg.Client({ connectionString: installation.database.url });
  await client.connect();
  try {
    return await waitFor('a worker with several runs', async () => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from dbos.workflow_status join concierge.processes on id = executor_id
          where status = 'PENDING' and pid = any($1) group by pid having count(*) >= 3 order by count(*) desc limit 1`,
        [pids],
      );
      return processes.find(({ child }) => child.pid === rows[0]?.pid);
    });
  } finally {
    await client.end();
  }
}

function say(figure: string): void {
  process.stdout.write(`${figure}\n`);
}

describe('three processes under load', () => {
  it('go on within a minute with what one had that was killed, each once', async () => {
    await using installation = await createInstallation();
    const { service, workers, people } = await begin(installation);
    const victim = await busiest(installation, workers);
    const killedAt = performance.now();
    await victim.kill9();
    const client = new pg.Client({ connectionString: installation.database.url });
    await client.connect();
    await waitFor('the end of the record of the killed one', async () => {
      const { rows } = await client.query('select 1 from concierge.processes where pid = $1', [victim.child.pid]);
      return rows.length === 0;
    }).finally(() => client.end());
    const takenOverMs = performance.now() - killedAt;
    say(`taken over after ${Math.round(takenOverMs)} ms`);
    expect(takenOverMs).toBeLessThan(60_000);
    await settleAll(people, service, 300_000);
    await expectOneRoomEach(people, installation);
  });

  it('have no second effect when one was stopped for a minute and goes on', async () => {
    await using installation = await createInstallation();
    const { service, workers, people } = await begin(installation);
    const victim = await busiest(installation, workers);
    victim.child.kill('SIGSTOP');
    const stoppedAt = performance.now();
    await settleAll(people, service, 300_000);
    say(`done without the stopped one after ${Math.round(performance.now() - stoppedAt)} ms`);
    await sleep(Math.max(0, pausedMs - (performance.now() - stoppedAt)));
    victim.child.kill('SIGCONT');
    await waitFor('the end of the stopped one', () => victim.child.hasEnded());
    await sleep(5_000);
    await expectOneRoomEach(people, installation);
  });

  it('outlive a database that is restarted three times, and lose nothing', async () => {
    const database = await startOwnDatabase();
    await using installation = await createInstallation({ database });
    const { service, workers, people } = await begin(installation);
    for (const awayMs of [500, 3_000, 8_000]) {
      await database.restart(awayMs);
      await sleep(2_000);
    }
    await settleAll(people, service, 400_000);
    await expectOneRoomEach(people, installation);
    expect([service, ...workers].map(({ child }) => child.hasEnded())).toEqual([false, false, false]);
  });
});
