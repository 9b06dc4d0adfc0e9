import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog } from '../../src/base/log.ts';
import { startPostgres } from '../../src/engine/postgres/start-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The one server of a test run; tests make databases of their own in it (`createTestDatabase`). */
    databaseUrl: string;
  }
}

/** Starts one server for all files of a project; the function that it answers stops it and deletes what it wrote. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-test-database-'));
  // Open to the account that the server runs as when the tests run as root.
  await chmod(folder, 0o711);
  const log = createLog({ level: 'warn' });
  const running = await startPostgres({ dataDir: join(folder, 'data'), log, isThrowaway: true });
  const url = running.connectionString.reveal();
  project.provide('databaseUrl', url);
  return async () => {
    await endForgottenClients(url);
    await running.stop();
    await rm(running.directory, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
}

/** A client that a killed or failed test has left would keep the server running. */
async function endForgottenClients(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  await client.end();
}
