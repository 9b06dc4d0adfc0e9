import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../base/log.ts';
import { createSchedule } from './schedule.ts';

let logged = '';
const log = createLog({ level: 'info', destination: { write: (line) => void (logged += line) } });

beforeEach(() => {
  logged = '';
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('scheduled work', () => {
  it('is done now and then every so often, until it is stopped', async () => {
    let rounds = 0;
    const schedule = createSchedule(log, [{ name: 'x', everyMs: 1_000, work: () => Promise.resolve(rounds++) }]);
    expect(rounds).toBe(1);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(rounds).toBe(4);
    await schedule.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rounds).toBe(4);
  });

  it('is never done twice at once, and holds up no other', async () => {
    const slow = Promise.withResolvers<number>();
    const rounds = { slow: 0, quick: 0 };
    createSchedule(log, [
      { name: 'slow', everyMs: 1_000, work: () => ((rounds.slow += 1), slow.promise) },
      { name: 'quick', everyMs: 1_000, work: () => Promise.resolve((rounds.quick += 1)) },
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rounds).toEqual({ slow: 1, quick: 4 });
    slow.resolve(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rounds.slow).toBe(2);
  });

  it('is tried again after a failure, which is logged', async () => {
    let rounds = 0;
    const work = () => ((rounds += 1), rounds === 1 ? Promise.reject(new Error('away')) : Promise.resolve(2));
    const schedule = createSchedule(log, [{ name: 'left deliveries', everyMs: 1_000, work }]);
    await vi.advanceTimersByTimeAsync(1_000);
    await schedule.stop();
    expect(rounds).toBe(2);
    expect(logged).toContain('could not be picked up');
    expect(logged).toContain('"count":2');
  });

  it('that is under way when it is stopped is waited for', async () => {
    const slow = Promise.withResolvers<number>();
    const schedule = createSchedule(log, [{ name: 'slow', everyMs: 1_000, work: () => slow.promise }]);
    let isStopped = false;
    const stopping = schedule.stop().then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isStopped).toBe(false);
    slow.resolve(0);
    await stopping;
  });
});
