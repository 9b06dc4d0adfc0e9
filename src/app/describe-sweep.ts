import type { Check } from '../http/parts.ts';
import type { SweepRecord } from '../reconcile/sweep/sweep-records.ts';

/** What the last sweep of a blueprint says, for the first page. */
export function describeSweep({ blueprint, endedAt, report, failure }: SweepRecord): Check {
  const name = `Sweep of ${blueprint}`;
  const at = `${endedAt.slice(0, 16).replace('T', ' ')} UTC`;
  if (failure !== undefined || !report) {
    const text = `${at}: came to no end: ${failure ?? ''}`;
    return { name, state: 'attention', text, hint: 'It is tried again in ten minutes.' };
  }
  const { changes, needs, mode, held, limit, looked } = report;
  const also = needs.length > 0 ? `; ${needs.length} need a person` : '';
  if (held) {
    const text = `${at}: ${changes.length} of ${looked} would change, more than the limit of ${limit}: nothing was changed${also}`;
    const hint = `Look at it: concierge sweep ${blueprint}; then --fix --limit ${changes.length}.`;
    return { name, state: 'bad', text, hint };
  }
  if (changes.length + needs.length === 0)
    return { name, state: 'good', text: `${at}: all ${looked} are as they should be` };
  if (mode === 'fix') {
    const state = needs.length > 0 ? 'attention' : 'good';
    return { name, state, text: `${at}: ${changes.length} of ${looked} set right by runs${also}` };
  }
  const text = `${at}: ${changes.length} of ${looked} would change${also}`;
  return { name, state: 'attention', text, hint: `Look at it: concierge sweep ${blueprint}; set right with --fix.` };
}
