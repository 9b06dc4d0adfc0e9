import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyText } from '../../test/support/matchers.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import type { RunInput, RunOutcome, RunRecords } from '../runs/records.ts';
import { createDocumentRecords } from './documents.ts';
import { createRunRecords } from './runs.ts';

let database: TestStore;
let runs: RunRecords;

const documentHash = 'ab'.repeat(32);

beforeAll(async () => {
  database = await openTestStore();
  runs = createRunRecords(database.store.db);
  const document = { hash: documentHash, name: 'home-room', file: 'home-room.yaml', text: '' };
  await createDocumentRecords(database.store.db).save(document);
});

beforeEach(async () => {
  await database.query('truncate runs');
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

function anInput(runId: string, changes: Partial<RunInput> = {}): RunInput {
  return {
    runId,
    attempt: 1,
    blueprint: 'home-room',
    documentHash,
    subject: 'person:a',
    cause: { kind: 'delivery', eventId: 11, trigger: 'user.created' },
    options: { repair: false, recreate: false },
    ...changes,
  };
}

const failed: RunOutcome = {
  state: 'failed',
  reason: 'no',
  remarks: ['a'],
  error: { kind: 'forbidden', message: 'no', hint: 'Ask.', details: { status: 403 } },
};
const done: RunOutcome = {
  state: 'done',
  subjectName: 'Ada',
  remarks: ['mail kept'],
  room: { id: 7, title: 'Home', url: 'https://portal.example/7' },
};

describe('a run', () => {
  it('ends whatever the portal said', async () => {
    const odd = 'half of a \ud83d and a \u0000';
    await runs.insertQueued(anInput('r1'));
    const room = { id: 7, title: odd, url: 'https://portal.example/7' };
    const outcome = { ...failed, subjectName: odd, reason: odd, remarks: [odd], room };
    await runs.end(anInput('r1'), { ...outcome, error: { kind: 'rejected', message: odd } });
    const kept = 'half of a \ufffd and a \ufffd';
    expect(await runs.find('r1')).toMatchObject({
      state: 'failed',
      reason: kept,
      remarks: [kept],
      error: { message: kept },
    });
  });

  it('is stored with everything that it starts with', async () => {
    const input = anInput('r1', { options: { repair: true, recreate: true } });
    await runs.insertQueued(input);
    expect(await runs.find('r1')).toEqual({
      id: 'r1',
      blueprint: 'home-room',
      subject: 'person:a',
      state: 'queued',
      cause: input.cause,
      createdAt: anyText,
      input,
      remarks: [],
    });
    expect(await runs.find('r2')).toBeUndefined();
  });

  it('is not queued again by being inserted again', async () => {
    await runs.begin(anInput('r1'));
    await runs.insertQueued(anInput('r1'));
    expect(await runs.find('r1')).toMatchObject({ state: 'running' });
  });

  it('makes itself visible when it begins, should nobody have done so', async () => {
    await runs.begin(anInput('r1'));
    expect(await runs.find('r1')).toMatchObject({ state: 'running', input: { attempt: 1 } });
  });

  it('is ended with its outcome', async () => {
    await runs.begin(anInput('r1'));
    await runs.end(anInput('r1'), done);
    expect(await runs.find('r1')).toMatchObject({
      state: 'done',
      subjectName: 'Ada',
      remarks: ['mail kept'],
      room: done.room,
      endedAt: anyText,
    });
    await runs.begin(anInput('r2'));
    await runs.end(anInput('r2'), failed);
    expect(await runs.find('r2')).toMatchObject({ state: 'failed', reason: 'no', error: failed.error });
  });

  it('has not ended while it waits', async () => {
    await runs.begin(anInput('r1'));
    await runs.end(anInput('r1'), { state: 'waiting', remarks: [], resumeInSeconds: 60 });
    const found = await runs.find('r1');
    expect(found?.state).toBe('waiting');
    expect(found?.endedAt).toBeUndefined();
  });

  it('forgets how an earlier attempt ended when the next one begins, but not its room', async () => {
    await runs.begin(anInput('r1'));
    await runs.end(anInput('r1'), { ...failed, room: { id: 7, title: 'Home' } });
    await runs.begin(anInput('r1', { attempt: 2 }));
    const found = await runs.find('r1');
    expect(found).toMatchObject({ state: 'running', input: { attempt: 2 }, room: { id: 7, title: 'Home' } });
    expect([found?.error, found?.reason, found?.endedAt]).toEqual([undefined, undefined, undefined]);
  });
});

describe('an older attempt', () => {
  beforeEach(async () => {
    await runs.begin(anInput('r1'));
    await runs.begin(anInput('r1', { attempt: 2 }));
  });

  it('ends nothing', async () => {
    await runs.end(anInput('r1'), done);
    expect(await runs.find('r1')).toMatchObject({ state: 'running', input: { attempt: 2 } });
  });

  it('begins nothing', async () => {
    await runs.end(anInput('r1', { attempt: 2 }), done);
    await runs.begin(anInput('r1'));
    expect(await runs.find('r1')).toMatchObject({ state: 'done', input: { attempt: 2 } });
  });

  it('queues nothing, nor does the one that has begun', async () => {
    await runs.requeue('r1', 1);
    await runs.requeue('r1', 2);
    expect(await runs.find('r1')).toMatchObject({ state: 'running', input: { attempt: 2 } });
    await runs.requeue('r1', 3);
    expect(await runs.find('r1')).toMatchObject({ state: 'queued', input: { attempt: 3 } });
  });
});

describe('waiting runs', () => {
  it('are due when their time has come, the longest due first', async () => {
    for (const [id, seconds] of [
      ['later', 60],
      ['second', -5],
      ['first', -10],
    ] as const) {
      await runs.begin(anInput(id));
      await runs.end(anInput(id), { state: 'waiting', remarks: [], resumeInSeconds: seconds });
    }
    await runs.begin(anInput('failed'));
    await runs.end(anInput('failed'), failed);
    expect((await runs.listDue(10)).map(({ id }) => id)).toEqual(['first', 'second']);
    expect((await runs.listDue(1)).map(({ id }) => id)).toEqual(['first']);
    await runs.requeue('first', 2);
    expect((await runs.listDue(10)).map(({ id }) => id)).toEqual(['second']);
  });
});

describe('the list of runs', () => {
  beforeEach(async () => {
    for (const id of ['a', 'b', 'c', 'd']) await runs.begin(anInput(id, id === 'b' ? { blueprint: 'other' } : {}));
    await runs.end(anInput('c'), done);
    // Two of one instant: the id decides then.
    await database.query(`update runs set created_at = '2026-07-01T00:00:00Z' where id in ('a', 'b')`);
    await database.query(`update runs set created_at = '2026-07-01T00:00:01Z' where id in ('c', 'd')`);
  });

  it('is the newest first, a page at a time, each run once', async () => {
    const seen: string[] = [];
    for (let before: string | undefined; seen.length < 10; before = seen.at(-1)) {
      const page = await runs.list({ limit: 1, ...(before === undefined ? {} : { before }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual(['d', 'c', 'b', 'a']);
  });

  it('is of one state, one blueprint, or both', async () => {
    const ids = async (filter: Omit<Parameters<RunRecords['list']>[0], 'limit'>) =>
      (await runs.list({ limit: 10, ...filter })).map(({ id }) => id);
    expect(await ids({ states: ['running'] })).toEqual(['d', 'b', 'a']);
    expect(await ids({ blueprint: 'other' })).toEqual(['b']);
    expect(await ids({ states: ['done'], blueprint: 'other' })).toEqual([]);
    expect(await ids({ states: ['running'], before: 'd' })).toEqual(['b', 'a']);
  });

  it('counts runs by state', async () => {
    expect(await runs.countByState()).toEqual({ running: 3, done: 1 });
  });

  it('is a defect when it holds a state that is none', async () => {
    await database.query(`update runs set state = 'odd' where id = 'a'`);
    await expect(runs.list({ limit: 10 })).rejects.toMatchObject({ kind: 'defect' });
  });
});
