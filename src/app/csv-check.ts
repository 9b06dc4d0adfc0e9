import { createHash } from 'node:crypto';
import { AppError, type FieldIssue } from '../base/errors.ts';
import { listIssues } from '../cli/list-issues.ts';
import type { Column } from './csv-columns.ts';
import type { CsvRecord } from './csv-records.ts';
import type { RowReader } from './csv-rows.ts';

/** So many mistakes are named; the others are counted. */
const mostNamed = 50;

interface Checking {
  readonly columns: readonly Column[];
  readonly reader: RowReader;
}

/**
 * Checks every row, the heading left out, and answers how many there are. Of a row only the hash of its key is remembered. `visit` is
 * told of each row that is in order.
 * Errors: one `invalid-input` that names what is wrong by line and column, under `issues`.
 */
export async function checkRows(
  rows: AsyncIterable<CsvRecord>,
  { columns, reader }: Checking,
  visit: (row: CsvRecord) => void = () => undefined,
): Promise<number> {
  const named: FieldIssue[] = [];
  const lines = new Map<string, number>();
  let [total, wrong] = [0, 0];
  for await (const row of rows) {
    total += 1;
    const issues = checkRow(row, { columns, reader, lines });
    wrong += issues.length;
    named.push(...issues.slice(0, mostNamed - named.length));
    if (issues.length === 0) visit(row);
  }
  if (wrong > 0) throw refuse(named, wrong);
  if (total === 0)
    throw new AppError('invalid-input', 'The file has no rows.', { hint: 'Below the heading, one each.' });
  return total;
}

function refuse(issues: readonly FieldIssue[], wrong: number): AppError {
  const more = wrong > issues.length ? ` The first ${issues.length} of them are named.` : '';
  const mistakes = wrong === 1 ? '1 mistake' : `${wrong} mistakes`;
  return new AppError('invalid-input', `The file has ${mistakes}; nothing was done.${more}`, {
    hint: 'Mend the file and start again.',
    details: { issues },
  });
}

/** What is wrong with a row. `lines` remembers the line of each key, by its hash, from row to row. */
export function checkRow(
  { line, cells }: CsvRecord,
  { columns, reader, lines }: Checking & { readonly lines: Map<string, number> },
): readonly FieldIssue[] {
  const at = `line ${line}`;
  if (cells.length !== columns.length) {
    return [{ path: at, message: `has ${cells.length} cells, and the heading ${columns.length}` }];
  }
  try {
    const key = reader.key(cells);
    const hash = hashOf(key);
    const before = lines.get(hash);
    if (before !== undefined) return [{ path: at, message: `has the key "${key}", as has line ${before}` }];
    lines.set(hash, line);
    return [];
  } catch (error) {
    return issuesOf(error).map(({ path, message }) => ({ path: `${at}, ${nameOf(path, columns)}`, message }));
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

/** What is wrong with a row. Errors that are no mistake of the row go through. */
function issuesOf(error: unknown): readonly FieldIssue[] {
  if (!(error instanceof AppError) || error.kind !== 'invalid-input') throw error;
  const issues = listIssues(error);
  return issues.length > 0 ? issues : [{ path: 'key', message: error.message }];
}

/** An input by the heading of its column, where it has one. */
function nameOf(path: string, columns: readonly Column[]): string {
  const column = columns.find(({ input }) => input?.path === path);
  return column ? `column "${column.heading}"` : path;
}
