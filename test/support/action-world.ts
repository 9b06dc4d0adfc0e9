import * as z from 'zod';
import type { ActionContext, RoomClaims } from '../../src/actions/action-kind.ts';
import type { Portal } from '../../src/docspace/portal.ts';
import type { KeptRoomRecords } from '../../src/runs/records.ts';
import { createKeptRoomRecords } from '../../src/store/kept-rooms.ts';
import { Secret } from '../../src/base/secret.ts';
import { createTurns } from '../../src/store/turns.ts';
import { startSandbox, type TestSandbox } from '../contract/support/start-sandbox.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';

const Calls = z.object({ calls: z.array(z.looseObject({ operation: z.string().optional() })) });

export interface ActionWorld extends AsyncDisposable {
  readonly sandbox: TestSandbox;
  readonly portal: Portal;
  readonly database: TestStore;
  readonly keptRooms: KeptRoomRecords;
  /** The demo portal as at its beginning, and no record of any room. */
  reset(): Promise<void>;
  /** The records of the room of one subject. */
  claims(key: string): RoomClaims;
  /** What a run hands to an action: no doubt, no room yet, one look; whatever a test wants different. */
  context(changes?: Partial<ActionContext>): ActionContext;
  /** How often the portal was asked for an operation. */
  countCalls(operation: string): Promise<number>;
  /** The next call of an operation goes wrong so. */
  fail(operation: string, fault: object, nth?: number): Promise<void>;
}

/** The demo portal and our records, as actions meet them. */
export async function startActionWorld(): Promise<ActionWorld> {
  const [sandbox, database] = await Promise.all([startSandbox(), openTestStore()]);
  const portal = sandbox.portal();
  const keptRooms = createKeptRoomRecords(database.store.db);
  const claims = (key: string) =>
    keptRooms.claimsOf({
      ...{ blueprint: 'home-room', key, subject: `person:${key}`, runId: `run-${key}` },
      timesFrom: '2026-07-01T12:00:00.000Z',
      documentHash: 'a-hash',
    });
  return {
    sandbox,
    portal,
    database,
    keptRooms,
    claims,
    async reset() {
      await sandbox.control('POST reset');
      await database.query('delete from kept_rooms');
    },
    context: (changes = {}) => ({
      portal,
      claims: claims('ada'),
      roomId: undefined,
      folderIds: new Map(),
      isDoubtful: false,
      isAfterCrash: false,
      looksAfterSeconds: [0],
      admitInvitations: (names) => Promise.resolve(new Set(names)),
      secret: () => new Secret('Geheim-4711!'),
      inTurn: createTurns(database.store),
      ...changes,
    }),
    async countCalls(operation) {
      const { calls } = Calls.parse(await sandbox.control('GET calls'));
      return calls.filter((call) => call.operation === operation).length;
    },
    async fail(operation, fault, nth = 1) {
      await sandbox.control('POST faults', { match: { operation, nth }, fault });
    },
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
