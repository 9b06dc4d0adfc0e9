import pg from 'pg';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { codeOf } from '../../base/error-code.ts';

export const databaseUser = 'concierge';
const databaseName = 'concierge';
const host = '127.0.0.1';

/** Marks connections that say "a process uses this server", beside those of the process's work. */
const presenceName = 'concierge presence';
const workName = `concierge ${process.pid}`;

export interface Address {
  readonly port: number;
  readonly password: Secret;
}

/** The address for this process's own work. It names the process, so that `countOthers` can tell it from another. */
export function connectionStringOf({ port, password }: Address): Secret {
  const options = `sslmode=disable&application_name=${encodeURIComponent(workName)}`;
  return new Secret(`postgresql://${databaseUser}:${password.reveal()}@${host}:${port}/${databaseName}?${options}`);
}

/** A connection that is kept as long as this process uses the server, so that no other process stops it meanwhile. */
export interface Presence {
  /** How many connections there are besides this one and this process's work. */
  countOthers(): Promise<number>;
  end(): Promise<void>;
}

/**
 * Connects for good, and makes the database on the first call. It does not keep the process alive, and survives the loss of the server.
 *
 * @throws AppError `invalid-config` when the server refuses the password; what `pg` throws when the server does not answer.
 */
export async function announcePresence(address: Address): Promise<Presence> {
  const pool = openPool(address, databaseName);
  try {
    await ensureDatabase(pool, address);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    countOthers: async () => {
      const { rows } = await pool.query<{ others: number }>(
        `select count(*)::int as others from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1`,
        [workName],
      );
      return rows[0]?.others ?? 0;
    },
    end: () => pool.end(),
  };
}

async function ensureDatabase(pool: pg.Pool, address: Address): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    if (codeOf(error) === '28P01') throw wrongPassword(error);
    if (codeOf(error) !== '3D000') throw error;
    await createDatabase(address);
    await pool.query('select 1');
  }
}

async function createDatabase(address: Address): Promise<void> {
  const pool = openPool(address, 'postgres');
  try {
    await pool.query(`create database ${databaseName}`);
  } finally {
    await pool.end();
  }
}

function openPool({ port, password }: Address, database: string): pg.Pool {
  const pool = new pg.Pool({
    host,
    port,
    database,
    user: databaseUser,
    password: password.reveal(),
    // Not left to variables of the environment, which may be meant for other servers.
    ssl: false,
    application_name: presenceName,
    connectionTimeoutMillis: 10_000,
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  // Losing the server while nothing is asked of it is no failure here: the next question connects again.
  pool.on('error', () => undefined);
  return pool;
}

function wrongPassword(cause: unknown): AppError {
  return new AppError(
    'invalid-config',
    'The database refuses the password in the data directory (postgres.password).',
    {
      hint: 'Restore that file from the backup that the database is from.',
      cause,
    },
  );
}
