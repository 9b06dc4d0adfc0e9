import { AsyncLocalStorage } from 'node:async_hooks';
import { createPortal, type Portal } from '../docspace/portal.ts';
import { createGovernor } from '../docspace/governor.ts';
import { createSharedBudget } from '../docspace/shared-budget.ts';
import { AppError, errorKindOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { createSealer, type Sealer } from '../base/seal.ts';
import type { Secret } from '../base/secret.ts';
import { within } from '../base/within.ts';
import type { CallRecord } from '../docspace/portal-call.ts';
import { requirePortal, type Config } from '../config/config.ts';
import { isGone } from '../engine/heartbeat.ts';
import { startPostgres } from '../engine/postgres/start-postgres.ts';
import type { DailyRecords } from '../runs/daily-limits.ts';
import { createLookups, type Lookups } from '../runs/lookups.ts';
import type { AuditRecords } from '../runs/audit/audit.ts';
import type { Freeze } from '../runs/freeze.ts';
import { type HoldRecords, refuseHeld } from '../runs/holds.ts';
import { createJournal, type Journal } from '../runs/audit/journal.ts';
import { watchCalls } from '../runs/audit/watch-calls.ts';
import type {
  AccessEndRecords,
  CloseOutRecords,
  DeliveryRecords,
  DocumentRecords,
  FollowUpRecords,
  KeptRoomRecords,
  RunInput,
  RunRecords,
} from '../runs/records.ts';
import { createAuditRecords } from '../store/audit.ts';
import { createFreeze } from '../store/freeze.ts';
import { createRecords } from '../store/create-records.ts';
import { createHoldRecords } from '../store/holds.ts';
import { createInstallation } from '../store/installation.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { createBudgetRecords } from '../store/portal-budget.ts';
import { createFindingRecords } from '../store/portal-findings.ts';
import { createProcessRecords } from '../store/processes.ts';
import { createStandingReader, type StoredStanding } from '../store/standing.ts';
import type { Standing } from '../telemetry/standing.ts';
import { quietTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import type { FindingRecords } from '../reconcile/records.ts';
import { createPortalLimits, type PortalLimits } from './portal-limits.ts';

/** What every command that knows runs stands on. */
export interface Core {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly databaseUrl: Secret;
  readonly portal: Portal;
  /** Stands before each write to the portal; a process that works on runs sets it. */
  readonly gate: Gate;
  readonly limits: PortalLimits;
  readonly findings: FindingRecords;
  readonly telemetry: Telemetry;
  readonly portalUrl: string;
  readonly lookups: Lookups;
  readonly documents: DocumentRecords;
  readonly keptRooms: KeptRoomRecords;
  readonly runs: RunRecords;
  readonly followUps: FollowUpRecords;
  readonly closeOuts: CloseOutRecords;
  readonly accessEnds: AccessEndRecords;
  readonly deliveries: DeliveryRecords;
  readonly audit: AuditRecords;
  readonly freeze: Freeze;
  readonly holds: HoldRecords;
  readonly daily: DailyRecords;
  /** Takes what goes into the audit, and the calls to the portal. */
  readonly journal: Journal;
  /** Aborted when this ends: then no call to the portal goes on, and none begins. */
  readonly ending: AbortSignal;
  /** Hears of every call to the portal. */
  readonly watch: ReturnType<typeof watchCalls>;
  /** The run that the running code works on. */
  readonly currentRun: AsyncLocalStorage<RunInput>;
  /** Seals secret inputs with the key of the portal, which every process of the installation has. */
  readonly sealer: Sealer;
  /** Sentences that an operator should see once. */
  readonly notes: readonly string[];
  /** Closes the connections and leaves the embedded database. */
  close(): Promise<void>;
}

/** Waits until this process may write; never passes again once another has taken its runs over. */
interface Gate {
  pass: () => Promise<void>;
}

/** How long the end waits for what should end at once: calls that were given up, connections to the database. */
const closingMs = 5_000;

interface CoreOptions {
  readonly config: Config;
  readonly log: Log;
  /** What the installation is called that this database belongs to; the portal's address unless told otherwise. */
  readonly portalName?: string;
  /** Who watches; nobody unless told otherwise. */
  readonly openTelemetry?: OpenTelemetry;
}

type OpenTelemetry = (config: Config, readStanding: () => Promise<Standing>) => Promise<Telemetry>;

/** Opens the database, starting the embedded one where none is named, and makes the client of the portal. */
export async function openCore({ config, log, portalName, openTelemetry }: CoreOptions): Promise<Core> {
  const { baseUrl, apiKey } = requirePortal(config);
  const postgres = config.databaseUrl ? undefined : await startPostgres({ dataDir: config.dataDir, log });
  const databaseUrl = config.databaseUrl ?? postgres?.connectionString;
  if (databaseUrl === undefined) throw new AppError('defect', 'There is no database.');
  const store = await openOwnStore({ connectionString: databaseUrl, log, portalName: portalName ?? baseUrl }).catch(
    async (error: unknown) => {
      await postgres?.stop();
      throw error;
    },
  );
  const gate: Gate = { pass: () => Promise.resolve() };
  const findings = createFindingRecords(store.db);
  const limits = await openLimits({ store, config, log, findings });
  const readStored = createStandingReader(store.db);
  const telemetry = (await openTelemetry?.(config, () => readNow(readStored, limits))) ?? quietTelemetry;
  const closing = new AbortController();
  const watched = openPortal({ config, log, store, gate, limits, telemetry, ending: closing.signal });
  return {
    ending: closing.signal,
    config,
    log,
    store,
    databaseUrl,
    gate,
    limits,
    findings,
    telemetry,
    portalUrl: baseUrl,
    ...watched,
    lookups: createLookups(watched.portal),
    ...createRecords(store.db),
    sealer: createSealer(apiKey),
    notes: postgres?.notes ?? [],
    async close() {
      // What nobody answers is given up, and stands in the audit as such, before there is no database to write it to.
      closing.abort();
      await within(closingMs, watched.watch.whenIdle());
      await watched.journal.close();
      await telemetry.stop();
      if (!(await within(closingMs, store.close()))) log.warn('connections to the database are left open');
      await postgres?.stop();
    },
  };
}

/** The database, unless it belongs to another portal. */
async function openOwnStore({
  portalName,
  ...options
}: Parameters<typeof openStore>[0] & { readonly portalName: string }): Promise<Store> {
  const store = await openStore(options);
  try {
    await refuseOtherPortal(store, portalName);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function readNow(readStored: () => Promise<StoredStanding>, limits: PortalLimits): Promise<Standing> {
  const { calls, writes, ...standing } = await readStored();
  const current = limits.current();
  const { perMinute, perDay } = current === 'none' ? {} : current;
  const minute = { window: 'minute', used: calls, ...(perMinute === undefined ? {} : { limit: perMinute }) } as const;
  const day = { window: 'day', used: writes, ...(perDay === undefined ? {} : { limit: perDay }) } as const;
  return { ...standing, budget: [minute, day] };
}

type PortalOptions = Pick<Core, 'config' | 'log' | 'store' | 'gate' | 'limits' | 'telemetry' | 'ending'>;

/** The client of the portal, and what listens to its calls. */
function openPortal(
  options: PortalOptions,
): Pick<Core, 'portal' | 'freeze' | 'holds' | 'audit' | 'journal' | 'currentRun' | 'watch'> {
  const { config, log, store, gate, limits, telemetry, ending } = options;
  const { baseUrl, apiKey } = requirePortal(config);
  const freeze = createFreeze(store.db);
  const holds = createHoldRecords(store.db);
  const audit = createAuditRecords(store.db);
  const journal = createJournal({ records: audit, log });
  const currentRun = new AsyncLocalStorage<RunInput>();
  const watch = watchCalls({ journal, currentRun: () => currentRun.getStore() });
  const portal = createPortal({
    baseUrl,
    apiKey,
    async beforeWrite() {
      await refuseHeld(holds);
      await gate.pass();
    },
    ...callRules({ store, limits, log, watch, telemetry, ending }),
  });
  return { portal, freeze, holds, audit, journal, currentRun, watch };
}

/** A command that only looks is a guest among those that work, until it works itself. */
async function openLimits(parts: {
  readonly store: Store;
  readonly config: Config;
  readonly log: Log;
  readonly findings: FindingRecords;
}): Promise<PortalLimits> {
  const { store, config, log, findings } = parts;
  const others = await createProcessRecords(store.db).list();
  const isAlone = others.every((other) => other.secondsSinceBeat > 30 || isGone(other));
  return createPortalLimits({ wanted: config.portal.limits, findings, log, processes: () => (isAlone ? 1 : 'guest') });
}

/** How every call to the portal is kept within its limits, and told of. */
export function callRules({
  store,
  limits,
  log,
  watch,
  telemetry,
  ending,
}: Pick<Core, 'store' | 'limits' | 'log' | 'watch' | 'telemetry' | 'ending'>) {
  return {
    signal: ending,
    governor: createGovernor(() => limits.share()),
    budget: createSharedBudget({
      records: createBudgetRecords(store.db),
      limits() {
        const current = limits.current();
        return current === 'none' ? {} : { perMinute: current.perMinute, writesPerDay: current.perDay };
      },
    }),
    onSend: watch.onSend,
    onCall(call: CallRecord) {
      watch.onCall(call);
      limits.learn(call);
      const { method, template, isWrite, status, ms, effect, error } = call;
      const errorKind = error === undefined ? {} : { errorKind: errorKindOf(error) };
      telemetry.call({ method, template, isWrite, status, ms, ...errorKind });
      log.debug('portal call', { method, template, status, ms, effect, ...(error ? { reason: error.message } : {}) });
    },
  };
}

/** Ids of one portal mean nothing in another: a database serves the portal that it was begun with. */
async function refuseOtherPortal(store: Store, portalName: string): Promise<void> {
  const settled = await createInstallation(store.db).settle('portal', portalName);
  if (settled === portalName) return;
  throw new AppError(
    'invalid-config',
    `This database belongs to the portal ${settled}, and the settings name ${portalName}.`,
    {
      hint: 'Run one installation for each portal: another DATA_DIR (or DATABASE_URL) and PORT.',
    },
  );
}
