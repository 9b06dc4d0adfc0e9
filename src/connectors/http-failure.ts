import { AppError } from '../base/errors.ts';

interface Refusal {
  readonly status: number;
  /** Completes "… answered with 401": names the other side, never a path, a header or a body. */
  readonly who: string;
  /** Of the reply: seconds, or a date. */
  readonly retryAfter?: string | null | undefined;
  /** The setting to look at when our credentials are refused. */
  readonly setting: string;
}

/** Turns an answer that is no success into the error that says who must act. */
export function explainStatus({ status, who, retryAfter, setting }: Refusal): AppError {
  const message = `${who} answered with ${status}`;
  const details = { status };
  if (status === 401 || status === 403) {
    return new AppError('invalid-config', message, {
      hint: `Check ${setting}: the other side does not accept it.`,
      details,
    });
  }
  if (status === 429) {
    const seconds = readRetryAfter(retryAfter);
    return new AppError('rate-limited', message, {
      hint: 'The run tries again by itself.',
      details: { ...details, ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }) },
    });
  }
  if (status >= 500 || status === 408) {
    return new AppError('unavailable', message, {
      hint: 'The run tries again by itself.',
      details: { ...details, effect: 'unknown' },
    });
  }
  if (status >= 300 && status < 400) {
    return new AppError('rejected', `${message}, which points to another address`, {
      hint: 'Write the final address: addresses that an answer points to are not followed.',
      details,
    });
  }
  return new AppError('rejected', message, {
    hint: 'Check what is sent, against the description of the other side.',
    details,
  });
}

/** Seconds, or the seconds until a date. */
function readRetryAfter(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const seconds = /^\d{1,6}$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** A connection that failed, or an answer that did not come in time: it may have arrived all the same. */
export function explainNoAnswer(who: string, cause: unknown): AppError {
  return new AppError('unavailable', `${who} did not answer`, {
    hint: 'The run tries again by itself; check that the address can be reached from here.',
    details: { effect: 'unknown' },
    cause,
  });
}
