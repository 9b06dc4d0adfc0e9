import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { AppError } from '../base/errors.ts';

/** A line of a CSV file, or several where a quoted cell holds line breaks. */
export interface CsvRecord {
  /** Where it begins, counted from 1, as editors count. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface ReadingOptions {
  readonly delimiter: string;
  /** How many bytes of the file count; all unless told otherwise. */
  readonly bytes?: number;
  /** Whether a last record whose quotes are not closed is left out instead of refused. */
  readonly toleratesCut?: boolean;
}

/** What one record may hold: a quote that is never closed must not swallow the whole file. */
const longestRecord = 1_000_000;

/**
 * The records of a CSV file, the heading first, as far as each piece of the file goes: memory does not grow with the file. Lines
 * without any text are left out.
 * Errors: `invalid-input` with the line, for text that is no UTF-8 or no CSV.
 */
export async function* readRecords(path: string, options: ReadingOptions): AsyncGenerator<CsvRecord> {
  if (options.bytes === 0) return;
  const reader = createReader(options.delimiter);
  for await (const text of readText(path, options.bytes)) {
    yield* reader.read(text);
    if (reader.failure()) break;
  }
  yield* await reader.end();
  const failure = reader.failure();
  if (failure && !(options.toleratesCut && failure.code === 'CSV_QUOTE_NOT_CLOSED')) throw explain(failure);
}

interface Failure {
  readonly code: string;
  /** Where the record begins that cannot be read. */
  readonly line: number;
}

/** Parses piece by piece. What stands before a mistake comes out all the same, and the mistake knows its line by it. */
function createReader(delimiter: string) {
  const found: { readonly cells: readonly string[]; readonly emptyLines: number }[] = [];
  let line = 1;
  let emptyLines = 0;
  let code: string | undefined;
  const parser = parse({
    ...{ delimiter, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: longestRecord },
    ...{ relax_column_count: true, skip_empty_lines: true },
    on_record(cells: string[], { empty_lines: emptyBefore }) {
      found.push({ cells, emptyLines: emptyBefore });
      return null;
    },
  });
  parser.on('error', (error) => {
    code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  });

  function* take(): Generator<CsvRecord> {
    for (const { cells, emptyLines: emptyBefore } of found.splice(0)) {
      line += emptyBefore - emptyLines;
      emptyLines = emptyBefore;
      if (cells.some((cell) => cell.trim() !== '')) yield { line, cells };
      line += 1 + countBreaks(cells);
    }
  }

  return {
    failure: (): Failure | undefined => (code === undefined ? undefined : { code, line }),
    *read(text: string) {
      parser.write(text);
      yield* take();
    },
    async end() {
      parser.end().resume();
      await finished(parser).catch(() => undefined);
      return take();
    },
  };
}

/** Line breaks within the cells of a record. */
function countBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** A file as text, piece by piece, without its byte order mark. */
async function* readText(path: string, bytes: number | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw refuseEncoding(lines + countBreaks([firstValid(piece)]));
    }
  };
  const stream: AsyncIterable<unknown> = createReadStream(path, bytes === undefined ? {} : { end: bytes - 1 });
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) continue;
    const text = decode(piece);
    lines += countBreaks([text]);
    yield text;
  }
  yield decode();
}

/** The text of a piece before the first letter that is no UTF-8. */
function firstValid(piece: Uint8Array | undefined): string {
  return new TextDecoder().decode(piece).split('\uFFFD', 1)[0] ?? '';
}

function refuseEncoding(line: number): AppError {
  return new AppError('invalid-input', `The file is not UTF-8: line ${line} holds other bytes.`, {
    hint: 'Save it as "CSV UTF-8" in the spreadsheet program.',
  });
}

const mistakes: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands within a cell that is not quoted',
  CSV_MAX_RECORD_SIZE: `the record is longer than ${longestRecord} bytes; a quote may not be closed`,
};

function explain({ code, line }: Failure): AppError {
  return new AppError('invalid-input', `Line ${line} is no CSV: ${mistakes[code] ?? code}.`, {
    hint: 'A cell with quotes in it is written in quotes, and each of its own quotes twice: "5"" pipe".',
  });
}
