import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createDeadline } from './create-deadline.ts';

describe('a deadline', () => {
  it('aborts as what ran out of time', async () => {
    const { signal } = createDeadline(1);
    await expect.poll(() => signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with another signal, for the same reason, also when that has aborted before', () => {
    const other = new AbortController();
    const { signal } = createDeadline(60_000, other.signal);
    expect(signal.aborted).toBe(false);
    other.abort('the end');
    expect(signal.reason).toBe('the end');
    expect(createDeadline(60_000, other.signal).signal.reason).toBe('the end');
  });

  it('leaves nothing with the other signal once it has ended', () => {
    const other = new AbortController();
    const deadlines = Array.from({ length: 50 }, () => createDeadline(60_000, other.signal));
    expect(getEventListeners(other.signal, 'abort')).toHaveLength(50);
    for (const { end } of deadlines) end();
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
    other.abort();
    expect(deadlines.map(({ signal }) => signal.aborted)).not.toContain(true);
  });
});
