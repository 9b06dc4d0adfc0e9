import type { HoldRecords } from '../runs/holds.ts';
import { isRoomOpen } from './close-outs.ts';
import { freezeName, readFrozen } from './freeze.ts';
import type { Database } from './open-store.ts';

/** What holds runs back: rows of three tables, read by one statement. */
export function createHoldRecords(db: Database): HoldRecords {
  return {
    async read(runId) {
      const { frozen, who, isOpen } = await db
        .selectNoFrom((select) => [
          select.selectFrom('installation').select('value').where('name', '=', freezeName).as('frozen'),
          select.selectFrom('runs').select('cancel_asked_by').where('id', '=', runId).as('who'),
          isRoomOpen(runId).as('isOpen'),
        ])
        .executeTakeFirstOrThrow();
      return {
        ...(frozen === null ? {} : { frozen: readFrozen(frozen) }),
        ...(who === null ? {} : { cancelAskedBy: who }),
        isRoomOpen: isOpen,
      };
    },
  };
}
