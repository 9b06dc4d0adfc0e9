import { type Figure, meetsGoal, ratioToGoal } from './bench.ts';
import { round } from './summarise.ts';

const headings = ['figure', 'value', 'goal', 'value / goal', 'met'];

/** Lines that show figures beside their goals. */
export function renderTable(figures: readonly Figure[]): readonly string[] {
  const rows = [headings, ...figures.map(renderRow)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function renderRow(figure: Figure): string[] {
  const { name, value, unit } = figure;
  const ratio = ratioToGoal(figure);
  const isMet = meetsGoal(figure);
  return [
    name,
    `${round(value)} ${unit}`,
    describeGoal(figure),
    ratio === undefined ? '' : ratio.toFixed(2),
    isMet === undefined ? '' : isMet ? 'yes' : 'NO',
  ];
}

function describeGoal({ goal }: Figure): string {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
}
