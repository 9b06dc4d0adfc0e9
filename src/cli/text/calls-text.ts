import type { RunCall } from '../../runs/run.ts';
import { describeDuration } from '../describe-duration.ts';
import type { Paint } from '../output.ts';

/** The calls that a run made: each write and each failure in a line of its own, the reads that went well as a number. */
export function renderCalls(calls: readonly RunCall[], paint: Paint): string[] {
  if (calls.length === 0) return [];
  const quiet = calls.filter((call) => !isTold(call)).length;
  return [
    '',
    `${paint('dim', 'calls')} ${String(calls.length)} to the portal, ${String(quiet)} of them reads that went well`,
    ...calls.filter(isTold).map((call) => renderCall(call, paint)),
  ];
}

function isTold({ isWrite, status }: RunCall): boolean {
  return isWrite || status === undefined || status >= 400;
}

function renderCall({ method, template, status, ms, effect, error }: RunCall, paint: Paint): string {
  const failed = error !== undefined || effect === 'unknown';
  const outcome = status === undefined ? 'no reply' : String(status);
  const took = ms === undefined ? '' : ` ${paint('dim', `(${describeDuration(ms)})`)}`;
  const why = error === undefined ? '' : ` - ${error}`;
  return `  ${paint(failed ? 'red' : 'green', outcome)} ${method} ${template}${took}${why}`;
}
