import { createAccessEndRecords } from './access-ends.ts';
import { createCloseOutRecords } from './close-outs.ts';
import { createDailyRecords } from './daily-limits.ts';
import { createDeliveryRecords } from './deliveries.ts';
import { createDocumentRecords } from './documents.ts';
import { createFollowUpRecords } from './follow-ups.ts';
import { createKeptRoomRecords } from './kept-rooms.ts';
import { createRunRecords } from './runs.ts';
import type { Database } from './open-store.ts';

/** What runs write down, by what it is of. */
export function createRecords(db: Database) {
  return {
    documents: createDocumentRecords(db),
    keptRooms: createKeptRoomRecords(db),
    runs: createRunRecords(db),
    followUps: createFollowUpRecords(db),
    closeOuts: createCloseOutRecords(db),
    accessEnds: createAccessEndRecords(db),
    deliveries: createDeliveryRecords(db),
    daily: createDailyRecords(db),
  };
}
