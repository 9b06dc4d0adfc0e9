import { expect, it } from 'vitest';
import { createDeliveryQueue } from './delivery-queue.ts';

/** Jobs that run until they are let go. */
function createJobs() {
  const started: number[] = [];
  const gates: (() => void)[] = [];
  const job = (index: number) => () =>
    new Promise<void>((done) => {
      started.push(index);
      gates[index] = done;
    });
  return { started, job, finish: (index: number) => gates[index]?.() };
}

it('runs ten at a time and starts the next when one ends', async () => {
  const queue = createDeliveryQueue(0);
  const jobs = createJobs();
  for (let index = 0; index < 12; index++) queue.add(jobs.job(index));
  expect(jobs.started).toHaveLength(10);
  jobs.finish(3);
  await expect.poll(() => jobs.started).toHaveLength(11);
  for (let index = 0; index < 11; index++) jobs.finish(index);
  await expect.poll(() => jobs.started).toHaveLength(12);
  jobs.finish(11);
  await queue.idle();
});

it('with polling, waits for a whole batch before it takes the next', async () => {
  const queue = createDeliveryQueue(5);
  const jobs = createJobs();
  for (let index = 0; index < 12; index++) queue.add(jobs.job(index));
  expect(jobs.started).toHaveLength(0);
  await expect.poll(() => jobs.started).toHaveLength(10);
  for (let index = 1; index < 10; index++) jobs.finish(index);
  await new Promise((done) => setTimeout(done, 30));
  expect(jobs.started).toHaveLength(10);
  jobs.finish(0);
  await expect.poll(() => jobs.started).toHaveLength(12);
  queue.close();
});

it('forgets what waits when it is closed', async () => {
  const queue = createDeliveryQueue(5);
  const jobs = createJobs();
  queue.add(jobs.job(0));
  queue.close();
  await queue.idle();
  await new Promise((done) => setTimeout(done, 20));
  expect(jobs.started).toHaveLength(0);
});
