import { describe, expect, it } from 'vitest';
import { readRunInput } from './read-run-input.ts';

const input = {
  runId: 'r',
  attempt: 2,
  blueprint: 'b',
  documentHash: 'h',
  subject: 'person:a',
  cause: { kind: 'delivery', eventId: 1, trigger: 'user.created' },
  options: { repair: true, recreate: false },
} as const;

describe('the input of a run', () => {
  it.each([input.cause, { kind: 'person', name: 'me' }, { kind: 'poll' }, { kind: 'sweep' }] as const)(
    'comes back from the queue as it went in: %o',
    (cause) => {
      expect(readRunInput({ ...input, cause })).toEqual({ ...input, cause });
    },
  );

  it.each([null, {}, { ...input, attempt: 'x' }, { ...input, cause: { kind: 'whim' } }])(
    'is refused when it is none: %o',
    (wrong) => {
      expect(() => readRunInput(wrong)).toThrow();
    },
  );
});
