import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { AppError } from '../base/errors.ts';
import type { Store } from './open-store.ts';

/** How often it is looked whether it is our turn, and how long at most: a run that waits holds its place in the queue. */
const lookEveryMs = 250;
const longestWaitMs = 45_000;

/** How often who has the turn gives a sign of life: the database takes it from one who gives none for 15 seconds (open-store.ts). */
const signEveryMs = 3_000;

/**
 * Does work of one name one after another, whichever process of the installation asks. Only who works holds a connection. When the
 * connection is lost meanwhile, or the process is stopped for long, another may begin: the work must not rely on the turn alone.
 * Errors: `unavailable` when it was not our turn for 45 seconds; then nothing was done.
 */
export function createTurns(store: Pick<Store, 'pool'>, options: TurnOptions = {}) {
  const attempt = createTryTurn(store, options);

  return async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const until = performance.now() + longestWaitMs;
    for (;;) {
      const done = await attempt(name, work);
      if (done) return done.result;
      if (performance.now() > until) {
        throw new AppError('unavailable', `Other runs are busy with "${name}".`, {
          hint: 'The run tries again by itself.',
          details: { effect: 'none' },
        });
      }
      await sleep(lookEveryMs);
    }
  };
}

interface TurnOptions {
  readonly signEveryMs?: number;
}

/** As for `createTurns`, without waiting: undefined when somebody else is at it. */
export function createTryTurn({ pool }: Pick<Store, 'pool'>, options: TurnOptions = {}) {
  return async function tryTurn<T>(name: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const client = await pool.connect();
    try {
      // A lock of the session would be kept for as long as a stopped process keeps its connection.
      await client.query('begin');
      try {
        const lock = 'select pg_try_advisory_xact_lock(hashtext($1)) as ours';
        const asked = await client.query<{ ours: boolean }>(lock, [name]);
        if (asked.rows[0]?.ours !== true) return undefined;
        return { result: await withSigns(client, work, options) };
      } finally {
        await client.query('commit');
      }
    } finally {
      client.release();
    }
  };
}

async function withSigns<T>(client: PoolClient, work: () => Promise<T>, options: TurnOptions): Promise<T> {
  // Whether the connection was lost is seen at the end of the work.
  const sign = (): void => void client.query('select 1').catch(() => undefined);
  const timer = setInterval(sign, options.signEveryMs ?? signEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
