import { wfQueueRunner } from '@dbos-inc/dbos-sdk/internal/wfqueue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pacePolls } from './pace-polls.ts';

const original: unknown = Reflect.get(wfQueueRunner, 'pollQueue');
let polls = 0;

/** What the SDK does: one poll after another. */
async function poll(queueName = 'runs'): Promise<void> {
  const method: unknown = Reflect.get(wfQueueRunner, 'pollQueue');
  if (typeof method === 'function') await Reflect.apply(method, wfQueueRunner, [{}, { name: queueName }]);
}

beforeEach(() => {
  vi.useFakeTimers();
  polls = 0;
  Reflect.set(wfQueueRunner, 'pollQueue', () => Promise.resolve((polls += 1)));
});

afterEach(() => {
  Reflect.set(wfQueueRunner, 'pollQueue', original);
  vi.useRealTimers();
});

it('finds in the pinned SDK the method that it leans on', () => {
  expect(original).toBeTypeOf('function');
});

it('holds polls back when there was no work for a while, and lets them go when some is queued', async () => {
  const pacing = pacePolls({ isWorking: () => false });
  await poll();
  expect(polls).toBe(1);

  await vi.advanceTimersByTimeAsync(10_000);
  const held = poll();
  await vi.advanceTimersByTimeAsync(100);
  expect(polls).toBe(1);
  pacing.nudge();
  await held;
  await poll();
  expect(polls).toBe(3);
});

it('looks twice a second for what other processes queued', async () => {
  pacePolls({ isWorking: () => false });
  await vi.advanceTimersByTimeAsync(10_000);
  const held = poll();
  await vi.advanceTimersByTimeAsync(500);
  await held;
  expect(polls).toBe(1);
});

it('holds nothing back while work is being done, however long that takes', async () => {
  pacePolls({ isWorking: () => true });
  await vi.advanceTimersByTimeAsync(60_000);
  await poll();
  expect(polls).toBe(1);
});

it('lets something be done before polls of its queue, each two seconds', async () => {
  const seen: number[] = [];
  const work = (): Promise<void> => Promise.resolve(void seen.push(polls));
  pacePolls({ isWorking: () => true, betweenPolls: { queueName: 'runs', work } });
  await poll('another');
  await poll();
  await poll();
  await vi.advanceTimersByTimeAsync(2_000);
  await poll();
  expect(seen).toEqual([1, 3]);
});

it('gives the method back', async () => {
  const before: unknown = Reflect.get(wfQueueRunner, 'pollQueue');
  const pacing = pacePolls({ isWorking: () => false });
  await vi.advanceTimersByTimeAsync(10_000);
  const held = poll();
  pacing.release();
  await held;
  expect(Reflect.get(wfQueueRunner, 'pollQueue')).toBe(before);
});
