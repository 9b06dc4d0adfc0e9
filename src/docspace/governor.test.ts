import { describe, expect, it } from 'vitest';
import { createGovernor, type GovernorClock, type GovernorLimits, type Lane, shareOfLimits } from './governor.ts';

/** Tasks that end when they are told to, and a record of which have started. */
function aCrowd(limits: () => GovernorLimits, clock?: GovernorClock) {
  const governor = createGovernor(limits, clock);
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

/** Time that passes only when it is told to. Timers may come a little too early, as real ones do. */
function aClock(early: () => number = () => 0) {
  const due = new Set<{ readonly at: number; readonly action: () => void }>();
  let time = 0;
  const clock: GovernorClock = {
    now: () => time,
    after(ms, action) {
      const timer = { at: Math.max(time, time + ms - early()), action };
      due.add(timer);
      return () => due.delete(timer);
    },
  };
  return {
    clock,
    now: () => time,
    pending: () => due.size,
    at: (at: number, action: () => void) => clock.after(at - time, action),
    /** Lets time pass, timer by timer, and whatever follows from each. */
    passUntil: async (end: number) => {
      for (;;) {
        const [next] = [...due].sort((left, right) => left.at - right.at);
        if (next === undefined || next.at > end) break;
        due.delete(next);
        time = next.at;
        next.action();
        await settle();
      }
      time = end;
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('createGovernor', () => {
  it("lets through at once what the vendor's cloud allows, less a tenth, when nothing else is said", async () => {
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
    expect(started).toEqual({ reads: 45, writes: 13 });
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

describe('the limit of a minute', () => {
  const three = () => ({ reads: 9, writes: 9, perMinute: 3 });

  it('lets a burst through at once, and the rest a minute after each that has ended', async () => {
    const { clock, passUntil } = aClock();
    const crowd = aCrowd(three, clock);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) void crowd.run(name);
    await settle();
    expect(crowd.started).toEqual(['a', 'b', 'c']);
    await passUntil(5_000);
    crowd.end('b');
    await settle();
    await passUntil(8_000);
    crowd.end('a');
    await settle();
    await passUntil(64_999);
    expect(crowd.started).toEqual(['a', 'b', 'c']);
    await passUntil(65_000);
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd']);
    await passUntil(68_000);
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd', 'e']);
    await passUntil(1_000_000);
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is one for reads and writes, first come, first served', async () => {
    const { clock, passUntil } = aClock();
    const crowd = aCrowd(() => ({ reads: 1, writes: 1, perMinute: 1 }), clock);
    const lanes = { a: 'writes', b: 'reads', c: 'writes', d: 'reads' } as const;
    for (const [name, lane] of Object.entries(lanes)) void crowd.run(name, { lane });
    for (const [index, name] of Object.keys(lanes).entries()) {
      await passUntil(index * 60_000);
      crowd.end(name);
      await settle();
    }
    expect(crowd.started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not let a call that is full in its lane hold up the other lane', async () => {
    const crowd = aCrowd(() => ({ reads: 1, writes: 1, perMinute: 3 }), aClock().clock);
    for (const name of ['a', 'b']) void crowd.run(name);
    void crowd.run('c', { lane: 'reads' });
    await settle();
    expect(crowd.started).toEqual(['a', 'c']);
  });

  it('gives the turn of an aborted call to the next, and waits for nobody when all have gone', async () => {
    const { clock, passUntil, pending } = aClock();
    const crowd = aCrowd(() => ({ reads: 1, writes: 1, perMinute: 1 }), clock);
    const first = crowd.run('a');
    const [one, all] = [new AbortController(), new AbortController()];
    const leaving = crowd.run('b', { signal: one.signal });
    void crowd.run('c');
    const last = crowd.run('d', { signal: all.signal });
    crowd.end('a');
    await first;
    one.abort(new Error('stopped'));
    await expect(leaving).rejects.toThrow('stopped');
    await passUntil(60_000);
    expect(crowd.started).toEqual(['a', 'c']);
    crowd.end('c');
    await settle();
    expect(pending()).toBe(1);
    all.abort(new Error('stopped'));
    await expect(last).rejects.toThrow('stopped');
    expect(pending()).toBe(0);
  });

  it('follows a limit that is lowered while calls run', async () => {
    const { clock, passUntil } = aClock();
    let perMinute = 4;
    const crowd = aCrowd(() => ({ reads: 9, writes: 9, perMinute }), clock);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) void crowd.run(name);
    perMinute = 2;
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
      await passUntil(index * 1_000);
      crowd.end(name);
      await settle();
    }
    await passUntil(61_999);
    expect(crowd.started).toHaveLength(4);
    await passUntil(62_000);
    expect(crowd.started).toHaveLength(5);
    await passUntil(63_000);
    expect(crowd.started).toHaveLength(6);
  });

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'is kept in any sixty seconds at the portal, however calls come, last and travel (seed %i)',
    async (seed) => {
      const { calls, perMinute } = await simulate(seed);
      const arrivals = calls.flatMap(({ arrived }) => arrived ?? []).sort((left, right) => left - right);
      const spans = arrivals.slice(perMinute).map((arrival, index) => arrival - (arrivals[index] ?? 0));
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(60_000);
      for (const lane of ['reads', 'writes']) {
        const starts = calls.flatMap((call) => (call.lane === lane ? (call.started ?? []) : []));
        expect(starts).toEqual(starts.toSorted((left, right) => left - right));
      }
      // Each call has either run or been given up, and the limit was there to be met.
      expect(calls.filter(({ started, aborted }) => (started === undefined) !== aborted)).toEqual([]);
      expect(arrivals.length).toBeGreaterThan(2 * perMinute);
    },
  );
});

interface SimulatedCall {
  readonly lane: Lane;
  started?: number;
  /** When the portal counted it. */
  arrived?: number;
  aborted: boolean;
}

/** Two hundred calls in bursts, some of them slow, some given up while they wait; what became of each, in the order in which they came. */
async function simulate(seed: number): Promise<{ calls: SimulatedCall[]; perMinute: number }> {
  const chance = createChance(seed);
  const { clock, now, at, passUntil } = aClock(() => (chance() < 0.3 ? chance() : 0));
  const perMinute = 5 + Math.floor(chance() * 40);
  const governor = createGovernor(() => ({ reads: 8, writes: 3, perMinute }), clock);
  const calls: SimulatedCall[] = [];
  const duration = () => (chance() < 0.1 ? chance() * 90_000 : chance() * 2_000);
  const come = () => {
    const call: SimulatedCall = { lane: chance() < 0.6 ? 'reads' : 'writes', aborted: false };
    const stop = new AbortController();
    calls.push(call);
    const task = async () => {
      call.started = now();
      const lasts = duration();
      call.arrived = now() + chance() * lasts;
      await new Promise((resolve) => at(now() + lasts, () => resolve(undefined)));
      if (chance() < 0.1) throw new Error('failed');
    };
    if (chance() < 0.1) at(now() + chance() * 30_000, () => stop.abort());
    governor.run(call.lane, task, stop.signal).catch(() => (call.aborted = call.started === undefined));
  };
  for (let burst = 0; burst < 10; burst += 1) {
    at(chance() * 300_000, () => {
      for (let index = 0; index < 20; index += 1) come();
    });
  }
  await passUntil(100 * 60_000);
  return { calls, perMinute };
}

/** The same row of numbers from 0 to 1 for the same seed. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a share of limits', () => {
  const cloud = { reads: 45, writes: 13, perMinute: 1350, perDay: 9_000 };

  it.each([
    { of: cloud, processes: 1, is: cloud },
    { of: cloud, processes: 3, is: { ...cloud, reads: 15, writes: 4 } },
    { of: { reads: 5, writes: 2, perMinute: 3 }, processes: 4, is: { reads: 1, writes: 1, perMinute: 3 } },
    { of: { reads: 4, writes: 2 }, processes: 2, is: { reads: 2, writes: 1 } },
    { of: { reads: 4, writes: 2 }, processes: 0, is: { reads: 4, writes: 2 } },
    { of: 'none', processes: 3, is: 'none' },
  ] as const)('of $of for each of $processes is $is', ({ of, processes, is }) => {
    expect(shareOfLimits(of, processes)).toEqual(is);
  });
});
