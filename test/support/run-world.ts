import { createHash } from 'node:crypto';
import { createConnectors } from '../../src/app/create-connectors.ts';
import { createSealer } from '../../src/base/seal.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { startEngine, type Engine } from '../../src/engine/engine.ts';
import { carryOn } from '../../src/runs/carry-on.ts';
import { refuseHeld } from '../../src/runs/holds.ts';
import { createLookups } from '../../src/runs/lookups.ts';
import type { DeliveryRecords, RunInput, StoredRun } from '../../src/runs/records.ts';
import type { SweepRecords } from '../../src/reconcile/sweep/sweep-records.ts';
import type { RunParts } from '../../src/runs/run-parts.ts';
import { readRunInput } from '../../src/runs/read-run-input.ts';
import { startRun } from '../../src/runs/start-run.ts';
import { traceSteps } from '../../src/runs/step-context.ts';
import { Secret } from '../../src/base/secret.ts';
import { demoEnv } from '../../sandbox/seed/demo-ids.ts';
import { createDailyLimits, type DailyRecords } from '../../src/runs/daily-limits.ts';
import { createSweepRecords } from '../../src/store/sweeps.ts';
import { createRecords } from '../../src/store/create-records.ts';
import { createHoldRecords } from '../../src/store/holds.ts';
import { createTurns } from '../../src/store/turns.ts';
import { startSandbox, type TestSandbox } from '../contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { readProjectFile } from './project-files.ts';
import { startMailServer, type TestMailServer } from './smtp.ts';

/** Everything that runs need, all of it real. One in a process at a time, since it has the process's engine. */
export interface RunWorld extends AsyncDisposable {
  readonly sandbox: TestSandbox;
  readonly database: TestStore;
  readonly engine: Engine;
  /** What runs are given; a test may put another part in its place, until the next `reset`. */
  readonly parts: { -readonly [Part in keyof RunParts]: RunParts[Part] };
  readonly deliveries: DeliveryRecords;
  readonly daily: DailyRecords;
  readonly sweeps: SweepRecords;
  readonly mailServer: TestMailServer;
  /** Addresses that the mail server refuses, with its code. */
  readonly refused: Map<string, number>;
  /** The hash of the shipped home room. */
  readonly homeRoom: string;
  /** Portal, records and parts as at the beginning. Work that has begun must have ended. */
  reset(): Promise<void>;
  /** Stores a document for runs. Answers its hash. */
  save(text: string): Promise<string>;
  /** A run's input: the home room by a delivery, unless told otherwise. */
  input(personId: string, changes?: Partial<RunInput>): RunInput;
  /** Starts a run and follows it until it ends or waits. */
  apply(input: RunInput): Promise<StoredRun>;
  /** Follows an attempt of a run until it ends or waits. */
  follow(runId: string, attempt?: number): Promise<StoredRun>;
  /** The next calls of an operation go wrong so. */
  fail(operation: string, fault: object, times?: number): Promise<void>;
}

interface RunWorldOptions {
  /** Pauses between the tries of a step, in milliseconds. */
  readonly retryPausesMs?: readonly number[];
}

export async function startRunWorld({ retryPausesMs = [1] }: RunWorldOptions = {}): Promise<RunWorld> {
  const refused = new Map<string, number>();
  const [sandbox, database, mailServer] = await Promise.all([
    startSandbox(),
    openTestStore(),
    startMailServer({ refuseRecipient: (address) => refused.get(address) }),
  ]);
  const { db, pool } = database.store;
  const records = createRecords(db);
  const freshParts = (): RunParts => {
    const beforeWrite = () => refuseHeld(createHoldRecords(db));
    const portal = sandbox.portal(sandbox.ownerKey, { beforeWrite });
    return {
      log: database.log,
      portal,
      lookups: createLookups(portal),
      ...records,
      connectors: createConnectors(
        loadConfig({ env: { SMTP_URL: mailServer.url, MAIL_FROM: 'concierge@example.com' } }),
      ),
      allowBorrow: true,
      daily: createDailyLimits(records.daily, { invitations: 200, mails: 200 }),
      sealer: createSealer(new Secret('sk-of-tests')),
      inTurn: createTurns(database.store),
      env: demoEnv,
      looksAfterSeconds: [0],
      timed: (_, work) => work(),
      fence: () => Promise.resolve(),
    };
  };
  const parts = freshParts();
  const engine = await startEngine({
    pool,
    connectionString: database.url.reveal(),
    executorId: 'runs',
    concurrency: 10,
    works: true,
    log: database.log,
    retryPausesMs,
    work: (input, scope) => carryOn(input, parts, traceSteps(readRunInput(input), scope)),
  });
  const world = createRunWorld({ sandbox, database, engine, parts, mailServer, refused, freshParts, records });
  const homeRoom = await world.save(readProjectFile('blueprints/home-room.yaml'));
  return {
    ...world,
    homeRoom,
    input: (personId, changes) => anInput(personId, { documentHash: homeRoom, ...changes }),
  };
}

interface Made extends Pick<RunWorld, 'sandbox' | 'database' | 'engine' | 'parts' | 'mailServer' | 'refused'> {
  readonly freshParts: () => RunParts;
  readonly records: Pick<RunWorld, 'deliveries' | 'daily'>;
}

function createRunWorld(made: Made): Omit<RunWorld, 'homeRoom' | 'input'> {
  const { sandbox, database, engine, parts, mailServer, refused, freshParts } = made;
  const { deliveries, daily } = made.records;

  async function follow(runId: string, attempt = 1): Promise<StoredRun> {
    for (let look = 0; look < 600; look++) {
      const run = await parts.runs.find(runId);
      const isOver = run?.state !== 'queued' && run?.state !== 'running' && run?.input.attempt === attempt;
      if (run && isOver) return run;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`run ${runId} does not end`);
  }

  return {
    sandbox,
    database,
    engine,
    parts,
    mailServer,
    refused,
    deliveries,
    daily,
    sweeps: createSweepRecords(database.store.db),
    async reset() {
      await sandbox.control('POST reset');
      await database.query(
        'truncate runs, deliveries, kept_rooms, follow_ups, idempotency_keys, close_outs, access_ends cascade',
      );
      refused.clear();
      Object.assign(parts, freshParts());
    },
    async save(text) {
      const hash = createHash('sha256').update(text).digest('hex');
      await parts.documents.save({ hash, name: 'home-room', file: 'home-room.yaml', text });
      return hash;
    },
    async apply(input) {
      await startRun(input, engine, parts.runs);
      return follow(input.runId, input.attempt);
    },
    follow,
    async fail(operation, fault, times = 1) {
      await sandbox.control('POST faults', { match: { operation, times }, fault });
    },
    async [Symbol.asyncDispose]() {
      await engine.stop(5_000);
      await sandbox[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await mailServer.stop();
    },
  };
}

const nextId = (() => {
  let count = 0;
  return () => `run${(count += 1)}`;
})();

function anInput(personId: string, changes: Partial<RunInput> & Pick<RunInput, 'documentHash'>): RunInput {
  return {
    runId: nextId(),
    attempt: 1,
    blueprint: 'home-room',
    subject: `person:${personId}`,
    cause: { kind: 'delivery', eventId: 1, trigger: 'user.created' },
    options: { repair: false, recreate: false },
    ...changes,
  };
}
