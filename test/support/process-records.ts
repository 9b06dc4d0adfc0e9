import type { ProcessRecords } from '../../src/engine/heartbeat.ts';
import { createProcessRecords } from '../../src/store/processes.ts';
import type { TestStore } from './open-test-store.ts';

/** The real records of processes in a test's database. */
export function processRecordsOf({ store }: TestStore): ProcessRecords {
  return createProcessRecords(store.db);
}
