import * as z from 'zod';
import { createTestDatabase, type TestDatabase } from './database.ts';
import type { Environment } from './child-process.ts';
import { findFreePort } from './free-port.ts';
import { runCommand } from './run-command.ts';
import { type ServiceProcess, settingsFor, startServiceProcess } from './service-process.ts';
import { startTestPortal, type TestPortal, type TestPerson } from './test-portal.ts';
import { waitFor } from './wait-for.ts';

const Run = z.looseObject({
  id: z.string(),
  subject: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  remarks: z.array(z.string()).default([]),
  error: z.looseObject({ kind: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  room: z.looseObject({ id: z.int(), title: z.string(), url: z.string().optional() }).optional(),
  cause: z.looseObject({ kind: z.string() }),
});
const Runs = z.object({ runs: z.array(Run) });

export type TestRun = z.infer<typeof Run>;

/** A portal, a database, and what works on both. */
export interface Installation extends AsyncDisposable {
  readonly portal: TestPortal;
  readonly database: TestDatabase;
  readonly settings: Environment;
  /** A further process of this installation. */
  start(env?: Environment, command?: 'serve' | 'worker'): Promise<ServiceProcess>;
  /** A command of this installation, with `--json` where `args` have it. */
  command(args: readonly string[], env?: Environment): ReturnType<typeof runCommand>;
}

interface InstallationOptions {
  readonly smtpUrl?: string;
  readonly env?: Environment;
  /** The pauses after which the portal sends a delivery again. */
  readonly retryDelaysMs?: readonly number[];
  /** One of its own instead of a new one in the server of the test run. */
  readonly database?: TestDatabase;
}

/** An installation in which nothing runs yet but the portal. */
export async function createInstallation({
  smtpUrl,
  env = {},
  retryDelaysMs,
  database: given,
}: InstallationOptions = {}): Promise<Installation> {
  const portal = await startTestPortal(retryDelaysMs);
  const database = given ?? (await createTestDatabase());
  // The same after each restart: the portal's webhook names it.
  const port = { PORT: String(await findFreePort()) };
  const settings = settingsFor({
    portal,
    databaseUrl: database.url,
    env: { ...port, ...env },
    ...(smtpUrl === undefined ? {} : { smtpUrl }),
  });
  const processes: ServiceProcess[] = [];
  return {
    portal,
    database,
    settings,
    async start(more = {}, command = 'serve') {
      const service = await startServiceProcess({ ...settings, ...more }, { command });
      processes.push(service);
      return service;
    },
    command: (args, more = {}) => runCommand(args, { ...settings, ...more }),
    async [Symbol.asyncDispose]() {
      await portal.clearFaults();
      for (const service of processes) await service.kill9();
      await portal[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

/** All runs for a person, the oldest first. */
export async function runsFor({ id }: Pick<TestPerson, 'id'>, service: ServiceProcess): Promise<readonly TestRun[]> {
  const { runs } = Runs.parse(await service.api('/api/runs?limit=200'));
  return runs.filter((run) => run.subject === `person:${id}`).toReversed();
}

export async function runById(id: string, service: ServiceProcess): Promise<TestRun> {
  return Run.parse(await service.api(`/api/runs/${id}`));
}

/** Waits until every run for a person has ended and there are `count` of them; answers the last with all that is known of it. */
export async function settledRun(person: Pick<TestPerson, 'id'>, service: ServiceProcess, count = 1): Promise<TestRun> {
  const open = ['queued', 'running', 'waiting'];
  const last = await waitFor(
    `the end of ${count} run(s) for ${person.id}`,
    async () => {
      const runs = await runsFor(person, service);
      return runs.length >= count && runs.every(({ state }) => !open.includes(state)) && runs.at(-1);
    },
    { instead: () => runsFor(person, service).catch(String) },
  );
  return runById(last.id, service);
}
