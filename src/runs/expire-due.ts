import type { Engine } from '../engine/engine.ts';
import type { KeptRoomRecords, RunRecords } from './records.ts';
import { runIdOf, startRun } from './start-run.ts';

interface ExpiryParts {
  readonly keptRooms: Pick<KeptRoomRecords, 'listDue'>;
  readonly runs: RunRecords;
}

/** Queues a run for each kept room with access whose time has come; the same once, however often it is called. Answers how many are due. */
export async function expireDue(engine: Engine, { keptRooms, runs }: ExpiryParts): Promise<number> {
  const due = await keptRooms.listDue(200);
  for (const { id, blueprint, subject, documentHash, inputs, sealed, dueSince } of due) {
    const runId = runIdOf(blueprint, subject, `expiry ${id} ${dueSince}`);
    const given = { ...(inputs ? { inputs } : {}), ...(sealed ? { sealed } : {}) };
    await startRun(
      {
        ...{ runId, attempt: 1, blueprint, documentHash, subject, ...given },
        cause: { kind: 'expiry' },
        options: { repair: false, recreate: false, expire: { keptRoomId: id } },
      },
      engine,
      runs,
    );
  }
  return due.length;
}
