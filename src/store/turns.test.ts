import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createTryTurn, createTurns } from './turns.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

it('lets work of one name be done one after another, whoever asks, and other work beside it', async () => {
  const [one, other] = [createTurns(database.store), createTurns(database.store)];
  let under = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, (under += 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    under -= 1;
  };
  const free = Promise.withResolvers<string>();
  const held = one('a name', () => free.promise);
  await other('another name', () => Promise.resolve());
  free.resolve('done');
  await Promise.all([held, one('a name', work), other('a name', work), one('a name', work)]);
  expect(most).toBe(1);
});

it('gives the turn on after work that failed', async () => {
  const inTurn = createTurns(database.store);
  await expect(inTurn('a name', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn('a name', () => Promise.resolve('done'))).toBe('done');
});

/** Work that has the turn, and keeps it until it is let go. */
function hold<T>(take: (work: () => Promise<string>) => Promise<T>) {
  const [begun, free] = [Promise.withResolvers<undefined>(), Promise.withResolvers<string>()];
  const held = take(() => {
    begun.resolve(undefined);
    return free.promise;
  });
  return { held, begun: begun.promise, free: free.resolve };
}

describe('a database that takes the turn from whoever gives no sign of life', () => {
  let pool: pg.Pool;

  beforeAll(() => {
    const options = '-c idle_in_transaction_session_timeout=300';
    pool = new pg.Pool({ connectionString: database.url.reveal(), options });
    pool.on('connect', (client) => client.on('error', () => undefined));
  });

  afterAll(() => pool.end());

  it('leaves it to work that takes longer than that', async () => {
    const tryTurn = createTryTurn({ pool }, { signEveryMs: 50 });
    const { held, begun, free } = hold((work) => tryTurn('long', work));
    await begun;
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await createTryTurn(database.store)('long', () => Promise.resolve())).toBeUndefined();
    free('done');
    expect(await held).toEqual({ result: 'done' });
  });

  it('gives that of a stopped process to the next, and says so when that one comes back', async () => {
    const stopped = createTryTurn({ pool }, { signEveryMs: 1_000_000 });
    const { held, begun, free } = hold((work) => stopped('stopped', work));
    await begun;
    expect(await createTurns(database.store)('stopped', () => Promise.resolve('next'))).toBe('next');
    free('done');
    await expect(held).rejects.toThrow();
  });
});
