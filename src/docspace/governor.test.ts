import { describe, expect, it } from 'vitest';
import { createGovernor, type GovernorLimits, type Lane } from './governor.ts';

/** Tasks that end when they are told to, and a record of which have started. */
function aCrowd(limits: () => GovernorLimits) {
  const governor = createGovernor(limits);
  const started: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  return {
    started,
    run(name: string, options: { lane?: Lane; signal?: AbortSignal } = {}) {
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      const task = () => {
        started.push(name);
        return end.promise;
      };
      return governor.run(options.lane ?? 'writes', task, options.signal);
    },
    end: (name: string) => ends.get(name)?.resolve(name),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createGovernor', () => {
  it('lets 15 writes and 50 reads through at once when nothing else is said', async () => {
    const governor = createGovernor();
    const started = { reads: 0, writes: 0 };
    for (const lane of ['reads', 'writes'] as const) {
      for (let index = 0; index < 60; index += 1) {
        void governor.run(lane, () => {
          started[lane] += 1;
          return new Promise(() => undefined);
        });
      }
    }
    await settle();
    expect(started).toEqual({ reads: 50, writes: 15 });
  });

  it('starts waiting calls in the order of their arrival, one for each that ends', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 2 }));
    const all = ['a', 'b', 'c', 'd'].map((name) => crowd.run(name));
    await settle();
    expect(crowd.started).toEqual(['a', 'b']);
    crowd.end('b');
    await settle();
    expect(crowd.started).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c', 'd']) crowd.end(name);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives the place of a failed call to the next', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 1 }));
    const first = crowd.run('a');
    void crowd.run('b');
    await settle();
    crowd.fail('a');
    await expect(first).rejects.toThrow('a');
    await settle();
    expect(crowd.started).toEqual(['a', 'b']);
  });

  it('keeps reads and writes apart', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 1 }));
    void crowd.run('write');
    void crowd.run('read', { lane: 'reads' });
    await settle();
    expect(crowd.started).toEqual(['write', 'read']);
  });

  it('follows limits that change while calls run', async () => {
    let limits: GovernorLimits = { reads: 1, writes: 1 };
    const crowd = aCrowd(() => limits);
    for (const name of ['a', 'b', 'c', 'd', 'e']) void crowd.run(name);
    limits = { reads: 1, writes: 3 };
    crowd.end('a');
    await settle();
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd']);
    limits = 'none';
    void crowd.run('f');
    await settle();
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('waits below a lowered limit, and never stands still', async () => {
    let limits: GovernorLimits = { reads: 1, writes: 2 };
    const crowd = aCrowd(() => limits);
    for (const name of ['a', 'b', 'c']) void crowd.run(name);
    limits = { reads: 0, writes: 0 };
    crowd.end('a');
    await settle();
    expect(crowd.started).toEqual(['a', 'b']);
    crowd.end('b');
    await settle();
    expect(crowd.started).toEqual(['a', 'b', 'c']);
  });

  it('lets an aborted call leave the line without starting it', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 1 }));
    const stop = new AbortController();
    void crowd.run('a');
    const leaving = crowd.run('b', { signal: stop.signal });
    void crowd.run('c');
    stop.abort(new Error('stopped'));
    await expect(leaving).rejects.toThrow('stopped');
    crowd.end('a');
    await settle();
    expect(crowd.started).toEqual(['a', 'c']);
  });

  it('does not start a call that was aborted before it came', async () => {
    const crowd = aCrowd(() => 'none');
    await expect(crowd.run('a', { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
    expect(crowd.started).toEqual([]);
  });

  it('keeps the place of a call that is aborted while it runs until it ends', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 1 }));
    const stop = new AbortController();
    const first = crowd.run('a', { signal: stop.signal });
    void crowd.run('b');
    await settle();
    stop.abort();
    await settle();
    expect(crowd.started).toEqual(['a']);
    crowd.end('a');
    expect(await first).toBe('a');
    await settle();
    expect(crowd.started).toEqual(['a', 'b']);
  });
});
