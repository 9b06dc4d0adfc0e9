import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { createStandingReader } from './standing.ts';

let database: TestStore;

beforeAll(async () => {
  database = await openTestStore();
  await database.query(`insert into documents (hash, name, file, text) values ('h', 'b', 'b.yaml', '')`);
});

afterAll(() => database[Symbol.asyncDispose]());

async function addQueuedRun(id: string): Promise<void> {
  await database.query(
    `insert into runs (id, blueprint, document_hash, subject, state, cause, options, created_at)
     values ($1, 'b', 'h', 's', 'queued', '{"kind":"sweep"}', '{}', now() - interval '1 hour')`,
    [id],
  );
}

it('counts runs at most once in 15 seconds, and reads everything else each time', async () => {
  let now = 0;
  const read = createStandingReader(database.store.db, () => now);
  expect(await read()).toMatchObject({ runs: [], oldestQueuedSeconds: 0 });

  await addQueuedRun('first');
  now = 14_999;
  const early = await read();
  expect(early.runs).toEqual([]);
  expect(early.oldestQueuedSeconds).toBeGreaterThanOrEqual(3_600);

  now = 15_000;
  expect((await read()).runs).toEqual([{ blueprint: 'b', state: 'queued', count: 1 }]);
});

it('counts again after a count that failed', async () => {
  const read = createStandingReader(database.store.db, () => 0);
  await database.query('alter table runs rename to runs_away');
  await expect(read()).rejects.toThrow();
  await database.query('alter table runs_away rename to runs');
  // Both halves of the reading failed, and the first to fail ended it: the count may still be about to.
  const { runs } = await waitFor('a count', read);
  expect(runs).toHaveLength(1);
});
