import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError, errorKindOf, isRetryable, reportError, type FieldIssue } from '../../base/errors.ts';
import { parseJson } from '../../base/json.ts';
import type { LoadedBlueprint } from '../../blueprint/load-blueprints.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PageParts, SheetReport, SheetRequest } from '../../http/page-parts.ts';
import { isRunState } from '../../runs/run.ts';
import { readRoomDocument } from '../../runs/read-document.ts';
import { readRequest } from '../../runs/request-run.ts';
import { startRun } from '../../runs/start-run.ts';
import type { BatchRecords, LeftRow, NewBatch } from '../../store/batches.ts';
import { checkRow } from '../csv-check.ts';
import { formatLine } from '../csv-line.ts';
import { outcomeCells, outcomeColumns } from '../csv-outcome.ts';
import { openSheet, type Sheet } from '../csv-sheet.ts';
import { withSpooled } from '../csv-spool.ts';
import { findBlueprint } from '../find-blueprint.ts';
import type { Core } from '../open-core.ts';

interface Parts {
  readonly core: Core;
  readonly engine: Engine;
  readonly records: BatchRecords;
}

interface SheetRow {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly shown: readonly string[];
  readonly issues: readonly FieldIssue[];
}

const mostRows = 10_000;
const sampleRows = 8;
const mostIssues = 200;

/** CSV files that come by the pages: read, kept, and turned into runs row by row. */
export function createBatchParts(parts: Parts): PageParts['batches'] {
  const { core, records } = parts;
  return {
    check: (request) => withSheet(request, core, (sheet, rows) => Promise.resolve(report(sheet, rows))),
    async start(request, { who, requestId }) {
      const id = createHash('sha256').update(`batch ${requestId}`).digest('hex').slice(0, 20);
      await withSheet(request, core, async (sheet, rows, loaded) => {
        await records.insert(batchOf({ id, request, who, sheet, rows, loaded }, core));
      });
      void queueLeftRows(parts).catch((error: unknown) => core.log.warn('rows left for later', { error }));
      const batch = await records.find(id);
      if (batch) return batch;
      throw new AppError('defect', 'The file was kept and is not there.');
    },
    list: () => records.list(50),
    async find(id) {
      const batch = await records.find(id);
      if (!batch) return undefined;
      return { ...batch, rows: await records.rows(id) };
    },
    result: (id) => writeResult(id, records),
  };
}

/** Opens what was sent as a file, and reads all of its rows with what is wrong with each. */
async function withSheet<T>(
  { blueprint, text }: SheetRequest,
  core: Core,
  use: (sheet: Sheet, rows: readonly SheetRow[], loaded: LoadedBlueprint) => Promise<T>,
): Promise<T> {
  const loaded = await findBlueprint(blueprint, core);
  const document = loaded.blueprint;
  if (document.kind !== 'Room') {
    throw new AppError('invalid-input', `The blueprint ${document.name} makes no rooms.`, {
      hint: 'Choose a blueprint of kind Room.',
    });
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(text));
  }
  return withSpooled({ bytes }, async ({ path }) => {
    const request = { map: [], ignoreColumns: false, inputs: {}, secrets: {}, result: '' };
    const sheet = await openSheet(path, { blueprint: document, request, env: core.config.blueprintEnv });
    return use(sheet, await readRows(sheet), loaded);
  });
}

async function readRows({ rows, columns, reader }: Sheet): Promise<readonly SheetRow[]> {
  const lines = new Map<string, number>();
  const found: SheetRow[] = [];
  for await (const record of rows()) {
    const issues = checkRow(record, { columns, reader, lines });
    const { line, cells } = record;
    found.push({ row: found.length + 1, line, cells, shown: reader.shown(cells), issues });
    if (found.length > mostRows) {
      throw new AppError('invalid-input', `The file has more than ${mostRows} rows.`, {
        hint: 'Use the command line for it: concierge apply BLUEPRINT --csv FILE.',
      });
    }
  }
  if (found.length > 0) return found;
  throw new AppError('invalid-input', 'The file has no rows.', { hint: 'Below the heading, one each.' });
}

