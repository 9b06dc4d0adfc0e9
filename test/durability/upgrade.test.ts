import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { behaveAsHubspot, createCrm } from '../contract/support/hubspot-double.ts';
import { startVendor } from '../contract/support/start-vendor.ts';
import { createInstallation } from '../support/installation.ts';
import { createJobs } from '../support/jobs/create-jobs.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';

// A journal of older code: really recorded by a process that is killed midway, then given the number and the names of steps of another code.
const mail = await startMailServer();
const crm = createCrm();
const vendor = await startVendor(behaveAsHubspot(crm));
const env = { HUBSPOT_TOKEN: 'pat-eu1-test', HUBSPOT_URL: vendor.url };
const installation = await createInstallation({ smtpUrl: mail.url, env });
const { portal } = installation;
const running: { service: ServiceProcess } = { service: await installation.start() };
await portal.registerWebhook(running.service.url);

afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await mail.stop();
  await vendor[Symbol.asyncDispose]();
});

const jobs = createJobs({
  ...{ portal, mail, crm },
  settings: installation.settings,
  service: () => running.service,
  command: (args) => installation.command(args),
});

/** Answers how many journals and steps were changed. */
async function makeOlder(): Promise<readonly (number | null)[]> {
  const client = new pg.Client({ connectionString: installation.database.url });
  await client.connect();
  try {
    const unfinished = `select workflow_uuid from dbos.workflow_status where status in ('PENDING', 'ENQUEUED')`;
    const steps = await client.query(
      `update dbos.operation_outputs set function_name = 'former ' || function_name where workflow_uuid in (${unfinished})`,
    );
    const inputs = await client.query(
      `update dbos.workflow_input set inputs = replace(inputs, '"workflow":', '"workflow":-') where workflow_uuid in (${unfinished})`,
    );
    return [inputs.rowCount, steps.rowCount];
  } finally {
    await client.end();
  }
}

/** A call in the middle of each kind of work; the process ends before or after it. */
const cases = [
  { name: 'home-room', operation: 'copyFileAs', moment: 'after' },
  { name: 'client-room', operation: 'setRoomSecurity', moment: 'after' },
  { name: 'project-room', operation: 'createRoom', moment: 'after' },
  { name: 'guest-close-out', operation: 'setRoomSecurity', moment: 'before' },
  { name: 'undo', operation: 'setRoomSecurity', moment: 'before' },
  { name: 'archive', operation: 'archiveRoom', moment: 'after' },
] as const;

describe.each(cases)('$name, begun by older code', ({ name, operation, moment }) => {
  it(`is finished by planning anew, killed ${moment} ${operation}`, async () => {
    const job = jobs.find((one) => one.name === name);
    if (!job) throw new Error(`there is no job ${name}`);
    const prepared = await job.prepare(`${name}-${moment}`);
    const fault = await portal.fault({ operation }, { hold: moment });
    await prepared.begin();
    await fault.struck();
    await running.service.kill9();
    await portal.clearFaults();
    const [journals, steps] = await makeOlder();
    expect(journals).toBeGreaterThan(0);
    expect(steps).toBeGreaterThan(0);
    running.service = await installation.start();
    expect(await prepared.outcome()).toEqual(job.expected);
    expect(running.service.logs()).toContain('planned anew');
  });
});
