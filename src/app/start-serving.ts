import { describeCause } from '../cli/describe-cause.ts';
import { describeDuration } from '../cli/describe-duration.ts';
import { describePlan } from '../cli/describe-plan.ts';
import { parseDelivery, type Delivery } from '../docspace/delivery.ts';
import { verifySignature } from '../docspace/verify-signature.ts';
import type { Engine } from '../engine/engine.ts';
import type { Access } from '../http/access.ts';
import { createHttpApp } from '../http/create-http-app.ts';
import { readDashboard } from '../http/dashboard-files.ts';
import { listen, type Listening } from '../http/listen.ts';
import type { HttpParts } from '../http/parts.ts';
import { createSchedule } from '../reconcile/schedule.ts';
import { createDispatch, type Dispatch } from '../runs/accept-delivery.ts';
import { runStates } from '../runs/run.ts';
import { deleteExpired } from '../store/access.ts';
import { createBatchRecords } from '../store/batches.ts';
import { accessOf } from './access-of.ts';
import { createAuditParts } from './audit-parts.ts';
import { createApiWork } from './api-work.ts';
import { cleanUp } from './clean-up.ts';
import { forget } from './forget-command.ts';
import { createAllowanceParts } from './allowance-parts.ts';
import { openBlueprints, type Blueprints } from './open-blueprints.ts';
import type { Core } from './open-core.ts';
import { packagePath } from './package-path.ts';
import { queueLeftRows } from './pages/apply-sheets.ts';
import { createPageParts } from './pages/create-page-parts.ts';
import { createLiveChanges, type LiveChanges } from './pages/live-changes.ts';
import { exposeMetrics, openMetricsPort } from './open-metrics-port.ts';
import { createOverview } from './overview.ts';
import { createRunQueries } from './run-queries.ts';
import { createDoorSecrets } from './door-secrets.ts';
import { createHearing } from './hearing.ts';
import { watchSchedule } from './portal-watch.ts';
import { createWebhookSecretRecords } from '../store/webhook-secrets.ts';
import { startWorker } from './start-worker.ts';
import { workSchedule } from './work-schedule.ts';
import { createSweeps } from './sweeps.ts';

export interface Service {
  readonly url: string;
  /** Opens the pages signed in, once, within five minutes. */
  readonly signInUrl: string;
  /** The first admin token, when it was made just now. */
  readonly adminToken?: string;
  /** Where metrics answer without a token. */
  readonly metricsUrl?: string;
  /** Takes nothing new, finishes what it can, closes everything but the core. */
  stop(): Promise<void>;
}

/** How often deliveries are looked for that nobody has turned into runs. */
const sweepEveryMs = 5_000;
/** How often it is looked whether a sweep is due. */
const sweepsEveryMs = 60_000;
const hourMs = 3_600_000;
/** Well beyond the time that a call to the portal may take. */
const lostAfterSeconds = 300;

/** Starts everything that `serve` is: engine, blueprints, webhook door, pages. */
export async function startServing(core: Core, { isSandbox }: { readonly isSandbox: boolean }): Promise<Service> {
  const blueprints = await openBlueprints(core);
  const worker = await startWorker(core, { works: true });
  const dispatch = createDispatch({ ...core, engine: worker.engine, blueprints: blueprints.triggered });
  const access = accessOf(core);
  const changes = createLiveChanges({ db: core.store.db, log: core.log });
  const secrets = createDoorSecrets(
    core.config.portal.webhookSecrets,
    createWebhookSecretRecords(core.store.db, core.sealer),
  );
  // Nothing works by the clock before all that may fail is done: what is half open would keep the process alive for nobody.
  const { listening, ways } = await openWithWaysIn({
    ...{ core, isSandbox, blueprints, dispatch, access, secrets, changes },
    engine: worker.engine,
  }).catch(async (error: unknown) => {
    changes.stop();
    await worker.stop();
    await blueprints.store.close();
    throw error;
  });
  const schedule = createSchedule(core.log, [
    { name: 'left deliveries', everyMs: sweepEveryMs, work: dispatch.sweepUp },
    { name: 'rows of CSV files', everyMs: sweepEveryMs, work: () => queueRowsOf(core, worker.engine) },
    ...workSchedule(core, worker.engine),
    ...watchSchedule({
      ...{ core, blueprints, secrets, engine: worker.engine },
      url: placeOf(core, listening),
      accept: (delivery) => acceptDelivery(delivery, dispatch),
    }),
    { name: 'sweeps', everyMs: sweepsEveryMs, work: createSweeps(core, blueprints, worker.engine) },
    { name: 'what is over', everyMs: hourMs, work: () => cleanUp(core, worker.engine) },
    { name: 'lost calls', everyMs: hourMs, work: () => core.audit.settleLost(lostAfterSeconds) },
    { name: 'expired sessions', everyMs: hourMs, work: () => deleteExpired(core.store.db) },
  ]);
  return {
    ...ways,
    async stop() {
      changes.stop();
      await listening.close();
      await schedule.stop();
      await dispatch.stop();
      await worker.stop();
      await blueprints.store.close();
    },
  };
}

