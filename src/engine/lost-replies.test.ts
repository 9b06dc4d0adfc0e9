import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { startPostgresProxy, type PostgresProxy } from '../../test/support/wire/postgres-proxy.ts';
import { createLog } from '../base/log.ts';
import { Secret } from '../base/secret.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { startEngine, type Engine } from './engine.ts';

/** An engine whose way to the database can be cut at each of its writes; the database itself stays. */
interface CutEngine {
  readonly proxy: PostgresProxy;
  readonly store: Store;
  readonly engine: Engine;
}

let database: TestStore;
let world: CutEngine;
const done: string[] = [];

beforeAll(async () => {
  database = await openTestStore();
  const proxy = await startPostgresProxy(database.url.reveal());
  const log = createLog({ level: 'error', destination: { write: () => undefined } });
  const store = await openStore({ connectionString: new Secret(proxy.url), log, connections: 8 });
  const engine = await startEngine({
    pool: store.pool,
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
  world = { proxy, store, engine };
});

afterEach(() => world.proxy.gate.open());

afterAll(async () => {
  await world.engine.stop(5_000);
  await world.store.close();
  await world.proxy[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

// Queuing is the first three writes of the engine; the fourth claims the work for this process, and the fifth is its commit.
it.each([4, 5].flatMap((nth) => (['before', 'after'] as const).map((moment) => ({ nth, moment }))))(
  'does work once whose connection was cut $moment write $nth of the engine',
  async ({ nth, moment }) => {
    const { proxy, engine } = world;
    const id = `${moment}-${nth}`;
    const cuts: (string | undefined)[] = [];
    proxy.gate.arm({ nth, moment }, () => {
      cuts.push(...proxy.gate.passed.slice(3));
      return Promise.resolve(false);
    });
    await engine.enqueue({ id, partition: id, input: id });
    await expect.poll(() => done, { timeout: 15_000 }).toContain(id);
    expect(cuts.map((cut) => cut?.slice(0, 30))).toEqual(
      ['UPDATE "dbos".workflow_status ', 'commit'].slice(0, nth - 3),
    );
    await engine.enqueue({ id: `${id} behind`, partition: id, input: `${id} behind` });
    await expect
      .poll(() => done.filter((one) => one.startsWith(id)), { timeout: 15_000 })
      .toEqual([id, `${id} behind`]);
  },
);
