import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { startPostgresProxy, type PostgresProxy } from '../../test/support/wire/postgres-proxy.ts';
import { createLog } from '../base/log.ts';
import { startEngine, type Engine } from './engine.ts';

/** An engine whose way to the database can be cut at each of its writes; the database itself stays. */
interface CutEngine {
  readonly proxy: PostgresProxy;
  readonly pool: pg.Pool;
  readonly engine: Engine;
}

let database: TestStore;
let world: CutEngine;
const done: string[] = [];

beforeAll(async () => {
  database = await openTestStore();
  const proxy = await startPostgresProxy(database.url.reveal());
  const log = createLog({ level: 'error', destination: { write: () => undefined } });
  const pool = new pg.Pool({ connectionString: proxy.url, max: 8 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const engine = await startEngine({
    pool,
    connectionString: proxy.url,
    executorId: 'cut',
    concurrency: 10,
    works: true,
    log,
    async work(input, scope) {
      await scope.step('only', () => Promise.resolve(null));
      if (typeof input === 'string') done.push(input);
    },
  });
  world = { proxy, pool, engine };
});

afterEach(() => world.proxy.gate.open());

afterAll(async () => {
  await world.engine.stop(5_000);
  await world.pool.end();
  await world.proxy[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const claim = 'UPDATE "dbos".workflow_status SET status = $1, owner_xid =';

/** The statement that claims work for this process, and its commit: other connections write in between. */
function createPlaces(): Readonly<Record<'claim' | 'commit of the claim', (what: string) => boolean>> {
  let last = '';
  return {
    claim: (what) => what.startsWith(claim),
    'commit of the claim'(what) {
      const isIt = what === 'commit' && last.startsWith(claim);
      last = what;
      return isIt;
    },
  };
}

const cuts = (['claim', 'commit of the claim'] as const).flatMap((place) =>
  (['before', 'after'] as const).map((moment) => ({ place, moment })),
);

it.each(cuts)('does work once whose connection was cut $moment the $place', async ({ place, moment }) => {
  const { proxy, engine } = world;
  const id = `${moment} ${place}`;
  proxy.gate.arm({ nth: 1, moment, fits: createPlaces()[place] }, () => Promise.resolve(false));
  await engine.enqueue({ id, partition: id, input: id });
  await expect.poll(() => done).toContain(id);
  expect(proxy.gate.hasStruck()).toBe(true);
  await engine.enqueue({ id: `${id} behind`, partition: id, input: `${id} behind` });
  await expect.poll(() => done.filter((one) => one.startsWith(id))).toEqual([id, `${id} behind`]);
});
