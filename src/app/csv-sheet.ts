import { AppError } from '../base/errors.ts';
import type { RoomBlueprint } from '../blueprint/blueprint.ts';
import type { BatchRequest } from '../cli/parts.ts';
import { checkRows } from './csv-check.ts';
import { type Column, columnInputsOf, mapColumns } from './csv-columns.ts';
import { findLayout } from './csv-layout.ts';
import type { PendingRow } from './csv-queue.ts';
import { type CsvRecord, readRecords } from './csv-records.ts';
import { hashRow, type ResultPlace } from './csv-result.ts';
import { createRowReader, rowInputsOf, type RowReader } from './csv-rows.ts';

/** A CSV file that is read for a blueprint. */
export interface Sheet {
  readonly columns: readonly Column[];
  readonly reader: RowReader;
  readonly place: ResultPlace;
  /** Its rows from the first, without the heading. */
  readonly rows: () => AsyncGenerator<CsvRecord>;
}

interface SheetParts {
  readonly blueprint: RoomBlueprint;
  readonly request: Pick<BatchRequest, 'map' | 'ignoreColumns' | 'inputs' | 'secrets' | 'result'>;
  readonly env: Readonly<Record<string, string>>;
}

/** Opens a file and finds out what its columns hold. Errors: `invalid-input` for a heading that does not fit the blueprint. */
export async function openSheet(path: string, { blueprint, request, env }: SheetParts): Promise<Sheet> {
  const { map, ignoreColumns, inputs, secrets, result } = request;
  const layout = await findLayout(path);
  const headings = await readHeading(path, layout.delimiter);
  const given = [...Object.keys(inputs), ...Object.keys(secrets)];
  const columns = mapColumns(headings, { inputs: columnInputsOf(rowInputsOf(blueprint)), map, ignoreColumns, given });
  return {
    columns,
    reader: createRowReader({ blueprint, columns, given: { inputs, secrets }, env }),
    place: { path: result, headings, layout },
    rows: () => readRows(path, layout.delimiter),
  };
}

async function readHeading(path: string, delimiter: string): Promise<readonly string[]> {
  for await (const { cells } of readRecords(path, { delimiter })) return cells;
  throw new AppError('invalid-input', 'The file is empty.', {
    hint: 'The first line names the columns, such as client.id,client.name.',
  });
}

async function* readRows(path: string, delimiter: string): AsyncGenerator<CsvRecord> {
  let isHeading = true;
  for await (const record of readRecords(path, { delimiter })) {
    if (!isHeading) yield record;
    isHeading = false;
  }
}

/**
 * Checks every row and answers how many there are.
 * Errors: `invalid-input` with what is wrong; `conflict` when rows that an earlier batch settled are not in the file as they were.
 */
export async function checkSheet(
  { columns, reader, rows }: Sheet,
  settled: ReadonlyMap<string, number> = new Map(),
): Promise<number> {
  const missing = new Map(settled);
  const total = await checkRows(
    rows(),
    { columns, reader },
    ({ cells }) => void missing.delete(hashRow(reader.shown(cells))),
  );
  const [line] = missing.values();
  if (line === undefined) return total;
  const count = missing.size === 1 ? '1 row' : `${missing.size} rows`;
  throw new AppError(
    'conflict',
    `The file has changed: ${count} of the result are done and no longer in it, the first in line ${line} of the result.`,
    { hint: 'Put these rows back as they were, or begin anew with another result file: --result FILE.' },
  );
}

/** The rows that are still to be done. */
export async function* pendingRows(
  { reader, rows }: Sheet,
  settled: ReadonlyMap<string, number> = new Map(),
): AsyncGenerator<PendingRow> {
  let row = 0;
  for await (const { cells } of rows()) {
    row += 1;
    const shown = reader.shown(cells);
    if (!settled.has(hashRow(shown))) yield { row, shown, target: reader.target(cells) };
  }
}
