import { expect, test } from 'vitest';
import { aPortal, listOf, responseOf } from '../model/a-portal.ts';

test('a backup is started, followed, listed and deleted', async () => {
  const { call, owner, person } = aPortal();
  expect((await call(owner, 'GET backup/getbackupprogress')).json).not.toHaveProperty('response');
  const started = responseOf(await call(owner, 'POST backup/startbackup', { storageType: 'Local', dump: true }));
  expect(started).toMatchObject({ isCompleted: false, progress: 0 });
  expect(responseOf(await call(owner, 'GET backup/getbackupprogress'))).toMatchObject({
    isCompleted: true,
    progress: 100,
    taskId: started['taskId'],
  });
  const [backup] = listOf(await call(owner, 'GET backup/getbackuphistory'));
  expect(backup).toMatchObject({ id: started['taskId'], storageType: 3 });
  expect((await call(owner, 'GET backup/getbackupscount')).json).toMatchObject({ response: 1 });
  expect((await call(owner, `DELETE backup/deletebackup/${String(backup?.['id'])}`)).json).toMatchObject({
    response: true,
  });
  await call(owner, 'POST backup/startbackup', {});
  await call(owner, 'DELETE backup/deletebackuphistory');
  expect(listOf(await call(owner, 'GET backup/getbackuphistory'))).toEqual([]);
  expect((await call(person('rosa', 'room-admin'), 'POST backup/startbackup', {})).status).toBe(403);
});

test('a plan of backups is kept until it is deleted', async () => {
  const { call, owner } = aPortal();
  const plan = {
    storageType: 'Documents',
    storageParams: [{ key: 'folderId', value: 5 }],
    backupsStored: 7,
    cronParams: { period: 'EveryWeek', hour: 3, day: 1 },
  };
  expect((await call(owner, 'POST backup/createbackupschedule', plan)).json).toMatchObject({ response: true });
  expect(responseOf(await call(owner, 'GET backup/getbackupschedule'))).toMatchObject({
    storageType: 0,
    storageParams: { folderId: '5' },
    cronParams: { period: 1, hour: 3, day: 1 },
  });
  await call(owner, 'DELETE backup/deletebackupschedule');
  expect((await call(owner, 'GET backup/getbackupschedule')).json).not.toHaveProperty('response');
  expect((await call(owner, 'GET backup/getrestoreprogress')).json).not.toHaveProperty('response');
});
