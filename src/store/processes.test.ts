import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyNumber } from '../../test/support/matchers.ts';
import { openTestStore, type TestStore } from '../../test/support/open-test-store.ts';
import type { ProcessRecords } from '../engine/heartbeat.ts';
import { createProcessRecords } from './processes.ts';

let database: TestStore;
let processes: ProcessRecords;

beforeAll(async () => {
  database = await openTestStore();
  processes = createProcessRecords(database.store.db);
});

beforeEach(async () => {
  await database.query('truncate processes');
  await processes.insert({ id: 'p1', host: 'h', pid: 1, pidStarted: '5' });
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

async function silence(seconds: number): Promise<void> {
  await database.query(`update processes set beat_at = now() - make_interval(secs => $1)`, [seconds]);
}

describe('a process', () => {
  it('is listed with the age of its last sign of life', async () => {
    await silence(31);
    const [record] = await processes.list();
    expect(record).toEqual({ id: 'p1', host: 'h', pid: 1, pidStarted: '5', secondsSinceBeat: anyNumber });
    expect(record?.secondsSinceBeat).toBeGreaterThanOrEqual(31);
  });

  it('gives signs of life until it is declared dead', async () => {
    await silence(31);
    expect(await processes.beat('p1')).toBe(true);
    expect((await processes.list())[0]?.secondsSinceBeat).toBeLessThan(31);
    expect(await processes.declareDead('p1', 0)).toBe(true);
    expect(await processes.beat('p1')).toBe(false);
  });

  it('cannot be declared dead after it gave a sign of life', async () => {
    await silence(31);
    await processes.beat('p1');
    expect(await processes.declareDead('p1', 30)).toBe(false);
    expect(await processes.beat('p1')).toBe(true);
  });

  it('stays dead, so that a takeover that broke off is gone on with', async () => {
    expect(await processes.declareDead('p1', 0)).toBe(true);
    expect(await processes.declareDead('p1', 3_600)).toBe(true);
  });

  it('gives no sign of life once it is removed, nor is it declared dead', async () => {
    await processes.remove('p1');
    expect(await processes.list()).toEqual([]);
    expect(await processes.beat('p1')).toBe(false);
    expect(await processes.declareDead('p1', 0)).toBe(false);
  });
});

describe('work that is done exclusively', () => {
  it('is left to the one who does it, and done again after', async () => {
    const done: string[] = [];
    const inside = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const first = processes.exclusively(async () => {
      inside.resolve(undefined);
      await release.promise;
      done.push('first');
    });
    await inside.promise;
    await processes.exclusively(() => Promise.resolve(void done.push('second')));
    release.resolve(undefined);
    await first;
    await processes.exclusively(() => Promise.resolve(void done.push('third')));
    expect(done).toEqual(['first', 'third']);
  });

  it('is free again after it failed', async () => {
    const failure = processes.exclusively(() => Promise.reject(new Error('no')));
    await expect(failure).rejects.toThrow('no');
    const done: string[] = [];
    await processes.exclusively(() => Promise.resolve(void done.push('x')));
    expect(done).toEqual(['x']);
  });
});
