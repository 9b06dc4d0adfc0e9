import type { PlanLine } from '../../plan/plan.ts';
import type { Paint } from '../output.ts';

const tones = { '+': 'green', '~': 'yellow', '-': 'red', '=': 'dim' } as const;

/** The lines of a plan's tree, with its marks in colour. */
export function renderPlan(lines: readonly PlanLine[], paint: Paint): string[] {
  return lines.map(({ depth, mark, text }) => {
    const shown = mark === '=' ? paint('dim', text) : text;
    return `${'  '.repeat(depth)}${paint(tones[mark], mark)} ${shown}`;
  });
}

/** `Plan: 5 to add, 1 to change, 2 as they are.` */
export function summarizePlan(lines: readonly PlanLine[]): string {
  // A room that stays is not itself changed by what is added to it.
  const counted = lines.filter(({ depth, mark }) => depth > 0 || mark === '+');
  const count = (mark: PlanLine['mark']): number => counted.filter((line) => line.mark === mark).length;
  if (count('+') + count('~') + count('-') === 0) return 'Nothing to do: everything is as the blueprint says.';
  const removals = count('-') > 0 ? `${String(count('-'))} to remove, ` : '';
  return `Plan: ${String(count('+'))} to add, ${String(count('~'))} to change, ${removals}${String(count('='))} as they are.`;
}
