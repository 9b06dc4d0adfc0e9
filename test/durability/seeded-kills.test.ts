import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom, crashKinds, type CrashKind } from '../crash/crash-point.ts';
import { behaveAsHubspot, createCrm } from '../contract/support/hubspot-double.ts';
import { startVendor } from '../contract/support/start-vendor.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import { createArchiveJob, createCloseOutJob } from '../support/jobs/close-out-jobs.ts';
import { endOfAllRuns } from '../support/jobs/follow-runs.ts';
import type { Job, JobWorld } from '../support/jobs/job.ts';
import { createClientRoomJob, createHomeRoomJob, createProjectRoomJob } from '../support/jobs/room-jobs.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { startCallProxy } from '../support/wire/call-proxy.ts';
import { startPostgresProxy } from '../support/wire/postgres-proxy.ts';

const kills = 20;

/** After so many passages at most the process is killed again: little enough that it never comes far. */
const furthest: Readonly<Record<CrashKind, number>> = { portal: 6, database: 25 };

/** The same again: `SEED=... npx vitest run --project durability test/durability/seeded-kills.test.ts`. */
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

let installation: Installation;
let mail: Awaited<ReturnType<typeof startMailServer>>;
const crm = createCrm();
const resources = new AsyncDisposableStack();
const now: { service?: ServiceProcess } = {};

beforeAll(async () => {
  const vendor = resources.use(await startVendor(behaveAsHubspot(crm)));
  mail = await startMailServer();
  resources.defer(() => mail.stop());
  const env = { HUBSPOT_TOKEN: 'pat-eu1-test', HUBSPOT_URL: vendor.url };
  installation = resources.use(await createInstallation({ smtpUrl: mail.url, env }));
});

afterAll(() => resources.disposeAsync());

it(`ends all jobs as if nothing had been, with the process killed at ${kills} points (seed ${seed})`, async () => {
  const portal = resources.use(await startCallProxy(installation.portal.url));
  const database = resources.use(await startPostgresProxy(installation.database.url));
  const gates = { portal: portal.gate, database: database.gate };
  const random = createRandom(seed);
  const start = async (): Promise<void> => {
    now.service = await installation.start({ DOCSPACE_BASE_URL: portal.url, DATABASE_URL: database.url });
  };
  const killed: string[] = [];
  const failures: unknown[] = [];

  /** Kills at the next point, starts again, and so on. What dies takes the calls and statements with it that are on their way. */
  function arm(): void {
    if (killed.length >= kills) return;
    const kind: CrashKind = crashKinds[random() < 0.5 ? 0 : 1];
    const point = {
      nth: 1 + Math.floor(random() * furthest[kind]),
      moment: random() < 0.5 ? 'before' : 'after',
    } as const;
    gates[kind].arm(point, async () => {
      const what = gates[kind].passed[point.nth - 1] ?? '';
      // A room whose creation was never sent is looked for during half a minute: `patience.test.ts` waits for it.
      if (point.moment === 'before' && what.startsWith('POST /api/2.0/files/rooms ')) {
        arm();
        return true;
      }
      killed.push(`${point.moment} ${kind} ${what}`);
      await now.service?.kill9();
      start().then(arm, (error: unknown) => failures.push(error));
      return false;
    });
  }

  await start();
  const world: JobWorld = {
    ...{ portal: installation.portal, mail, crm, settings: installation.settings },
    service() {
      if (!now.service) throw new Error('no service was started');
      return now.service;
    },
    command: (args) => installation.command(args),
  };
  await installation.portal.registerWebhook(world.service().url);
  const jobs = [
    createHomeRoomJob(world),
    createClientRoomJob(world),
    createProjectRoomJob(world),
    createCloseOutJob(world),
    createArchiveJob(world),
  ];
  let round = 0;
  while (killed.length < kills) {
    round += 1;
    const prepared = await Promise.all(jobs.map((job) => job.prepare(`seeded-${round}-${job.name}`)));
    arm();
    await Promise.all(prepared.map((one) => one.begin()));
    const outcomes = await Promise.all(prepared.map((one) => one.outcome()));
    expect(failures).toEqual([]);
    const expected = jobs.map((job: Job) => job.expected);
    expect(outcomes, `seed ${seed}, killed ${killed.join('; ')}`).toEqual(expected);
    for (const gate of Object.values(gates)) gate.open();
  }
  await endOfAllRuns(world);
  expect(killed).toHaveLength(kills);
}, 1_200_000);
