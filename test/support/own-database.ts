import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { codeOf } from '../../src/base/error-code.ts';
import { createLog } from '../../src/base/log.ts';
import { startPostgres } from '../../src/engine/postgres/start-postgres.ts';
import type { TestDatabase } from './database.ts';

/** The processes that one has started; whichever of them has ended meanwhile is no harm. */
async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

/** A process of the server may have ended since it was listed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** A database server that a test may stop, which must not be that of all tests. */
export interface OwnDatabase extends TestDatabase {
  /** Cuts all connections, is away for a while, and comes back at the same place. */
  restart(awayMs: number): Promise<void>;
  /** Ends the server and all of its processes as a power failure would. */
  kill9(): Promise<void>;
  /** Brings the server back at the same place. */
  revive(): Promise<void>;
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

  async function readPid(): Promise<number> {
    const [pid = ''] = (await readFile(join(running.directory, 'postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  }

  async function halt(): Promise<void> {
    // Fast shutdown: connections are cut, what was committed stays.
    process.kill(await readPid(), 'SIGINT');
    while (await isThere()) await sleep(50);
  }

  async function revive(): Promise<void> {
    const again = await startPostgres({ dataDir, log });
    if (again.connectionString.reveal() !== url) throw new Error('the database came back at another place');
  }

  return {
    url,
    async restart(awayMs) {
      await halt();
      await sleep(awayMs);
      await revive();
    },
    async kill9() {
      const pid = await readPid();
      for (const one of [pid, ...(await childrenOf(pid))]) killIfThere(one);
      while (await isThere()) await sleep(20);
    },
    revive,
    async drop() {
      await halt();
      // The server may still write for a moment after it has given up its lock.
      const whole = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const;
      await rm(running.directory, whole);
      await rm(folder, whole);
    },
  };
}
