import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import './database.global.ts';

export interface TestDatabase {
  readonly url: string;
  /** Deletes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** An empty database for one test, in the server of the test run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('databaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Nothing of this server waits for the disk: a copy of the files is the quickest then.
  await run(serverUrl, `create database ${name} strategy file_copy`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
