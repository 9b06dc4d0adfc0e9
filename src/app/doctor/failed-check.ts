import { reportError } from '../../base/errors.ts';
import type { Check } from '../../http/parts.ts';

/** What could not be looked at, as a finding with what to do about it. */
export function failedCheck(name: string, error: unknown): Check {
  const { message, hint = 'Run it again with LOG_LEVEL=debug, which shows where it failed.' } = reportError(error);
  return { name, state: 'bad', text: message, hint };
}
