import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { readStored, store } from '../model/stored-settings.ts';
import { choice, flag, integer, record } from '../wire/body.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { forAdmins } from './for-admins.ts';
import { get, post, remove } from './route.ts';

const storages = {
  Documents: 0,
  ThridpartyDocuments: 1,
  CustomCloud: 2,
  Local: 3,
  DataStore: 4,
  ThirdPartyConsumer: 5,
};
const periods = { EveryDay: 0, EveryWeek: 1, EveryMonth: 2 };
const parameters = z.array(z.looseObject({ key: z.unknown(), value: z.unknown() })).nullish();
const Backup = record({ storageType: choice(storages).default(storages.Documents), dump: flag() });
const Plan = record({
  storageType: choice(storages).default(storages.Documents),
  storageParams: parameters,
  backupsStored: integer().nullish(),
  cronParams: record({ period: choice(periods), hour: integer(), day: integer().nullish() }),
  dump: flag(),
});

// BackupProgress. Nothing is packed here: a backup is a line in the history, and over at once.
function writeProgress(taskId: string, isCompleted: boolean): Record<string, unknown> {
  const progress = isCompleted ? 100 : 0;
  return { isCompleted, progress, error: '', warning: '', link: '', tenantId: 1, backupProgressEnum: 0, taskId };
}

function start(request: ApiRequest): unknown {
  const { storageType } = request.optionalBody(Backup);
  const { portal } = request;
  const createdOn = portal.timestamp();
  const id = randomUUID();
  const fileName = `sandbox_${createdOn.slice(0, 19).replaceAll(/[T:]/g, '-')}.tar.gz`;
  const backup = { id, fileName, storageType, createdOn, expiresOn: '0001-01-01T00:00:00Z' };
  store(portal, 'backups', [backup, ...readStored(portal, 'backups')]);
  return writeProgress(id, false);
}

function readProgress({ portal }: ApiRequest): unknown {
  const [latest] = readStored(portal, 'backups');
  return latest && writeProgress(latest.id, true);
}

function plan(request: ApiRequest): boolean {
  const { storageType, storageParams, backupsStored, cronParams, dump } = request.body(Plan);
  store(request.portal, 'backupPlan', {
    storageType,
    storageParams: Object.fromEntries((storageParams ?? []).map(({ key, value }) => [String(key), String(value)])),
    backupsStored: backupsStored ?? 0,
    cronParams: { ...cronParams, day: cronParams.day ?? 0 },
    lastBackupTime: '0001-01-01T00:00:00Z',
    dump,
  });
  return true;
}

function forget({ portal, params }: ApiRequest): boolean {
  const known = readStored(portal, 'backups');
  const left = known.filter(({ id }) => id !== params['id']);
  store(portal, 'backups', left);
  return left.length < known.length;
}

/** Backups as clients see them: started, listed and planned, without anything being kept of the portal. */
export const routes: readonly ApiRoute[] = [
  post('backup/startbackup', 'startBackup', forAdmins(start)),
  get('backup/getbackupprogress', 'getBackupProgress', forAdmins(readProgress)),
  get(
    'backup/getbackuphistory',
    'getBackupHistory',
    forAdmins(({ portal }) => readStored(portal, 'backups')),
  ),
  get(
    'backup/getbackupscount',
    'getBackupsCount',
    forAdmins(({ portal }) => readStored(portal, 'backups').length),
  ),
  remove('backup/deletebackup/:id', 'deleteBackup', forAdmins(forget)),
  remove(
    'backup/deletebackuphistory',
    'deleteBackupHistory',
    forAdmins(({ portal }) => {
      store(portal, 'backups');
      return true;
    }),
  ),
  get(
    'backup/getbackupschedule',
    'getBackupSchedule',
    forAdmins(({ portal }) => readStored(portal, 'backupPlan') ?? undefined),
  ),
  post('backup/createbackupschedule', 'createBackupSchedule', forAdmins(plan)),
  remove(
    'backup/deletebackupschedule',
    'deleteBackupSchedule',
    forAdmins(({ portal }) => {
      store(portal, 'backupPlan');
      return true;
    }),
  ),
  // Nothing is ever restored here.
  get(
    'backup/getrestoreprogress',
    'getRestoreProgress',
    forAdmins(() => undefined),
  ),
];
