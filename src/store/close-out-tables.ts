import type { ColumnType } from 'kysely';
import type { Level } from '../docspace/vocabulary/words.ts';
import type { Work } from '../runs/close-out/decide.ts';
import type { NullableJson, Timestamp, TimestampNow } from './column-types.ts';

/** Rooms that a close-out opened for a moment: open while `opened_at` is set. */
export interface CloseOutsTable {
  run_id: string;
  room_id: number;
  owner_id: string;
  opened_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  /** How long it was open, all tries together. */
  open_ms: ColumnType<string, string | undefined, string>;
  blueprint: string;
  /** What it was to do, as decided before its first write. */
  work: NullableJson<Work>;
  /** When its run began; the report is called so. */
  began_at: TimestampNow;
  /** When all was done and told. */
  settled_at: Timestamp | null;
  /** When the portal last changed the room, as it was left without links. */
  left_as: string | null;
}

/** Access that a run for a person ended, or was about to. */
export interface AccessEndsTable {
  run_id: string;
  room_id: number;
  room_title: string;
  person_id: string;
  level: Level;
  /** When undoing the run gave it back. */
  given_back_at: Timestamp | null;
}

/** Primary links that cannot be removed and were given another address instead. */
export interface RenewedLinksTable {
  room_id: number;
  link_id: string;
  renewed_at: TimestampNow;
}
