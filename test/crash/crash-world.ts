import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { behaveAsHubspot, createCrm } from '../contract/support/hubspot-double.ts';
import { startVendor } from '../contract/support/start-vendor.ts';
import { type Child, startChild } from '../support/child-process.ts';
import { createInstallation } from '../support/installation.ts';
import { createJobs } from '../support/jobs/create-jobs.ts';
import { endOfAllRuns } from '../support/jobs/follow-runs.ts';
import type { Job } from '../support/jobs/job.ts';
import { startOwnDatabase, type OwnDatabase } from '../support/own-database.ts';
import { picturePortal } from '../support/portal-picture.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { startMailServer } from '../support/smtp.ts';
import { startCallProxy } from '../support/wire/call-proxy.ts';
import type { Gate } from '../support/wire/gate.ts';
import { startPostgresProxy } from '../support/wire/postgres-proxy.ts';
import type { CrashKind, Victim } from './crash-point.ts';

/** A portal, a database, and the service between them, all of which can be killed and made anew. */
export interface CrashWorld extends AsyncDisposable {
  readonly jobs: readonly Job[];
  readonly gates: Readonly<Record<CrashKind, Gate>>;
  /** Puts portal and database back to their beginning and starts a service. */
  renew(): Promise<void>;
  /** An id that no earlier doing had. */
  nextId(): string;
  kill(victim: Victim): Promise<void>;
  /** Starts again what was killed. */
  revive(victim: Victim): Promise<void>;
  /** Waits until no run is under way. */
  settle(): Promise<void>;
  /** Waits until nobody asks and writes anything, and counts anew. */
  quiet(): Promise<void>;
  /** What the portal and the CRM hold, in which one doing looks like another. */
  picture(): Promise<readonly string[]>;
}

/** Half a minute in sum, as the portal's own; shorter at first, since each doing waits for one of them. */
const retryDelaysMs = [500, 1_500, 3_000, 6_000, 20_000];

export async function startCrashWorld(): Promise<CrashWorld> {
  await using stack = new AsyncDisposableStack();
  const crm = createCrm();
  const vendor = stack.use(await startVendor(behaveAsHubspot(crm)));
  const mail = stack.use(await startMailServer());
  const database = await startOwnDatabase();
  stack.defer(() => database.drop());
  const folder = await mkdtemp(join(tmpdir(), 'concierge-crash-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const env = { HUBSPOT_TOKEN: 'pat-eu1-crash', HUBSPOT_URL: vendor.url };
  const installation = stack.use(
    await createInstallation({
      smtpUrl: mail.url,
      env,
      retryDelaysMs,
      database: { url: database.url, drop: () => Promise.resolve() },
    }),
  );
  const { portal } = installation;
  const portalProxy = stack.use(await startCallProxy(portal.url));
  const databaseProxy = stack.use(await startPostgresProxy(database.url));
  const gates = { portal: portalProxy.gate, database: databaseProxy.gate };

  await makeTemplate(
    database,
    (url) => installation.start({ DATABASE_URL: url, DOCSPACE_BASE_URL: portalProxy.url }),
    (url) => portal.registerWebhook(url),
  );
  const beginning: unknown = await portal.sandbox.control('GET snapshot');

  const now: { service?: ServiceProcess; database?: string; worlds: number; doings: number } = {
    worlds: 0,
    doings: 0,
  };
  const commands = new Set<Child>();
  const settings = () => ({
    DOCSPACE_BASE_URL: portalProxy.url,
    DATABASE_URL: withName(databaseProxy.url, now.database ?? ''),
  });
  async function endProcesses(): Promise<void> {
    await now.service?.kill9();
    for (const child of commands) child.kill('SIGKILL');
  }
  async function startService(): Promise<void> {
    now.service = await installation.start(settings());
  }

  const world = {
    ...{ portal, mail, crm },
    settings: installation.settings,
    service() {
      if (!now.service) throw new Error('no service was started');
      return now.service;
    },
    async command(args: readonly string[], cwd: string) {
      const child = startChild({ args, cwd, env: { ...installation.settings, ...settings() } });
      commands.add(child);
      const code = await child.ended;
      commands.delete(child);
      return { code, stdout: child.stdout(), stderr: child.stderr() };
    },
  };
  const disposal = stack.move();
  return {
    jobs: createJobs(world),
    gates,
    async renew() {
      await endProcesses();
      now.worlds += 1;
      now.database = await cloneTemplate(database, now.worlds, now.database);
      await portal.sandbox.control('PUT snapshot', beginning);
      crm.contacts.clear();
      crm.notes.splice(0);
      for (const gate of Object.values(gates)) gate.open();
      await startService();
    },
    nextId: () => `crash${(now.doings += 1)}`,
    async quiet() {
      await quietOf(gates);
      for (const gate of Object.values(gates)) gate.open();
    },
    async kill(victim) {
      if (victim !== 'database') await endProcesses();
      if (victim !== 'process') await database.kill9();
    },
    async revive(victim) {
      if (victim !== 'process') await database.revive();
      if (victim !== 'database') await startService();
    },
    settle: () => endOfAllRuns(world),
    async picture() {
      const picture = picturePortal(await portal.sandbox.control('GET snapshot'));
      const emails = new Map([...crm.contacts].map(([email, id]) => [id, email]));
      const notes = crm.notes.map(({ contact }) => `note on ${emails.get(contact) ?? 'nobody'}`);
      return [...picture, ...notes].map(withoutDoing).toSorted();
    },
    [Symbol.asyncDispose]: async () => {
      await endProcesses();
      await disposal.disposeAsync();
    },
  };
}

/** What a service does by itself after its start, and after a run, is over when nothing has passed for so long. */
const quietMs = 300;

async function quietOf(gates: CrashWorld['gates']): Promise<void> {
  const count = (): number => gates.portal.passed.length + gates.database.passed.length;
  for (let before = -1, now = count(); before !== now; now = count()) {
    before = now;
    await sleep(quietMs);
  }
}

/** One doing of a job is told from another by its number alone. */
function withoutDoing(line: string): string {
  return line.replaceAll(/crash\d+/g, 'CRASH').replaceAll(/\bperson\d+@/g, 'person@');
}

const template = 'beginning';

function withName(url: string, name: string): string {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
}

async function query(database: OwnDatabase, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withName(database.url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database in which everything stands that a service makes at its first start, to be copied: that is quicker than to make it. */
async function makeTemplate(
  database: OwnDatabase,
  start: (url: string) => Promise<ServiceProcess>,
  registerWebhook: (url: string) => Promise<void>,
): Promise<void> {
  await query(database, `create database ${template}`);
  const service = await start(withName(database.url, template));
  await registerWebhook(service.url);
  await service.stop();
}

async function cloneTemplate(database: OwnDatabase, nth: number, former: string | undefined): Promise<string> {
  if (former !== undefined) await query(database, `drop database if exists ${former} with (force)`);
  const name = `world_${nth}`;
  await query(database, `create database ${name} template ${template}`);
  return name;
}
