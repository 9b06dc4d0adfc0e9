/** A number that no spreadsheet takes for a formula to be feared. */
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*$/;

/**
 * A cell that no spreadsheet program carries out: what begins like a formula gets an apostrophe before it, numbers such as -5 stay.
 * See OWASP, CSV Injection.
 */
export function disarmCell(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
}
