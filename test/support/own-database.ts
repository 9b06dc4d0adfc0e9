import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createLog } from '../../src/base/log.ts';
import { startPostgres } from '../../src/engine/postgres/start-postgres.ts';
import type { TestDatabase } from './database.ts';

/** A database server that a test may stop, which must not be that of all tests. */
export interface OwnDatabase extends TestDatabase {
  /** Cuts all connections, is away for a while, and comes back at the same place. */
  restart(awayMs: number): Promise<void>;
}

export async function startOwnDatabase(): Promise<OwnDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-test-own-database-'));
  await chmod(folder, 0o711);
  const dataDir = join(folder, 'data');
  const log = createLog({ level: 'error' });
  const running = await startPostgres({ dataDir, log });
  const url = running.connectionString.reveal();

  async function isThere(): Promise<boolean> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  }

  async function halt(): Promise<void> {
    const [pid = ''] = (await readFile(join(running.directory, 'postmaster.pid'), 'utf8')).split('\n');
    // Fast shutdown: connections are cut, what was committed stays.
    process.kill(Number(pid), 'SIGINT');
    while (await isThere()) await sleep(50);
  }

  return {
    url,
    async restart(awayMs) {
      await halt();
      await sleep(awayMs);
      const again = await startPostgres({ dataDir, log });
      if (again.connectionString.reveal() !== url) throw new Error('the database came back at another place');
    },
    async drop() {
      await halt();
      await rm(running.directory, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
