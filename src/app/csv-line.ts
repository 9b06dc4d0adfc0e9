import type { CsvLayout } from './csv-layout.ts';

/** One line of a CSV file with its line break. Cells are quoted where they must be. */
export function formatLine(cells: readonly string[], { delimiter, newline }: CsvLayout): string {
  const quote = (cell: string): string =>
    cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return cells.map(quote).join(delimiter) + newline;
}