interface HttpSide {
  readonly core: Core;
  readonly isSandbox: boolean;
  readonly blueprints: Blueprints;
  readonly dispatch: Dispatch;
  readonly access: Access;
  readonly secrets: HttpParts['door']['secrets'];
  readonly engine: Engine;
  readonly changes: LiveChanges;
}

async function openWithWaysIn(side: HttpSide): Promise<{ listening: Listening; ways: Omit<Service, 'stop'> }> {
  const metrics = await openMetricsPort(side.core);
  const opened = await open(side).catch(async (error: unknown) => {
    await metrics?.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await Promise.all([opened.close(), metrics?.close()]);
  };
  const listening = { ...opened, close };
  const metricsUrl = metrics ? { metricsUrl: `${metrics.url}/metrics` } : {};
  try {
    const ways = await waysIn(side.access, placeOf(side.core, listening));
    return { listening, ways: { ...ways, ...metricsUrl } };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the door and the pages. */
async function open({
  core,
  isSandbox,
  blueprints,
  dispatch,
  access,
  secrets,
  engine,
  changes,
}: HttpSide): Promise<Listening> {
  const { host, port, publicUrl, basePath, trustedProxies } = core.config.service;
  const taken = { port };
  const noteHeard = createHearing(core.findings, (error) => core.log.info('not noted', { error }));
  const app = createHttpApp({
    log: core.log,
    now: () => new Date(),
    site: {
      ...{ host, port: () => taken.port, basePath, trustedProxies },
      publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    },
    access,
    door: {
      secrets,
      verifySignature,
      parseDelivery,
      async acceptDelivery(delivery) {
        const taken = await acceptDelivery(delivery, dispatch);
        noteHeard();
        const ageSeconds = ageOf(delivery.createdAt);
        // What no blueprint listens to may be called anything: labels are few.
        const trigger = taken === 'ignored' ? 'other' : delivery.trigger;
        core.telemetry.delivery({ trigger, taken, ageSeconds });
        return taken === 'ignored' ? 'ignored' : 'accepted';
      },
    },
    runs: createRunQueries(core, engine),
    work: createApiWork(core, blueprints, engine),
    audit: createAuditParts(core),
    pages: createPageParts({ core, engine, blueprints, isSandbox, changes }),
    dashboard: readDashboard(packagePath('dist/dashboard')),
    allowances: createAllowanceParts(core),
    people: { forget: (person, cause) => forget({ person, cause }, core, engine) },
    runStates,
    describe: { cause: describeCause, plan: describePlan, duration: describeDuration },
    metrics: () => exposeMetrics(core),
    ...createOverview({ core, blueprints, isSandbox, secrets }),
  });
  const listening = await listen(app, { host, port });
  taken.port = listening.port;
  return listening;
}

/** Where others reach the service. */
function placeOf({ config }: Core, listening: Listening): string {
  const { publicUrl, basePath } = config.service;
  return publicUrl ?? `${listening.url}${basePath}`;
}

function ageOf(createdAt: string | undefined): number | undefined {
  const age = (Date.now() - Date.parse(createdAt ?? '')) / 1_000;
  return Number.isFinite(age) ? age : undefined;
}

function queueRowsOf(core: Core, engine: Engine): Promise<number> {
  return queueLeftRows({ core, engine, records: createBatchRecords(core.store.db) });
}

async function waysIn(access: Access, address: string): Promise<Omit<Service, 'stop'>> {
  const url = address.replace(/\/$/, '');
  const token = await access.createFirstToken();
  const code = await access.createLoginCode();
  return {
    url,
    signInUrl: `${url}/login?code=${code.reveal()}`,
    ...(token ? { adminToken: token.reveal() } : {}),
  };
}

async function acceptDelivery(delivery: Delivery, dispatch: Dispatch): Promise<'accepted' | 'known' | 'ignored'> {
  const { eventId, trigger, subject, createdAt, actorId } = delivery;
  if (!dispatch.isOfInterest(trigger)) return 'ignored';
  const isNew = await dispatch.accept({
    eventId,
    trigger,
    entityId: String(subject.id),
    eventCreatedAt: createdAt ?? '',
    ...(actorId === undefined ? {} : { actorId }),
  });
  return isNew ? 'accepted' : 'known';
}
