import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Secret } from '../base/secret.ts';
import { up as foundation } from './migrations/0001-foundation.ts';
import { up as inputs } from './migrations/0002-inputs.ts';
import { up as closeOut } from './migrations/0003-close-out.ts';
import { up as alerts } from './migrations/0014-alerts.ts';
import { up as pages } from './migrations/0012-pages.ts';
import { up as cancels } from './migrations/0015-cancels.ts';
import { up as accessEnds } from './migrations/0016-access-ends.ts';
import { up as firstPolls } from './migrations/0017-first-polls.ts';
import { up as portalWatch } from './migrations/0007-portal-watch.ts';
import { up as portalBudget } from './migrations/0008-portal-budget.ts';
import { up as begunCloseOuts } from './migrations/0004-begun-close-outs.ts';
import { up as sweeps } from './migrations/0005-sweeps.ts';
import { up as audit } from './migrations/0010-audit.ts';
import { up as dailyLimits } from './migrations/0011-daily-limits.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** Our tables stand in a schema of their own beside the engine's. */
const schema = 'concierge';

const migrations: Record<string, Migration> = {
  '0001-foundation': { up: foundation },
  '0002-inputs': { up: inputs },
  '0003-close-out': { up: closeOut },
  '0004-begun-close-outs': { up: begunCloseOuts },
  '0005-sweeps': { up: sweeps },
  '0007-portal-watch': { up: portalWatch },
  '0008-portal-budget': { up: portalBudget },
  '0010-audit': { up: audit },
  '0011-daily-limits': { up: dailyLimits },
  '0012-pages': { up: pages },
  '0014-alerts': { up: alerts },
  '0015-cancels': { up: cancels },
  '0016-access-ends': { up: accessEnds },
  '0017-first-polls': { up: firstPolls },
};

export interface Store {
  readonly db: Database;
  /** The pool below `db`; the engine shares it. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

interface StoreOptions {
  readonly connectionString: Secret;
  readonly log: Log;
  /** Most connections that this process opens. */
  readonly connections?: number;
}

/**
 * Connects and brings the tables up to date.
 * Errors: `invalid-config` when the database cannot be reached, or is newer than this version of Concierge.
 */
export async function openStore({ connectionString, log, connections = 16 }: StoreOptions): Promise<Store> {
  const pool = createPool(connectionString, connections, log);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, pool, close: () => db.destroy() };
}

/** An unhandled `error` event of a connection would end the process: each one is listened to, from its first moment. */
function createPool(connectionString: Secret, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connectionString.reveal(),
    max,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    fallback_application_name: `concierge-${process.pid}`,
    // A process that is stopped in the middle of a transaction must not keep from others what it has locked.
    options: `-c search_path=${schema},public -c idle_in_transaction_session_timeout=15000`,
  });
  const onError = (error: Error): void => {
    // Of one that is being given up anyway it is no news.
    if (!pool.ending) log.warn('database connection lost', { reason: error.message });
  };
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({
    db,
    migrationTableSchema: schema,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const message = error instanceof Error ? error.message : 'unknown reason';
  if (message.includes('previously executed migration')) {
    throw new AppError('invalid-config', 'The database belongs to a newer version of Concierge.', {
      hint: 'Start the version that wrote it, or a newer one; nothing was changed.',
      cause: error,
    });
  }
  throw new AppError('invalid-config', `The database could not be opened: ${message}.`, {
    hint: 'Check that PostgreSQL runs and that DATABASE_URL (or the embedded one in DATA_DIR) is right.',
    cause: error,
  });
}
