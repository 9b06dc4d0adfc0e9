import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Secret } from '../../base/secret.ts';
import { choosePort } from './choose-port.ts';
import { announcePresence, type Presence } from './connection.ts';
import type { DataFiles } from './data-files.ts';
import type { Postmaster } from './postmaster-file.ts';
import { findServer, type ServerSetup, startServer } from './server.ts';
import { openServerLog } from './server-log.ts';
import { readIfThere, writeWhole } from './text-file.ts';

interface Target {
  readonly setup: ServerSetup;
  readonly files: DataFiles;
  readonly password: Secret;
}

interface Reached {
  readonly server: Postmaster;
  readonly presence: Presence;
  readonly adopted: boolean;
}

/**
 * Pauses before attempts. A start can fail for causes that pass: a port taken a moment ago, children of a killed server that are still
 * ending, a server that another start has just begun.
 */
const pausesMs = [0, 50, 100, 200, 400, 800];
/** From this attempt on the port of the last start is given up. */
const newPortFrom = 4;

/**
 * Connects to the server of a database: the one that is running, else one that it starts. The caller holds the lock.
 *
 * @throws AppError `unavailable` with the server's last words when none stays up.
 */
export async function reachServer(target: Target): Promise<Reached> {
  let reason = 'it ended at once';
  for (const [attempt, pauseMs] of pausesMs.entries()) {
    await sleep(pauseMs);
    const outcome = (await adopt(target)) ?? (await start(target, attempt));
    if (typeof outcome !== 'string') return outcome;
    reason = outcome;
  }
  throw new AppError('unavailable', `PostgreSQL does not start: ${reason}.`, {
    hint: `Its log is ${target.files.log}.`,
  });
}

async function adopt({ setup, password }: Target): Promise<Reached | string | undefined> {
  const server = await findServer(setup.cluster);
  return server && (await connect({ server, password, adopted: true }));
}

async function start({ setup, files, password }: Target, attempt: number): Promise<Reached | string> {
  const lastPort = Number(await readIfThere(files.port));
  const port = await choosePort(lastPort > 0 && attempt < newPortFrom ? lastPort : undefined);
  const log = await openServerLog(files.log);
  try {
    const server = await startServer({ ...setup, port, output: log.descriptor });
    if (server === undefined) return (await log.lastWords()) ?? 'it ended without a word';
    if (port !== lastPort) await writeWhole(files.port, String(port), 0o644);
    return await connect({ server, password, adopted: false });
  } finally {
    await log.close();
  }
}

/** Answers a reason when the server went away meanwhile. */
async function connect(found: {
  readonly server: Postmaster;
  readonly password: Secret;
  readonly adopted: boolean;
}): Promise<Reached | string> {
  const { server, password, adopted } = found;
  try {
    return { server, adopted, presence: await announcePresence({ port: server.port, password }) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
