import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createProcessIo } from './process-io.ts';

/** A process whose signals the test sends; its streams are those of the test. */
function createProcess() {
  const events = new EventEmitter();
  const { stdin, stdout, stderr, env } = process;
  return Object.assign(events, { stdin, stdout, stderr, env });
}

it.each(['SIGINT', 'SIGTERM'])(
  'the first %s is told to what is under way, a second one does what signals do',
  async (name) => {
    const running = createProcess();
    await createProcessIo(running).untilInterrupted((signal) => {
      expect(signal.aborted).toBe(false);
      running.emit(name);
      expect(signal.aborted).toBe(true);
      expect(running.eventNames()).not.toContain(name);
      return Promise.resolve();
    });
  },
);

it('signals are not listened to when nothing is under way, however it ended', async () => {
  const running = createProcess();
  await expect(createProcessIo(running).untilInterrupted(() => Promise.reject(new Error('failed')))).rejects.toThrow();
  expect(running.eventNames()).toEqual([]);
});
