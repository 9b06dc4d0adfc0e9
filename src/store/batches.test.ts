import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { createBatchRecords, type BatchRecords, type NewBatch } from './batches.ts';
import { createDocumentRecords } from './documents.ts';

let database: TestStore;
let batches: BatchRecords;

beforeAll(async () => {
  database = await openTestStore();
  const document = { hash: 'd1', name: 'client-room', file: 'client-room.yaml', text: '' };
  await createDocumentRecords(database.store.db).save(document);
  batches = createBatchRecords(database.store.db);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** A file of so many rows, of which the second is wrong. */
function aBatch(id: string, count: number): NewBatch {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ row: index + 1, line: index + 2, cells: [`C-${index + 1}`] },
    ...(index === 1 ? { error: 'id: is missing' } : { target: `sealed ${index + 1}` }),
  }));
  const head = { blueprint: 'client-room', documentHash: 'd1', file: 'clients.csv', who: 'olga' };
  return { ...head, id, headings: ['id'], delimiter: ';', rows };
}

it('keeps a file once, with all rows in their order, however many statements it takes', async () => {
  await batches.insert(aBatch('b1', 1_201));
  await batches.insert({ ...aBatch('b1', 3), file: 'another.csv' });
  expect(await batches.find('b1')).toMatchObject({
    ...{ file: 'clients.csv', headings: ['id'], delimiter: ';', total: 1_201, refused: 1 },
    states: { 'not-started': 1_200 },
  });
  const rows = await batches.rows('b1');
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 1_201 }, (_, index) => index + 1));
  expect(rows[1]).toEqual({ row: 2, line: 3, cells: ['C-2'], state: 'refused', reason: 'id: is missing' });
  expect(await batches.find('b2')).toBeUndefined();
});

it('names the rows that still need a run, and keeps nothing of what was given once they have one', async () => {
  await database.query('delete from batch_rows');
  await database.query('delete from batches');
  await batches.insert(aBatch('b3', 4));
  expect(await batches.listLeft(2)).toEqual([
    { batchId: 'b3', row: 1, target: 'sealed 1', documentHash: 'd1', who: 'olga' },
    { batchId: 'b3', row: 3, target: 'sealed 3', documentHash: 'd1', who: 'olga' },
  ]);
  await batches.settle({ batchId: 'b3', row: 1 }, { runId: 'r1' });
  await batches.settle({ batchId: 'b3', row: 3 }, { error: 'The portal knows nobody of that name.' });
  expect((await batches.listLeft(9)).map(({ row }) => row)).toEqual([4]);
  expect((await batches.rows('b3')).map(({ state }) => state)).toEqual([
    ...['queued', 'refused', 'refused', 'not-started'],
  ]);
  const { rows } = await database.store.pool.query('select row from batch_rows where target is not null');
  expect(rows).toEqual([{ row: 4 }]);
});
