import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOS, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import type { Pool } from 'pg';
import { reportError, type ErrorReport } from '../base/errors.ts';
import type { Json } from '../base/json.ts';
import type { Log } from '../base/log.ts';
import { deleteEndedBefore, deleteMentions } from './clean-journal.ts';
import { createEngineLog } from './engine-log.ts';
import { pacePolls } from './pace-polls.ts';
import { requeueStrays } from './requeue-strays.ts';
import { withRetry, type Attempt } from './retry.ts';

const queueName = 'runs';
const workflowName = 'run';

/**
 * The same for ever: work of every version of Concierge is taken up and recovered by each other. Whether the code that runs can replay what
 * another has recorded is the work's own question, which its input answers.
 */
const applicationVersion = '1';

/** What a run is given to work with. The body of a run holds no clock, no chance and no I/O outside steps. */
export interface Scope {
  /**
   * Does `work` once and keeps its outcome, which is plain JSON: after a crash the kept outcome is returned and `work` is not called. A crash between the
   * work and the keeping calls it again: work that must not happen twice looks first whether it has, when `isDoubtful()`.
   * Steps of one run are numbered in the order of their start: start them in a fixed order.
   */
  step<T>(name: string, work: (attempt: Attempt) => Promise<T>): Promise<T>;
  /** Whether another process, or this one before a crash, may have done a part of this run that its journal does not tell. */
  isDoubtful(): boolean;
  /** Queues other work, apart from this one's journal: a second time after a crash, so it needs an id that is the same then. */
  enqueue(work: QueuedWork): Promise<void>;
}

type Work = (input: Json, scope: Scope) => Promise<void>;

export interface StepRecord {
  readonly name: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly output: unknown;
  readonly error?: ErrorReport;
}

interface QueuedWork {
  /** Same id: the same work, queued once. */
  readonly id: string;
  /** Work of one partition is done one after another. */
  readonly partition: string;
  readonly input: Json;
  readonly delaySeconds?: number;
}

/** The durable engine: the only part that knows the SDK. One per process. */
export interface Engine {
  readonly executorId: string;
  /** Queues durably. Guarantee: once this returns, the work is done at least once, however often processes die. */
  enqueue(work: QueuedWork): Promise<void>;
  /** Takes work off the queue that has not begun; work that has is stopped before its next step. Does nothing for unknown work. */
  cancel(id: string): Promise<void>;
  /** Whether work of this id is known, in any state. */
  knows(id: string): Promise<boolean>;
  /** Which of these pieces of work are queued or being done, by whatever process: of the others nothing more will come. */
  readonly listUnderWay: (ids: readonly string[]) => Promise<readonly string[]>;
  /** The steps of one piece of work so far, in order. */
  steps(id: string): Promise<readonly StepRecord[]>;
  /** Puts the unfinished work of processes that are gone back on the queue. Answers how many pieces. */
  readonly takeOver: (executorIds: readonly string[]) => Promise<number>;
  /** Deletes the journal of work that ended before a time. Answers how many pieces. */
  readonly deleteEndedBefore: (time: Date) => Promise<number>;
  /** Deletes the journal of ended work in which one of these patterns (of SQL's `ilike`) stands. Answers how many pieces. */
  readonly deleteMentions: (patterns: readonly string[]) => Promise<number>;
  /**
   * Stops taking work, waits at most `drainMs` for what runs here, leaves the rest to others. False when there is a rest: then this
   * process has to stay known to those others, or nobody would take it over.
   */
  stop(drainMs: number): Promise<boolean>;
}

interface EngineOptions {
  readonly pool: Pool;
  readonly connectionString: string;
  readonly executorId: string;
  /** Pieces of work at once in a process. The queue's settings are shared: all processes name the same. */
  readonly concurrency: number;
  /** Whether this process works, or only queues. */
  readonly works: boolean;
  readonly work: Work;
  readonly log: Log;
  readonly pollMs?: number;
  /** Pauses between the tries of a step, in milliseconds. */
  readonly retryPausesMs?: readonly number[] | undefined;
}

/** Launches the engine. It creates and migrates its own tables (schema `dbos`). */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  // Work that is queued by work is not a part of it: it must not stand in its journal.
  const outside = AsyncLocalStorage.snapshot();
  const state = { working: new Set<Promise<void>>(), isStopped: false };
  const betweenPolls = { queueName, work: () => requeueOwnStrays(options) };
  const pacing = pacePolls({ isWorking: () => state.working.size > 0, betweenPolls });
  const run = DBOS.registerWorkflow(
    (input: Json) => {
      const work = options
        .work(input, createScope(options, { enqueue, isStopped: () => state.isStopped }))
        .finally(() => {
          state.working.delete(work);
          pacing.nudge();
        });
      state.working.add(work);
      return work;
    },
    { name: workflowName },
  );
  async function enqueue({ id, partition, input, delaySeconds }: QueuedWork): Promise<void> {
    const enqueueOptions = { queuePartitionKey: partition, ...(delaySeconds ? { delaySeconds } : {}) };
    await outside(() => DBOS.startWorkflow(run, { workflowID: id, queueName, enqueueOptions })(input));
    pacing.nudge();
  }
  configure(options);
  await DBOS.launch();
  await registerQueue(options);
  return {
    executorId: options.executorId,
    enqueue,
    cancel: (id) => DBOS.cancelWorkflow(id),
    knows: async (id) => (await DBOS.getWorkflowStatus(id)) !== null,
    steps: async (id) => ((await DBOS.listWorkflowSteps(id)) ?? []).map(describeStep),
    listUnderWay,
    takeOver,
    deleteEndedBefore,
    deleteMentions: (patterns) => deleteMentions(patterns, options.pool),
    async stop(drainMs) {
      pacing.release();
      await DBOS.shutdown({ workflowCompletionTimeoutMS: drainMs, deregister: true });
      state.isStopped = true;
      return state.working.size === 0;
    },
  };
}

