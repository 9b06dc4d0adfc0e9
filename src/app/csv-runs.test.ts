import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../test/contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { textWith } from '../../test/support/matchers.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { parseBlueprint } from '../blueprint/parse-blueprint.ts';
import { loadConfig } from '../config/load-config.ts';
import { runStates } from '../runs/run.ts';
import { createBatchRecords } from '../store/batches.ts';
import { withEngine } from './apply-command.ts';
import { type BatchRuns, type RunStanding, withBatchRuns } from './csv-runs.ts';
import { openCore, type Core } from './open-core.ts';
import { queueLeftRows } from './pages/apply-sheets.ts';

const text = `apiVersion: concierge/v1
kind: Room
name: client-room
on: { http: true }
inputs: { id: string, file: number? }
key: "{{ id }}"
room:
  title: "Client - {{ id }}"
  type: custom
  contents: [Invoices, { copy: "{{ file }}" }]
`;

let sandbox: TestSandbox;
let database: TestStore;
let core: Core;
let folder: string;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), openTestStore()]);
  folder = await mkdtemp(join(tmpdir(), 'concierge-runs-'));
  const settings = { DOCSPACE_BASE_URL: sandbox.url, DOCSPACE_API_KEY: sandbox.ownerKey, DATA_DIR: folder };
  const config = loadConfig({ env: { ...settings, DATABASE_URL: database.url.reveal() } });
  core = await openCore({ config, log: database.log });
});

afterAll(async () => {
  await core.close();
  await sandbox[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Lends the runs of a batch over the blueprint above. */
async function inBatch<T>(id: string, again: boolean, use: (runs: BatchRuns) => Promise<T>): Promise<T> {
  const parsed = parseBlueprint({ file: 'client-room.yaml', text });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join('; '));
  const loaded = { blueprint: parsed.blueprint, file: 'client-room.yaml', text, hash: 'ab'.repeat(32) };
  await core.documents.save({ name: 'client-room', file: loaded.file, text, hash: loaded.hash });
  return withBatchRuns({ loaded, id, recreate: false, again }, core, use);
}

function rowOf(id: string, file?: string) {
  return { inputs: { id, ...(file === undefined ? {} : { file }) }, secrets: {}, from: 'text' as const };
}

async function ended(runs: BatchRuns, runId: string): Promise<RunStanding> {
  return waitFor('the run to end', async () => {
    await runs.keepGoing();
    const [standing] = await runs.statesOf([runId]);
    return standing && runStates[standing.state].ended ? standing : undefined;
  });
}

it('the same row of the same batch is the same run, and of another batch another one', async () => {
  const first = await inBatch('batch-1', false, async (runs) => {
    const started = await runs.start(rowOf('C-1'), 1);
    expect(started.isNew).toBe(true);
    const standing = await ended(runs, started.runId);
    expect(standing).toMatchObject({ state: 'done', roomUrl: textWith('/rooms/shared/') });
    expect(await runs.start(rowOf('C-1'), 1)).toEqual({ runId: started.runId, isNew: false });
    return started.runId;
  });
  await inBatch('batch-1', false, async (runs) => {
    expect(await runs.start(rowOf('C-1'), 1)).toEqual({ runId: first, isNew: false });
  });
  for (const [id, again] of [
    ['batch-2', false],
    ['batch-1', true],
  ] as const) {
    await inBatch(id, again, async (runs) => {
      const { runId, isNew } = await runs.start(rowOf('C-1'), 1);
      expect([runId === first, isNew]).toEqual([false, true]);
      expect(await ended(runs, runId)).toMatchObject({ state: 'nothing-to-do' });
    });
  }
  const rooms = await sandbox.portal().roomsOwnedBy((await sandbox.portal().self()).id);
  expect(rooms.filter(({ title }) => title === 'Client - C-1')).toHaveLength(1);
});

it('a row that failed is tried again by a new run, with what it is given then', async () => {
  await inBatch('batch-3', false, async (runs) => {
    const failed = await runs.start(rowOf('C-2', '999999'), 1);
    expect(await ended(runs, failed.runId)).toMatchObject({
      state: 'failed',
      error: textWith('999999'),
    });
    const next = await runs.start(rowOf('C-2'), 1);
    expect([next.runId === failed.runId, next.isNew]).toEqual([false, true]);
    expect(await ended(runs, next.runId)).toMatchObject({ state: 'done' });
    expect(await runs.start(rowOf('C-2'), 1)).toEqual({ runId: next.runId, isNew: false });
  });
});

it('a row of the pages that cannot be read fails, and the one behind it is queued', async () => {
  const records = createBatchRecords(core.store.db);
  await inBatch('batch-4', false, () => Promise.resolve());
  const rows = [{ person: 7 }, rowOf('C-9')].map((target, index) => ({
    ...{ row: index + 1, line: index + 2, cells: [], target: core.sealer.seal(JSON.stringify(target)) },
  }));
  const head = { blueprint: 'client-room', documentHash: 'ab'.repeat(32), file: 'in.csv', who: 'A', headings: ['id'] };
  await records.insert({ ...head, id: 'pages-1', delimiter: ',', rows });
  await withEngine(core, false, (engine) => queueLeftRows({ core, engine, records }));
  expect(await records.rows('pages-1')).toMatchObject([
    { state: 'refused', reason: textWith('What was kept of the row cannot be read. Another version') },
    { state: 'queued' },
  ]);
});
