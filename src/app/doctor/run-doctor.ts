import type { Log } from '../../base/log.ts';
import { loadBlueprints } from '../../blueprint/load-blueprints.ts';
import type { DoctorReport } from '../../cli/parts.ts';
import type { Config } from '../../config/config.ts';
import { asReader } from '../../docspace/portal.ts';
import type { Check } from '../../http/parts.ts';
import { checkOptionsOf } from '../open-blueprints.ts';
import { openCore, type Core } from '../open-core.ts';
import { checkBorrowing } from './check-borrowing.ts';
import { checkConnectors } from './check-connectors.ts';
import { checkKeptRooms } from './check-kept-rooms.ts';
import { checkDatabase, checkDisk } from './check-machine.ts';
import { checkPortal } from './check-portal.ts';
import { checkDocuments, checkReferences } from './check-references.ts';
import { checkWebhookSettings } from './check-webhook-settings.ts';
import { describeLimits, readLimits } from '../read-limits.ts';
import { failedCheck } from './failed-check.ts';

interface Settings {
  readonly config: Config;
  readonly log: Log;
  readonly portalName?: string;
}

/**
 * Looks at everything that must work, and says of each what to do about it. Reads the portal and changes nothing there.
 * What cannot be looked at is a finding as well: it throws for nothing that an operator could mend.
 */
export async function runDoctor(readSettings: () => Settings): Promise<DoctorReport> {
  const settings = attempt(readSettings);
  if ('check' in settings) return reportOf([settings.check]);
  const { config, log, portalName } = settings.value;
  const opened = await openCore({ config, log, ...(portalName === undefined ? {} : { portalName }) }).then(
    (value) => ({ value }),
    (error: unknown) => ({ check: failedCheck('Setup', error) }),
  );
  if ('check' in opened) return reportOf([opened.check, ...(await documentsOf(config)).checks]);
  const core = opened.value;
  try {
    return reportOf(await examine(core), core);
  } finally {
    await core.close();
  }
}

/** What `doctor` finds of an installation that is open. */
export async function examine(core: Core): Promise<readonly Check[]> {
  const portal = asReader(core.portal);
  const [documents, reached, connectors, limits, database, disk] = await Promise.all([
    documentsOf(core.config),
    checkPortal(core.portalUrl, portal),
    checkConnectors(core.config),
    readLimits(core),
    checkDatabase(core),
    checkDisk(core),
  ]);
  const [references, kept, webhook, borrowing] = reached.isReached
    ? await Promise.all([
        checkReferences(documents.blueprints, core.config.blueprintEnv, portal),
        checkKeptRooms(core, portal),
        checkWebhookSettings(core),
        portal.self().then(
          ({ kind }) => checkBorrowing(documents.blueprints, { allowBorrow: core.config.allowBorrow, kind }),
          // That it cannot be read is said above.
          () => [],
        ),
      ])
    : [[], [], [], []];
  return [
    ...[...reached.checks, { name: 'Limits', state: 'good' as const, text: describeLimits(limits) }],
    ...[...webhook, ...documents.checks, ...references, ...borrowing, ...kept, ...connectors, database, ...disk],
  ];
}

async function documentsOf(config: Config) {
  try {
    const found = await loadBlueprints(config.blueprintsDir, checkOptionsOf(config));
    return { blueprints: found.blueprints, checks: checkDocuments(found) };
  } catch (error) {
    return { blueprints: [], checks: [failedCheck('Blueprints', error)] };
  }
}

function reportOf(checks: readonly Check[], core?: Core): DoctorReport {
  return { checks, ...(core ? { portalUrl: core.portalUrl } : {}) };
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly check: Check } {
  try {
    return { value: work() };
  } catch (error) {
    return { check: failedCheck('Settings', error) };
  }
}
