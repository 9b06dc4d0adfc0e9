import type { CsvLayout } from './csv-layout.ts';

/** A number that no spreadsheet takes for a formula to be feared. */
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*$/;

/**
 * A cell that no spreadsheet program carries out: what begins like a formula gets an apostrophe before it, numbers such as -5 stay.
 * See OWASP, CSV Injection.
 */
export function disarmCell(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}

/** One line of a CSV file with its line break. Cells are quoted where they must be. */
export function formatLine(cells: readonly string[], { delimiter, newline }: CsvLayout): string {
  const quote = (cell: string): string =>
    cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return cells.map(quote).join(delimiter) + newline;
}
