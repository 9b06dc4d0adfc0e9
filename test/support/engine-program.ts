import { createLog } from '../../src/base/log.ts';
import { Secret } from '../../src/base/secret.ts';
import { startEngine } from '../../src/engine/engine.ts';
import { registerProcess, startHeartbeat } from '../../src/engine/heartbeat.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createProcessRecords } from '../../src/store/processes.ts';

/**
 * A process that works on a test's database and is there to be killed: it does the first step of a piece of work and never ends the
 * second, which it says on standard output.
 */
const log = createLog({ level: 'warn' });
const connectionString = new Secret(process.env['DATABASE_URL'] ?? '');
const store = await openStore({ connectionString, log });
const executorId = `process-${process.pid}`;
const records = createProcessRecords(store.db);
await registerProcess(executorId, records);
const engine = await startEngine({
  pool: store.pool,
  connectionString: connectionString.reveal(),
  executorId,
  concurrency: 5,
  works: true,
  log,
  async work(_input, scope) {
    await scope.step('first', () => Promise.resolve({ by: process.pid }));
    await scope.step('second', () => {
      process.stdout.write('second step begun\n');
      return new Promise<never>(() => undefined);
    });
  },
});
await startHeartbeat({
  id: executorId,
  records,
  log,
  takeOver: engine.takeOver,
  onDeclaredDead: () => process.stdout.write('declared dead\n'),
});
process.stdout.write('ready\n');
