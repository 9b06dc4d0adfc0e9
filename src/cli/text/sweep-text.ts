import type { Paint } from '../output.ts';
import type { CliParts, SweepResult } from '../parts.ts';

/** What a sweep saw: what would change or did, what needs a person, and a line that sums it up. */
export function renderSweep(result: SweepResult, states: CliParts['runStates'], paint: Paint): string[] {
  const { blueprint, changes, needs, runIds, runs } = result;
  const outcome = (index: number): string => {
    const run = runs.find(({ id }) => id === runIds[index]);
    return run ? ` – ${run.state}: ${run.reason ?? states[run.state].meaning}` : '';
  };
  return [
    paint('bold', blueprint),
    ...changes.map(({ name, what }, index) => `  ${name}: ${what}${outcome(index)}`),
    ...needs.map(({ name, what }) => `  ${name}: needs a person: ${what}`),
    `  ${summarize(result)}`,
  ];
}

function summarize({ looked, changes, needs, held, limit, mode }: SweepResult): string {
  const also = needs.length > 0 ? `, ${needs.length} need a person` : '';
  if (held) {
    return `${changes.length} of ${looked} would change, more than the limit of ${limit}: nothing was changed; raise it with --limit ${changes.length}${also}`;
  }
  if (changes.length === 0) return `${looked} looked at, none would change${also}`;
  return `${changes.length} of ${looked} ${mode === 'fix' ? 'taken up' : 'would change'}${also}`;
}
