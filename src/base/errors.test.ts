import { describe, expect, it } from 'vitest';
import { AppError, errorKindOf, errorKinds, errorPolicies, isRetryable, reportError } from './errors.ts';

/** An error as it comes back from the engine's journal: its fields without its class. */
const revived = Object.assign(new Error('the portal is away'), {
  name: 'AppError',
  kind: 'unavailable',
  hint: 'Wait.',
  details: { secretive: 'x' },
});

describe('the kind of an error', () => {
  it('is told by its field, with or without the class', () => {
    expect(errorKindOf(new AppError('conflict', 'taken'))).toBe('conflict');
    expect(errorKindOf(revived)).toBe('unavailable');
  });

  it.each([new Error('x'), 'text', undefined, null, { kind: 'of another house' }])(
    'is a defect for what is not ours: %s',
    (thrown) => {
      expect(errorKindOf(thrown)).toBe('defect');
    },
  );

  it('decides on its own whether to try again', () => {
    const retried = errorKinds.filter((kind) => isRetryable(new AppError(kind, 'x')));
    expect(retried).toEqual(['rate-limited', 'unavailable']);
    expect(retried.every((kind) => errorPolicies[kind].exitCode === 5)).toBe(true);
  });
});

describe('the report of an error', () => {
  it('keeps kind, message, hint and details, and neither stack nor cause', () => {
    const cause = new Error('Bearer sk-1');
    const error = new AppError('rejected', 'no', { hint: 'Ask.', details: { status: 403 }, cause });
    expect(reportError(error)).toEqual({ kind: 'rejected', message: 'no', hint: 'Ask.', details: { status: 403 } });
    expect(error.cause).toBe(cause);
  });

  it('leaves out what there is not', () => {
    expect(Object.keys(reportError(new AppError('conflict', 'taken')))).toEqual(['kind', 'message']);
  });

  it('keeps the hint of a revived error', () => {
    expect(reportError(revived)).toMatchObject({ kind: 'unavailable', hint: 'Wait.' });
  });

  it('takes anything that was thrown', () => {
    expect(reportError('text')).toEqual({ kind: 'defect', message: 'text' });
    expect(reportError(undefined)).toEqual({ kind: 'defect', message: 'undefined' });
    expect(reportError(new TypeError('x is not a function'))).toEqual({
      kind: 'defect',
      message: 'x is not a function',
    });
  });
});
