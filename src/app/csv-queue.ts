import { setTimeout as sleep } from 'node:timers/promises';
import { errorKindOf, isRetryable, reportError } from '../base/errors.ts';
import { runStates } from '../runs/run.ts';
import { isFailed, type RowOutcome } from './csv-outcome.ts';
import type { ResultFile, ResultRow } from './csv-result.ts';
import type { RowTarget } from './csv-rows.ts';
import type { BatchRuns } from './csv-runs.ts';

/** A row whose run is to be queued. */
export interface PendingRow {
  /** Counted from 1, without the heading. */
  readonly row: number;
  /** Its cells as the result shows them. */
  readonly shown: readonly string[];
  readonly target: RowTarget;
}

/** What was done so far. */
export interface QueueCounts {
  readonly ended: number;
  readonly failed: number;
  readonly remains: number;
  readonly underWay: number;
  readonly waiting: number;
  /** Rows whose run was there already. */
  readonly known: number;
}

/** How fast it goes. */
export interface Pace {
  /** Runs that are queued and not ended, at most: Ctrl-C does not take back what is queued. */
  readonly lookAhead: number;
  readonly lookEveryMs: number;
  /** Pauses between attempts to queue a run while something is away. */
  readonly patienceMs: readonly number[];
}

export const usualPace: Pace = { lookAhead: 200, lookEveryMs: 250, patienceMs: [1_000, 3_000, 10_000, 30_000] };

/** Runs that are queued side by side, and between two looks, so that the first results come soon. */
const sideBySide = 10;
const perLook = 50;

/** One look in so many lets runs go on that waited. */
const looksPerCare = 8;

interface QueueParts {
  readonly runs: BatchRuns;
  readonly result: Pick<ResultFile, 'append'>;
  readonly signal: AbortSignal;
  readonly onProgress: (counts: QueueCounts) => void;
  readonly pace: Pace;
}

/**
 * Queues the runs of rows, never too many ahead, follows them and writes what came of each as soon as it is known. Resolves when all
 * have ended, or soon after the signal, to whether all have.
 */
export async function runRows(rows: AsyncIterator<PendingRow>, parts: QueueParts): Promise<boolean> {
  const { runs, result, signal, onProgress, pace } = parts;
  const queue = createQueue(rows, parts);
  for (let look = 0; !signal.aborted && !queue.isEmpty(); look += 1) {
    if (look > 0) await pause(pace.lookEveryMs, signal);
    await queue.fill();
    if (look % looksPerCare === 0) await runs.keepGoing();
    await result.append(await queue.takeEnded());
    onProgress(queue.counts());
  }
  return queue.isEmpty();
}

function createQueue(rows: AsyncIterator<PendingRow>, { runs, signal, pace }: QueueParts) {
  /** By the ids of their runs; two rows may turn out to be for one and the same person. */
  const underWay = new Map<string, readonly PendingRow[]>();
  const ended: ResultRow[] = [];
  const counts = { ended: 0, failed: 0, remains: 0, waiting: 0, known: 0 };
  let isExhausted = false;

  function end({ shown }: PendingRow, outcome: RowOutcome): void {
    ended.push({ shown, outcome });
    counts.ended += 1;
    if (isFailed(outcome.state)) counts.failed += 1;
    if (outcome.state === 'done-with-remains') counts.remains += 1;
  }

  async function start(row: PendingRow): Promise<void> {
    const started = await patiently(() => runs.start(row.target, row.row), pace.patienceMs, signal).catch(rowFailure);
    if ('state' in started) {
      end(row, started);
      return;
    }
    underWay.set(started.runId, [...(underWay.get(started.runId) ?? []), row]);
    if (!started.isNew) counts.known += 1;
  }

  return {
    isEmpty: () => isExhausted && underWay.size === 0,
    counts: (): QueueCounts => ({ ...counts, underWay: underWay.size }),
    async fill(): Promise<void> {
      for (let room = Math.min(perLook, pace.lookAhead - underWay.size); room > 0 && !signal.aborted;) {
        const taken = await take(rows, Math.min(room, sideBySide));
        room -= taken.length;
        // All are awaited before an error of one goes on: none may be queued behind our back.
        const outcomes = await Promise.allSettled(taken.map(start));
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
        isExhausted = taken.length === 0;
        if (isExhausted) return;
      }
    },
    /** What has ended since the last time. */
    async takeEnded(): Promise<readonly ResultRow[]> {
      const standings = underWay.size === 0 ? [] : await runs.statesOf([...underWay.keys()]);
      for (const standing of standings.filter(({ state }) => runStates[state].ended)) {
        for (const row of underWay.get(standing.runId) ?? []) end(row, standing);
        underWay.delete(standing.runId);
      }
      counts.waiting = standings.filter(({ state }) => state === 'waiting').length;
      return ended.splice(0);
    },
  };
}

async function take(rows: AsyncIterator<PendingRow>, count: number): Promise<readonly PendingRow[]> {
  const taken: PendingRow[] = [];
  while (taken.length < count) {
    const next = await rows.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

/** Errors that are the row's own, so that the others go on. */
const rowKinds: readonly string[] = ['invalid-input', 'not-found', 'conflict', 'rejected'];

/** The outcome of a row whose run could not be queued. Errors that are no matter of this row go through. */
function rowFailure(error: unknown): RowOutcome {
  if (!rowKinds.includes(errorKindOf(error))) throw error;
  const { message, hint } = reportError(error);
  return { state: 'failed', error: hint === undefined ? message : `${message} ${hint}` };
}

/** Does something, again after each pause while an error may pass. */
async function patiently<T>(act: () => Promise<T>, pausesMs: readonly number[], signal: AbortSignal): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await act();
    } catch (error) {
      if (!isRetryable(error) || signal.aborted) throw error;
    }
    await pause(pauseMs, signal);
  }
  return act();
}

/** Sleeps; the signal cuts it short. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
