import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openTestStore } from '../../test/support/open-test-store.ts';
import { registerProcess } from '../engine/heartbeat.ts';
import { createProcessRecords } from '../store/processes.ts';
import { isAnyoneWorking } from './start-worker.ts';

it('counts on no process that is gone or silent', async () => {
  await using database = await openTestStore();
  const records = createProcessRecords(database.store.db);
  expect(await isAnyoneWorking(database)).toBe(false);
  await registerProcess('this', records);
  expect(await isAnyoneWorking(database)).toBe(true);

  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  await database.query('update processes set pid = $1', [child.pid]);
  expect(await isAnyoneWorking(database)).toBe(false);

  await database.query(`update processes set host = 'elsewhere'`);
  expect(await isAnyoneWorking(database)).toBe(true);
  await database.query(`update processes set beat_at = now() - interval '11 s'`);
  expect(await isAnyoneWorking(database)).toBe(false);
});