function configure(options: EngineOptions): void {
  DBOS.setConfig({
    name: 'docspace-concierge',
    systemDatabaseUrl: options.connectionString,
    systemDatabasePool: options.pool,
    applicationVersion,
    executorID: options.executorId,
    logger: createEngineLog(options.log),
    listenQueues: options.works ? [queueName] : [],
  });
}

async function registerQueue({ concurrency, pollMs = 20 }: EngineOptions): Promise<void> {
  await DBOS.registerQueue(queueName, {
    partitionConcurrency: 1,
    workerConcurrency: concurrency,
    minPollingIntervalMs: pollMs,
    onConflict: 'always_update',
  });
}

/** Nothing depends on a single look: one that fails is followed by the next. */
async function requeueOwnStrays({ pool, executorId, log }: EngineOptions): Promise<void> {
  const isRunning = (id: string): boolean =>
    DBOSExecutor.globalInstance?.systemDatabase.checkForRunningWorkflow(id) ?? true;
  try {
    const count = await requeueStrays({ pool, executorId, queueName, isRunning });
    if (count > 0) log.warn('work whose claim got lost on its way from the database is queued again', { count });
  } catch (error) {
    log.info('could not look for work whose claim got lost', { error });
  }
}

interface ScopeParts extends Pick<Scope, 'enqueue'> {
  readonly isStopped: () => boolean;
}

function createScope({ log, retryPausesMs }: EngineOptions, { enqueue, isStopped }: ScopeParts): Scope {
  // A step whose work did not run here was replayed: what came after it may have happened without having been kept.
  let isReplayed = false;
  // What another process has taken over is that one's: no further step may act, not even one that says how it ended.
  let ousted: DBOSWorkflowConflictError | undefined;
  return {
    async step(name, work) {
      if (isStopped()) return never();
      if (ousted) throw ousted;
      let ranHere = false;
      const onRetry = (error: unknown, attempt: number): void =>
        log.info('step will be tried again', { step: name, attempt, reason: reportError(error) });
      const outcome = await DBOS.runStep(
        () => {
          ranHere = true;
          return withRetry((attempt) => unlessStopped(isStopped, () => work(attempt)), {
            onRetry,
            ...(retryPausesMs ? { pausesMs: retryPausesMs } : {}),
          });
        },
        { name },
      ).catch((error: unknown) => {
        if (error instanceof DBOSWorkflowConflictError) ousted = error;
        throw error;
      });
      isReplayed ||= !ranHere;
      return outcome;
    },
    isDoubtful: () => isReplayed,
    enqueue,
  };
}

/** What begins or ends after the engine did is left to who takes it over: it is not done, tried again or kept; there is nowhere to keep it. */
async function unlessStopped<T>(isStopped: () => boolean, work: () => Promise<T>): Promise<T> {
  if (isStopped()) return never();
  try {
    return await work();
  } finally {
    if (isStopped()) await never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function listUnderWay(ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const found = await DBOS.listWorkflows({
    workflowIDs: [...ids],
    status: ['ENQUEUED', 'PENDING', 'DELAYED'],
    loadInput: false,
    loadOutput: false,
  });
  return found.map(({ workflowID }) => workflowID);
}

async function takeOver(executorIds: readonly string[]): Promise<number> {
  if (executorIds.length === 0) return 0;
  const left = await DBOS.listWorkflows({
    executorId: [...executorIds],
    status: 'PENDING',
    loadInput: false,
    loadOutput: false,
  });
  const ids = left.map((workflow) => workflow.workflowID);
  if (ids.length > 0) await DBOS.resumeWorkflows(ids, { queueName });
  return ids.length;
}

function describeStep(step: {
  name: string;
  output: unknown;
  error: Error | null;
  startedAtEpochMs?: number;
  completedAtEpochMs?: number;
}): StepRecord {
  const time = (epochMs: number | undefined): string | undefined =>
    epochMs === undefined ? undefined : new Date(epochMs).toISOString();
  const startedAt = time(step.startedAtEpochMs);
  const endedAt = time(step.completedAtEpochMs);
  return {
    name: step.name,
    output: step.output,
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    ...(step.error ? { error: reportError(step.error) } : {}),
  };
}
