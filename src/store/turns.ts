import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../base/errors.ts';
import type { Store } from './open-store.ts';

/** How often it is looked whether it is our turn, and how long at most: a run that waits holds its place in the queue. */
const lookEveryMs = 250;
const longestWaitMs = 45_000;

/**
 * Does work of one name one after another, whichever process of the installation asks. Only who works holds a connection. When the
 * connection is lost meanwhile, another may begin: the work must not rely on the turn alone.
 * Errors: `unavailable` when it was not our turn for 45 seconds; then nothing was done.
 */
export function createTurns(store: Pick<Store, 'pool'>) {
  const attempt = createTryTurn(store);

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

/** As for `createTurns`, without waiting: undefined when somebody else is at it. */
export function createTryTurn({ pool }: Pick<Store, 'pool'>) {
  return async function tryTurn<T>(name: string, work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    const client = await pool.connect();
    try {
      const asked = await client.query<{ ours: boolean }>('select pg_try_advisory_lock(hashtext($1)) as ours', [name]);
      if (asked.rows[0]?.ours !== true) return undefined;
      try {
        return { result: await work() };
      } finally {
        await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
      }
    } finally {
      client.release();
    }
  };
}