function report({ columns }: Sheet, rows: readonly SheetRow[]): SheetReport {
  const wrong = rows.filter(({ issues }) => issues.length > 0);
  return {
    columns: columns.map(({ heading, input }) => ({ heading, ...(input ? { input: input.path } : {}) })),
    total: rows.length,
    good: rows.length - wrong.length,
    issues: wrong.flatMap(({ issues }) => issues).slice(0, mostIssues),
    sample: rows
      .slice(0, sampleRows)
      .map(({ line, shown, issues }) => ({ line, cells: shown, wrong: issues.length > 0 })),
  };
}

interface Kept {
  readonly id: string;
  readonly request: SheetRequest;
  readonly who: string;
  readonly sheet: Sheet;
  readonly rows: readonly SheetRow[];
  readonly loaded: LoadedBlueprint;
}

function batchOf({ id, request, who, sheet, rows, loaded }: Kept, { sealer }: Pick<Core, 'sealer'>): NewBatch {
  const { headings, layout } = sheet.place;
  return {
    ...{ id, who, headings, delimiter: layout.delimiter, documentHash: loaded.hash },
    blueprint: loaded.blueprint.name,
    file: request.file,
    rows: rows.map(({ row, line, cells, shown, issues }) => ({
      ...{ row, line, cells: shown },
      ...(issues.length > 0
        ? { error: issues.map(({ path, message }) => `${path}: ${message}`).join('; ') }
        : { target: sealer.seal(JSON.stringify(sheet.reader.target(cells))) }),
    })),
  };
}

const Target = z.union([
  z.strictObject({ person: z.string() }),
  z.strictObject({
    inputs: z.record(z.string(), z.json()),
    secrets: z.record(z.string(), z.string()),
    from: z.literal('text'),
  }),
]);

/** Errors: `invalid-input`, which is the row's own, so that it holds up no others. */
function readTarget(text: string): z.infer<typeof Target> {
  const read = Target.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new AppError('invalid-input', 'What was kept of the row cannot be read.', {
    hint: 'Another version of Concierge may have written it: hand the row in again.',
    cause: read.error,
  });
}

const atOnce = 200;

/** Queues runs for rows that have none yet, whoever kept them. The same row is the same run, however often. Answers how many. */
export async function queueLeftRows(parts: Parts): Promise<number> {
  let queued = 0;
  for (let left = await parts.records.listLeft(atOnce); left.length > 0; left = await parts.records.listLeft(atOnce)) {
    for (const row of left) await queueRow(row, parts);
    queued += left.length;
  }
  return queued;
}

async function queueRow(row: LeftRow, { core, engine, records }: Parts): Promise<void> {
  try {
    const blueprint = await readRoomDocument(row.documentHash, core.documents);
    const target = readTarget(core.sealer.open(row.target));
    const request = {
      blueprint: { blueprint, hash: row.documentHash },
      target,
      cause: { kind: 'csv', name: row.who, row: row.row },
      requestId: `batch ${row.batchId} row ${row.row}`,
      options: { repair: true, recreate: false },
    } as const;
    const input = await readRequest(request, { ...core, env: core.config.blueprintEnv });
    await startRun(input, engine, core.runs);
    await records.settle(row, { runId: input.runId });
  } catch (error) {
    // What may pass is tried again by whoever looks next; a mistake of ours as well.
    if (isRetryable(error) || errorKindOf(error) === 'defect') throw error;
    const { message, hint } = reportError(error);
    await records.settle(row, { error: hint === undefined ? message : `${message} ${hint}` });
  }
}

const delimiters = { ',': ',', ';': ';', '\t': '\t' } as const;

async function writeResult(id: string, records: BatchRecords): Promise<string> {
  const batch = await records.find(id);
  if (!batch) throw new AppError('not-found', `There is no file "${id}".`);
  const delimiter = Object.values(delimiters).find((one) => one === batch.delimiter) ?? ',';
  const layout = { delimiter, hasBom: true, newline: '\r\n' } as const;
  const lines = (await records.rows(id)).map(({ cells, state, runId, reason, room }) => {
    const outcome = {
      state: isRunState(state) ? state : state === 'refused' ? ('failed' as const) : ('queued' as const),
      ...(runId === undefined ? {} : { runId }),
      ...(reason === undefined ? {} : { error: reason }),
      ...(room ? { roomId: room.id, ...(room.url === undefined ? {} : { roomUrl: room.url }) } : {}),
    };
    return formatLine([...cells, ...outcomeCells(outcome)], layout);
  });
  return `\uFEFF${formatLine([...batch.headings, ...outcomeColumns], layout)}${lines.join('')}`;
}
