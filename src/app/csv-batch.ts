import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { AppError, errorKindOf, reportError } from '../base/errors.ts';
import type { RoomBlueprint } from '../blueprint/blueprint.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { BatchCounts, BatchReport, BatchRequest, BatchWatch } from '../cli/parts.ts';
import { type Pace, type QueueCounts, runRows, usualPace } from './csv-queue.ts';
import { openResult, readSettled, refuseExisting } from './csv-result.ts';
import type { Batch, BatchRuns } from './csv-runs.ts';
import { checkSheet, openSheet, pendingRows, type Sheet } from './csv-sheet.ts';
import { withSpooled } from './csv-spool.ts';

export interface BatchParts {
  /** What blueprints may read as `env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly findBlueprint: (nameOrFile: string) => Promise<LoadedBlueprint>;
  /** Lends what queues and follows runs. Nothing is asked of the portal before. */
  readonly withRuns: <T>(batch: Batch, use: (runs: BatchRuns) => Promise<T>) => Promise<T>;
  readonly pace?: Pace;
}

/**
 * Applies a blueprint to each row of a CSV file. First all rows are checked, then their runs are queued and followed, and what came of
 * each stands in the result file as soon as it is known.
 * Errors: `invalid-input` for what is wrong with the file, all of it; `conflict` for a result file that does not fit.
 */
export async function applyRows(request: BatchRequest, watch: BatchWatch, parts: BatchParts): Promise<BatchReport> {
  const { result, resume, recreate, again } = request;
  const loaded = await parts.findBlueprint(request.blueprint);
  const blueprint = requireRoom(loaded);
  if (!resume && (await exists(result))) throw refuseExisting(result);
  return withSpooled(request.source, async ({ path, hash }) => {
    const sheet = await openSheet(path, { blueprint, request, env: parts.env });
    const settled = resume ? await readSettled(sheet.place) : undefined;
    const total = await checkSheet(sheet, settled);
    const batch = { loaded, id: batchIdOf(loaded, hash, request), recreate, again };
    const counts = createCounts(total, settled?.size ?? 0, watch);
    const isFinished = await runSheet(sheet, { batch, settled, counts, signal: watch.signal, parts });
    return { blueprint: blueprint.name, result, ...counts.now(), known: counts.known(), interrupted: !isFinished };
  });
}

function requireRoom({ blueprint }: LoadedBlueprint): RoomBlueprint {
  if (blueprint.kind === 'Room') return blueprint;
  throw new AppError('invalid-input', `The blueprint ${blueprint.name} makes no rooms.`, {
    hint: 'Name a blueprint of kind Room.',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The same for the same document, file and options. Secrets have no part in it: one that was mended must not do rows twice. */
function batchIdOf({ hash }: LoadedBlueprint, fileHash: string, { map, inputs }: BatchRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([hash, fileHash, map, inputs]))
    .digest('hex')
    .slice(0, 20);
}

/** Keeps the counts of the whole file, and tells the watch of them. */
function createCounts(total: number, before: number, { onProgress }: BatchWatch) {
  let queue: QueueCounts = { ended: 0, failed: 0, remains: 0, underWay: 0, waiting: 0, known: 0 };
  const now = (): BatchCounts => {
    const { ended, failed, remains, underWay, waiting } = queue;
    return { total, before, ended, failed, remains, underWay, waiting };
  };
  return {
    now,
    known: () => queue.known,
    update: (counts: QueueCounts): void => {
      queue = counts;
      onProgress(now());
    },
  };
}

interface SheetRun {
  readonly batch: Batch;
  readonly settled: ReadonlyMap<string, number> | undefined;
  readonly counts: ReturnType<typeof createCounts>;
  readonly signal: AbortSignal;
  readonly parts: BatchParts;
}

async function runSheet(sheet: Sheet, { batch, settled, counts, signal, parts }: SheetRun): Promise<boolean> {
  if (signal.aborted) return false;
  const result = await openResult(sheet.place, settled !== undefined);
  const rows = pendingRows(sheet, settled);
  const { pace = usualPace } = parts;
  try {
    return await parts.withRuns(batch, (runs) =>
      runRows(rows, { runs, result, signal, onProgress: counts.update, pace }),
    );
  } catch (error) {
    throw sayHowToResume(error);
  } finally {
    await rows.return(undefined);
    await result.close();
  }
}

/** An error that ends a batch in its middle leaves a result file, which the next try goes on with. */
function sayHowToResume(error: unknown): AppError {
  const { message, hint } = reportError(error);
  const resume = 'Then go on with the same command and --resume.';
  return new AppError(errorKindOf(error), message, {
    hint: hint === undefined ? resume : `${hint} ${resume}`,
    cause: error,
  });
}
