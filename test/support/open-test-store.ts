import pg from 'pg';
import { createLog, type Log } from '../../src/base/log.ts';
import { Secret } from '../../src/base/secret.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createTestDatabase } from './database.ts';

export interface TestStore extends AsyncDisposable {
  readonly store: Store;
  readonly url: Secret;
  /** Lines that this store, and whatever else was given it, logged. */
  readonly logged: readonly string[];
  readonly log: Log;
  /** Ends every connection to the database, in use or not, from outside. Answers how many. */
  endConnections(): Promise<number>;
  /** The rows of a statement, on the store's own connections. */
  query(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** A store on a database of its own, with all tables; both are gone after the test. */
export async function openTestStore(): Promise<TestStore> {
  const database = await createTestDatabase();
  const url = new Secret(database.url);
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const store = await openStore({ connectionString: url, log, connections: 8 });
  return {
    store,
    url,
    logged,
    log,
    async endConnections() {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const ended = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await client.end();
      return ended.rowCount ?? 0;
    },
    query: async (statement, values = []) =>
      (await store.pool.query<Record<string, unknown>>(statement, [...values])).rows,
    async [Symbol.asyncDispose]() {
      await store.close();
      await database.drop();
    },
  };
}
