import { AppError } from '../base/errors.ts';
import type { Expiry } from './desired-room.ts';
import type { Expression } from './expression.ts';
import { formatPlace } from './issue.ts';
import type { Scope } from './scope.ts';

const secondsOf: Readonly<Record<string, number>> = { h: 3_600, d: 86_400, w: 604_800 };

/** What an author may write: hours, days or weeks, or a date. */
export const expiryForms = '90d, 12h, 4w, a date such as 2027-01-31, or a time such as 2027-01-31T18:00:00Z';

/** When something ends; undefined for a text of no known form. A date ends with its day, in UTC. */
export function readExpiry(text: string): Expiry | undefined {
  const [, count = '', unit = ''] = /^(\d{1,4})\s*([hdw])$/.exec(text.trim()) ?? [];
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return Number(count) > 0 ? { afterSeconds: Number(count) * seconds } : undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text.trim());
  const time = Date.parse(isDate ? `${text.trim()}T23:59:59Z` : text.trim());
  if (Number.isNaN(time) || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text.trim()))
    return undefined;
  return { at: new Date(time).toISOString() };
}

/** The expiry that an expression gives; undefined where it gives an empty text. Errors: `invalid-input`. */
export function renderExpiry(expression: Expression, scope: Scope): Expiry | undefined {
  const text = scope.text(expression);
  if (text === '') return undefined;
  const expiry = readExpiry(text);
  if (expiry) return expiry;
  throw new AppError('invalid-input', `${formatPlace(expression.at)}: \`${text}\` is no time at which something ends`, {
    hint: `Write ${expiryForms}.`,
  });
}
