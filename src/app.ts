import type { CliParts } from './cli/parts.ts';
import { loadConfig } from './config/load-config.ts';
import type { Config } from './config/config.ts';
import type { Variables } from './config/read-settings.ts';
import { testAlerts } from './app/alerts.ts';
import { applyTarget, byHand, retryById, showRun, userName, withEngine } from './app/apply-command.ts';
import { captureRoom } from './app/capture/capture-room.ts';
import { checkFiles } from './app/check-command.ts';
import { applyCsv } from './app/csv-command.ts';
import { demoPortalName, demoSettings } from './app/demo-file.ts';
import { accessOf, createTokenByHand, revokeTokenByHand } from './app/access-of.ts';
import { exportAudit } from './app/audit-parts.ts';
import { runDoctor } from './app/doctor/run-doctor.ts';
import { forget } from './app/forget-command.ts';
import { createInitParts } from './app/init/create-init-parts.ts';
import { createAllowanceParts } from './app/allowance-parts.ts';
import { openCore, type Core } from './app/open-core.ts';
import { openLog, type LogPlace } from './app/open-log.ts';
import { openCommandTelemetry } from './app/open-telemetry.ts';
import { readVersion } from './app/package-path.ts';
import { planTarget } from './app/plan-command.ts';
import { runDemo } from './app/run-demo.ts';
import { closeOutByHand, undoByHand } from './app/room-commands.ts';
import { listRuns } from './app/run-queries.ts';
import { serve } from './app/serve.ts';
import { createPortalParts } from './app/portal-parts.ts';
import { work } from './app/work.ts';
import { sweepByHand } from './app/sweep-command.ts';
import { runUntilSignal } from './app/run-until-signal.ts';
import { runSandbox } from './app/sandbox-process.ts';
import { renderPlanMarkdown } from './plan/plan-markdown.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { listRunCalls } from './runs/audit/run-calls.ts';
import { planUndo } from './runs/plan-undo.ts';
import { runStates } from './runs/run.ts';

/**
 * Wires the commands to everything that they need. Nothing is read or opened before a command runs. `isTerminal`: whether a person reads
 * standard error.
 */
export function createCommandParts(env: Variables, { isTerminal }: { readonly isTerminal: boolean }): CliParts {
  const place = { env, isTerminal };
  const withCore: WithCore = (use) => useCore(place, use);
  return {
    version: readVersion(),
    runStates,
    check: (files) => checkFiles(files, settingsOf(env).config),
    init: createInitParts(env),
    doctor: () => runDoctor(() => doctorSettings(place)),
    plan: (target) => withCore((core) => planTarget(target, core)),
    capture: (room) => withCore((core) => captureRoom(room, core)),
    renderPlanMarkdown,
    apply: (request, onProgress) => withCore((core) => applyTarget(request, core, onProgress)),
    batch: (request, watch) => withCore((core) => applyCsv(request, watch, core)),
    archive: (request, onProgress) => withCore((core) => closeOutByHand(request, true, { core, onProgress })),
    closeOut: (request, onProgress) => withCore((core) => closeOutByHand(request, false, { core, onProgress })),
    sweep: (request) => withCore((core) => sweepByHand(request, core)),
    planUndo: (request) => withCore((core) => planUndo(request.runId, request.deletes, core)),
    undo: (request, onProgress) => withCore((core) => undoByHand(request, core, onProgress)),
    runs: runCommands(withCore),
    tokens: tokenCommands(withCore),
    allowances: {
      today: () => withCore((core) => createAllowanceParts(core).today()),
      raise: (raise) => withCore((core) => createAllowanceParts(core).raise(raise, byHand())),
    },
    forget: (person) =>
      withCore((core) => withEngine(core, false, (engine) => forget({ person, cause: byHand() }, core, engine))),
    testAlerts: () => withCore(testAlerts),
    audit: {
      list: (query) => withCore((core) => core.audit.list(query)),
      export: (query, format, write) => withCore((core) => exportAudit({ query, format, write }, core)),
    },
    ...createPortalParts(withCore),
    serve({ onReady }) {
      const log = openServiceLog(place);
      return runUntilSignal(() => serve(env, log), onReady, log);
    },
    worker({ onReady }) {
      const log = openServiceLog(place);
      return runUntilSignal(() => work(env, log), onReady, log);
    },
    start({ onReady }) {
      // Somebody who tries it reads the terminal: without a level of their own they see what needs them, no more.
      const config = loadConfig({ env: { ...env, LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn' } });
      const log = openLog(config, place, { level: config.logLevel });
      return runUntilSignal(() => runDemo(env, log), onReady, log);
    },
    sandbox: runSandbox,
  };
}

type WithCore = <T>(use: (core: Core) => Promise<T>) => Promise<T>;

function runCommands(withCore: WithCore): CliParts['runs'] {
  return {
    list: (query) => withCore((core) => listRuns(query, core.runs)),
    show: (id) => withCore((core) => withEngine(core, false, (engine) => showRun(id, core, engine))),
    calls: (id) => withCore((core) => listRunCalls(id, core.audit)),
    retry: (request, onProgress) => withCore((core) => retryById(request, core, onProgress)),
    cancel: (runId) =>
      withCore((core) => withEngine(core, false, (engine) => cancelRun({ runId, who: userName() }, engine, core.runs))),
  };
}

function tokenCommands(withCore: WithCore): CliParts['tokens'] {
  return {
    create: (token) => withCore((core) => createTokenByHand(token, core)),
    list: () => withCore((core) => accessOf(core).listTokens()),
    revoke: (name) => withCore((core) => revokeTokenByHand(name, core)),
  };
}

/** The settings of a command: without a portal of its own it means the demonstration of this folder, if there is one. */
function settingsOf(env: Variables): { readonly config: Config; readonly isDemo: boolean } {
  const config = loadConfig({ env });
  const demo = config.portal.baseUrl === undefined ? demoSettings(env) : undefined;
  return demo ? { config: loadConfig({ env, overrides: demo }), isDemo: true } : { config, isDemo: false };
}

function doctorSettings(place: LogPlace) {
  const { config, isDemo } = settingsOf(place.env);
  const log = openLog(config, place, { level: 'error' });
  return { config, log, ...(isDemo ? { portalName: demoPortalName } : {}) };
}

/** Commands print their own result: their log is for what somebody should look at. */
async function useCore<T>(place: LogPlace, use: (core: Core) => Promise<T>): Promise<T> {
  const { config, isDemo } = settingsOf(place.env);
  const log = openLog(config, place, { level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  const core = await openCore({
    config,
    log,
    openTelemetry: openCommandTelemetry,
    ...(isDemo ? { portalName: demoPortalName } : {}),
  });
  try {
    return await use(core);
  } finally {
    await core.close();
  }
}

function openServiceLog(place: LogPlace) {
  const config = loadConfig({ env: place.env });
  return openLog(config, place, { level: config.logLevel, isService: true });
}
