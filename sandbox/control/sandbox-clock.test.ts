import { expect, it } from 'vitest';
import { createSandboxClock } from './sandbox-clock.ts';

const hour = 60 * 60 * 1000;

it('ends a pause when the clock is moved past it, not before', async () => {
  const clock = createSandboxClock();
  let isOver = false;
  const pause = clock.pause(2 * hour, new AbortController().signal).then(() => (isOver = true));
  clock.advance(hour);
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  clock.advance(hour);
  await pause;
});

it('ends a pause at once when its signal comes', async () => {
  const ending = new AbortController();
  const pause = createSandboxClock().pause(hour, ending.signal);
  ending.abort();
  await pause;
});

it('does not wait longer because the clock was set back', async () => {
  const clock = createSandboxClock();
  const pause = clock.pause(20, new AbortController().signal);
  clock.moveTo(new Date('2000-01-01T00:00:00Z'));
  await pause;
});
