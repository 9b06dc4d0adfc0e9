import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { codeOf } from '../base/error-code.ts';
import { disarmCell } from '../base/disarm-cell.ts';
import { AppError } from '../base/errors.ts';
import { isRunState } from '../runs/run.ts';
import type { CsvLayout } from './csv-layout.ts';
import { formatLine } from './csv-line.ts';
import { isSettled, outcomeCells, outcomeColumns, type RowOutcome } from './csv-outcome.ts';
import { type CsvRecord, readRecords } from './csv-records.ts';

/** A result file: where it is, and the input that its lines begin with. */
export interface ResultPlace {
  readonly path: string;
  /** Of the input. */
  readonly headings: readonly string[];
  readonly layout: CsvLayout;
}

/** A line of the result: the cells of the input as they are shown, and what came of them. */
export interface ResultRow {
  readonly shown: readonly string[];
  readonly outcome: RowOutcome;
}

export interface ResultFile {
  /** Writes lines and resolves when they are on the disk. */
  readonly append: (rows: readonly ResultRow[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What tells one row from another: the hash of its cells as they are shown. */
export function hashRow(shown: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
}

/**
 * The rows that a result file has settled, by their hash, each with its line; undefined where there is no such file. A last line that
 * was cut in half does not count.
 * Errors: `conflict` for a file that is not the result of this input.
 */
export async function readSettled(place: ResultPlace): Promise<ReadonlyMap<string, number> | undefined> {
  const bytes = await wholeBytes(place.path);
  if (bytes === undefined) return undefined;
  if (bytes === 0 && !(await isBegun(place))) throw refuseOther(place.path);
  const settled = new Map<string, number>();
  for await (const { line, cells } of readKept(place, bytes))
    settled.set(hashRow(cells.slice(0, place.headings.length)), line);
  return settled;
}

/**
 * Opens the result file: a new one, or with `resumes` the one that is there, without its failed rows and without a last line that was
 * cut in half. A crash meanwhile leaves the old file as it was.
 * Errors: `conflict` where a new file is wanted and there is one.
 */
export async function openResult(place: ResultPlace, resumes: boolean): Promise<ResultFile> {
  if (!resumes) return appendTo(await create(place), place);
  const mended = `${place.path}.part`;
  const target = await open(mended, 'w');
  try {
    await target.writeFile(headingOf(place));
    const seen = new Set<string>();
    for await (const { cells } of readKept(place, (await wholeBytes(place.path)) ?? 0)) {
      const hash = hashRow(cells.slice(0, place.headings.length));
      if (!seen.has(hash)) await target.writeFile(formatLine(cells, place.layout));
      seen.add(hash);
    }
    await target.sync();
    await rename(mended, place.path);
  } catch (error) {
    await target.close();
    throw error;
  }
  return appendTo(target, place);
}

/** Refuses a result file that is there already. */
export function refuseExisting(path: string): AppError {
  return new AppError('conflict', `The result file ${path} is there already.`, {
    hint: 'Go on with it: --resume; or write another one: --result FILE.',
  });
}

async function create(place: ResultPlace): Promise<FileHandle> {
  try {
    const target = await open(place.path, 'wx');
    await target.writeFile(headingOf(place));
    return target;
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? refuseExisting(place.path) : error;
  }
}

function appendTo(target: FileHandle, { layout }: ResultPlace): ResultFile {
  return {
    async append(rows) {
      if (rows.length === 0) return;
      const lines = rows.map(({ shown, outcome }) =>
        formatLine([...shown, ...outcomeCells(outcome).map(disarmCell)], layout),
      );
      await target.writeFile(lines.join(''));
      await target.datasync();
    },
    close: () => target.close(),
  };
}

/** Whether a file without a whole line is the beginning of this result. */
async function isBegun(place: ResultPlace): Promise<boolean> {
  const heading = Buffer.from(headingOf(place));
  const { size } = await stat(place.path);
  return size <= heading.length && heading.subarray(0, size).equals(await readFile(place.path));
}

function headingOf({ headings, layout }: ResultPlace): string {
  return (layout.hasBom ? '\uFEFF' : '') + formatLine(expectedHeading(headings), layout);
}

function expectedHeading(headings: readonly string[]): readonly string[] {
  return [...headings.map(disarmCell), ...outcomeColumns];
}

/** The lines of a result file that stay when it is gone on with. */
async function* readKept({ path, headings, layout }: ResultPlace, bytes: number): AsyncGenerator<CsvRecord> {
  const expected = JSON.stringify(expectedHeading(headings));
  let isHeading = true;
  for await (const record of readRecords(path, { delimiter: layout.delimiter, bytes, toleratesCut: true })) {
    if (isHeading && JSON.stringify(record.cells) !== expected) throw refuseOther(path);
    const state = record.cells[headings.length] ?? '';
    const isWhole = record.cells.length === headings.length + outcomeColumns.length;
    if (!isHeading && isWhole && isRunState(state) && isSettled(state)) yield record;
    isHeading = false;
  }
}

function refuseOther(path: string): AppError {
  return new AppError('conflict', `The file ${path} is not the result of this input: its heading differs.`, {
    hint: 'Name the result file of this input, or write a new one: --result FILE without --resume.',
  });
}

/** How many bytes of a file stand before the end of its last whole line; undefined without the file. */
async function wholeBytes(path: string): Promise<number | undefined> {
  let [end, offset] = [0, 0];
  const stream: AsyncIterable<unknown> = createReadStream(path);
  try {
    for await (const bytes of stream) {
      if (!(bytes instanceof Uint8Array)) continue;
      const last = bytes.lastIndexOf(0x0a);
      if (last >= 0) end = offset + last + 1;
      offset += bytes.length;
    }
    return end;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
