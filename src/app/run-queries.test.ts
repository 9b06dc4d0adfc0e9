import { expect, it } from 'vitest';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { createDocumentRecords } from '../store/documents.ts';
import { createRunRecords } from '../store/runs.ts';
import { listRuns } from './run-queries.ts';

it('pages through runs, the last page without a next', async () => {
  await using database = await openTestStore();
  const { db } = database.store;
  const runs = createRunRecords(db);
  await createDocumentRecords(db).save({ hash: 'h', name: 'b', file: 'b.yaml', text: '' });
  for (const runId of ['a', 'b', 'c', 'd']) {
    const cause = { kind: 'sweep' } as const;
    const options = { repair: false, recreate: false };
    await runs.insertQueued({ runId, attempt: 1, blueprint: 'b', documentHash: 'h', subject: 's', cause, options });
  }
  await database.query(`update runs set created_at = '2026-07-01T00:00:00Z'`);
  const first = await listRuns({ limit: 2 }, runs);
  expect([first.runs.map(({ id }) => id), first.next]).toEqual([['d', 'c'], 'c']);
  const second = await listRuns({ limit: 2, before: 'c' }, runs);
  expect([second.runs.map(({ id }) => id), second.next]).toEqual([['b', 'a'], undefined]);
  expect(await listRuns({ limit: 2, before: 'a' }, runs)).toEqual({ runs: [] });
});
