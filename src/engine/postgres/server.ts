import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Account } from './account.ts';
import { type Binaries, programOf } from './binaries.ts';
import { codeOf } from '../../base/error-code.ts';
import { disownPostmaster, type Postmaster, readPostmaster, removeEmptyPostmaster } from './postmaster-file.ts';
import { isKnownProcess, isServerOf } from './process-info.ts';
import { cannotRun, otherServer, programEnvironment, runProgram } from './run-program.ts';

const patienceMs = 60_000;
const pollMs = 10;

/** What a server is started and stopped with. */
export interface ServerSetup {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** The database's real path. */
  readonly cluster: string;
  /** Whether nobody misses what is in it after the machine failed: then nothing waits for the disk. */
  readonly isThrowaway?: boolean;
}

/**
 * Settings for one application on the same machine: safe on the disk, few processes, little memory. Given at each start, so that a new version
 * of ours changes them for old databases too.
 */
const settings: Readonly<Record<string, string | number>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 250,
  shared_buffers: '32MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: 'on',
  jit: 'off',
  // Without these there are three processes more for reading, and one for replication.
  io_method: 'sync',
  max_logical_replication_workers: 0,
  max_worker_processes: 2,
  max_parallel_workers: 0,
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Details of an error quote what is stored.
  log_error_verbosity: 'terse',
};

/** What goes wrong with these is only seen after a failure of the machine, not of the server. */
const throwawaySettings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } as const;

/**
 * The server that works in a directory, once it is ready; undefined when there is none. Clears a lock that would keep a new one from starting:
 * one that names a process that is no server of this directory.
 *
 * @throws AppError `unavailable` when a server neither becomes ready nor ends within a minute.
 */
export async function findServer(cluster: string): Promise<Postmaster | undefined> {
  await removeEmptyPostmaster(cluster);
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const server = await readPostmaster(cluster);
    if (server === undefined) return undefined;
    if (!(await isServerOf(server.pid, cluster))) {
      if (isKnownProcess(server.pid)) await disownPostmaster(cluster);
      return undefined;
    }
    if (server.status === 'ready') return server;
    await sleep(pollMs);
  }
  throw notReady(cluster);
}

interface Start extends ServerSetup {
  readonly port: number;
  /** Open file that takes what the server says. */
  readonly output: number;
}

/**
 * Starts a server that outlives this process, and waits until it accepts connections. Answers undefined when it ended instead.
 *
 * @throws AppError `invalid-config` when it cannot be run, `unavailable` when it is not ready within a minute (it is left to it).
 */
export async function startServer(start: Start): Promise<Postmaster | undefined> {
  const { binaries, account, cluster, port, output, isThrowaway } = start;
  const all = { ...settings, ...(isThrowaway ? throwawaySettings : {}) };
  const words = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(programOf(binaries, 'postgres'), ['-D', cluster, '-p', String(port), ...words], {
    ...account,
    cwd: '/',
    env: programEnvironment,
    detached: true,
    stdio: ['ignore', output, output],
    windowsHide: true,
  });
  server.unref();
  try {
    await once(server, 'spawn');
  } catch (error) {
    throw new AppError('invalid-config', `${cannotRun}.`, { hint: otherServer, cause: error });
  }
  const deadline = performance.now() + patienceMs;
  while (server.exitCode === null && server.signalCode === null) {
    const state = await readPostmaster(cluster);
    if (state?.pid === server.pid && state?.status === 'ready') return state;
    if (performance.now() > deadline) throw notReady(cluster);
    await sleep(pollMs);
  }
  return undefined;
}

/**
 * Stops the server that works in a directory, if there is one: connections are cut, everything committed is on the disk.
 *
 * @throws AppError `unavailable` when it has not ended within a minute.
 */
export async function stopServer({ binaries, account, cluster }: ServerSetup): Promise<void> {
  const server = await readPostmaster(cluster);
  if (server === undefined || !(await isServerOf(server.pid, cluster))) return;
  if (process.platform === 'win32') {
    await runProgram(programOf(binaries, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast'], account);
    return;
  }
  requestFastShutdown(server.pid);
  const deadline = performance.now() + patienceMs;
  while (await isServerOf(server.pid, cluster)) {
    if (performance.now() > deadline) {
      throw new AppError('unavailable', `PostgreSQL (process ${server.pid}) has not stopped within a minute.`);
    }
    await sleep(pollMs);
  }
}

function requestFastShutdown(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    // It has ended by itself meanwhile.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function notReady(cluster: string): AppError {
  return new AppError('unavailable', `PostgreSQL in ${cluster} has not become ready within a minute.`, {
    hint: 'It may be repairing itself after a crash: look at postgres.log in the data directory, and start again.',
  });
}
