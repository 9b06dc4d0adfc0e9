/** A signal for one call, and what lets go of it. */
interface Deadline {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/**
 * Aborts after so many milliseconds, with a `TimeoutError`, or as soon as another signal does. To be ended with the call: what
 * `AbortSignal.any` and `AbortSignal.timeout` make is held for as long as the other signal lives, and every call would be left behind.
 */
export function createDeadline(ms: number, other?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = (): void => controller.abort(other?.reason);
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, ms).unref();
  if (other?.aborted === true) abort();
  else other?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      other?.removeEventListener('abort', abort);
    },
  };
}
