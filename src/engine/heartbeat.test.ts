import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import { processRecordsOf } from '../../test/support/process-records.ts';
import {
  registerProcess,
  startHeartbeat,
  type Heartbeat,
  type ProcessRecord,
  type ProcessRecords,
} from './heartbeat.ts';

let database: TestStore;
let records: ProcessRecords;
const beating: Heartbeat[] = [];

beforeAll(async () => {
  database = await openTestStore();
  records = processRecordsOf(database);
});

beforeEach(async () => {
  await database.query('truncate processes');
});

afterEach(async () => {
  vi.useRealTimers();
  for (const heartbeat of beating.splice(0)) await heartbeat.stop();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** A process of this machine with whom it took over from, and how often it was declared dead. */
async function start(id = 'me', changes: Partial<ProcessRecords> = {}) {
  const tookOver: string[] = [];
  const declared: string[] = [];
  await registerProcess(id, records);
  const heartbeat = await startHeartbeat({
    id,
    records: { ...records, ...changes },
    log: database.log,
    takeOver: (ids) => Promise.resolve(tookOver.push(...ids)),
    onDeclaredDead: () => declared.push(id),
  });
  beating.push(heartbeat);
  return { heartbeat, tookOver, declared };
}

/** The record that a process of this machine leaves, made so by the code itself. */
async function ownRecord(): Promise<ProcessRecord> {
  await registerProcess('sample', records);
  const [record] = await records.list();
  await records.remove('sample');
  if (!record) throw new Error('no record');
  return record;
}

async function silence(id: string, seconds: number): Promise<void> {
  await database.query('update processes set beat_at = now() - make_interval(secs => $2) where id = $1', [id, seconds]);
}

async function idsOf(): Promise<string[]> {
  return (await records.list()).map(({ id }) => id).toSorted();
}

/** The number of a process that is gone. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('taking over', () => {
  it('is done at once from a process of this machine that is gone', async () => {
    const mine = await ownRecord();
    await records.insert({ ...mine, id: 'gone', pid: await deadPid() });
    const { tookOver, heartbeat } = await start();
    expect(tookOver).toEqual(['gone']);
    expect(await idsOf()).toEqual(['me']);
    expect(heartbeat.livingProcesses()).toBe(1);
  });

  it('is done at once when another process has its number now', async () => {
    const mine = await ownRecord();
    await records.insert({ ...mine, id: 'gone', pidStarted: '1' });
    expect((await start()).tookOver).toEqual(['gone']);
  });

  it('is not done from a process of this machine that lives, unless it was silent for long', async () => {
    const mine = await ownRecord();
    await records.insert({ ...mine, id: 'alive' });
    await silence('alive', 29);
    const { tookOver, heartbeat } = await start();
    expect(tookOver).toEqual([]);
    expect(heartbeat.livingProcesses()).toBe(2);
    await silence('alive', 31);
    await expect.poll(() => tookOver).toEqual(['alive']);
  });

  it('waits 30 seconds for a process of another machine, of which nothing else is known', async () => {
    const elsewhere = { host: 'elsewhere', pid: await deadPid(), pidStarted: '5' };
    await records.insert({ ...elsewhere, id: 'quiet' });
    await records.insert({ ...elsewhere, id: 'silent' });
    await silence('quiet', 25);
    await silence('silent', 31);
    const { tookOver } = await start();
    expect(tookOver).toEqual(['silent']);
    expect(await idsOf()).toEqual(['me', 'quiet']);
  });

  it('leaves a process that gave a sign of life at the last moment', async () => {
    await records.insert({ id: 'back', host: 'elsewhere', pid: 1, pidStarted: '5' });
    await silence('back', 31);
    const { tookOver } = await start('me', {
      declareDead: async (id, seconds) => {
        await records.beat(id);
        return records.declareDead(id, seconds);
      },
    });
    expect(tookOver).toEqual([]);
    expect(await idsOf()).toEqual(['back', 'me']);
  });

  it('is gone on with after it broke off', async () => {
    await records.insert({ id: 'gone', host: 'elsewhere', pid: 1, pidStarted: '5' });
    await silence('gone', 31);
    await start('first', { remove: () => Promise.reject(new Error('the database is away')) }).then(() =>
      beating.splice(0),
    );
    expect(await idsOf()).toEqual(['first', 'gone']);
    expect((await start('second')).tookOver).toContain('gone');
    expect(await idsOf()).toEqual(['first', 'second']);
  });

  it('is done by one of several', async () => {
    const mine = await ownRecord();
    await records.insert({ ...mine, id: 'gone', pid: await deadPid() });
    const all = await Promise.all([start('a'), start('b'), start('c')]);
    expect(all.flatMap(({ tookOver }) => tookOver)).toEqual(['gone']);
  });
});

describe('the fence', () => {
  async function isPassed(heartbeat: Heartbeat): Promise<boolean> {
    return Promise.race([heartbeat.fence().then(() => true), sleep(300).then(() => false)]);
  }

  it('is passed without a word to the database while the last sign of life is fresh', async () => {
    let beats = 0;
    const { heartbeat } = await start('me', { beat: (id) => ((beats += 1), records.beat(id)) });
    await heartbeat.fence();
    expect(beats).toBe(1);
  });

  it('is passed after a pause with a new sign of life', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { heartbeat } = await start();
    await silence('me', 25);
    vi.advanceTimersByTime(11_000);
    await heartbeat.fence();
    expect((await records.list())[0]?.secondsSinceBeat).toBeLessThan(20);
  });

  it('is never passed again by a process that was declared dead meanwhile, which is told so once', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { heartbeat, declared } = await start();
    await records.declareDead('me', 0);
    expect(await isPassed(heartbeat)).toBe(true);
    vi.advanceTimersByTime(11_000);
    expect(await isPassed(heartbeat)).toBe(false);
    expect(await isPassed(heartbeat)).toBe(false);
    expect(declared).toEqual(['me']);
  });

  it('is never passed again once another took everything over', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { heartbeat } = await start();
    await records.declareDead('me', 0);
    await records.remove('me');
    vi.advanceTimersByTime(11_000);
    expect(await isPassed(heartbeat)).toBe(false);
  });

  it('fails while the database is away, rather than let a write through', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let isAway = false;
    const beat = (id: string) => (isAway ? Promise.reject(new Error('away')) : records.beat(id));
    const { heartbeat } = await start('me', { beat });
    isAway = true;
    vi.advanceTimersByTime(11_000);
    await expect(heartbeat.fence()).rejects.toThrow('away');
    isAway = false;
    await heartbeat.fence();
  });

  it('is closed by the heartbeat itself when that finds the process declared dead', async () => {
    const { heartbeat, declared } = await start();
    await records.declareDead('me', 0);
    await expect.poll(() => declared).toEqual(['me']);
    expect(await isPassed(heartbeat)).toBe(false);
  });
});

describe('a process that stops', () => {
  it('leaves no record', async () => {
    const { heartbeat } = await start();
    expect(await idsOf()).toEqual(['me']);
    await heartbeat.stop();
    expect(await idsOf()).toEqual([]);
  });

  it('keeps its record when it leaves work, so that another finds that', async () => {
    const { heartbeat } = await start('leaving');
    await heartbeat.stop({ leavesWork: true });
    beating.splice(0);
    expect(await idsOf()).toEqual(['leaving']);
    await silence('leaving', 31);
    expect((await start('next')).tookOver).toEqual(['leaving']);
  });
});

it('survives a database that is away for a while', async () => {
  let isAway = true;
  const list = () => (isAway ? Promise.reject(new Error('away')) : records.list());
  await records.insert({ id: 'gone', host: 'elsewhere', pid: 1, pidStarted: '5' });
  await silence('gone', 31);
  const { tookOver } = await start('me', { list });
  expect(tookOver).toEqual([]);
  isAway = false;
  await expect.poll(() => tookOver).toEqual(['gone']);
});
