import type { ColumnType, Generated } from 'kysely';
import type { Json } from '../base/json.ts';
import type { AuditKind } from '../runs/audit/audit.ts';
import type { DailyKind } from '../runs/daily-limits.ts';
import type { RunCause } from '../runs/run.ts';
import type { NullableJson } from './column-types.ts';

type Effect = 'none' | 'done' | 'unknown';

/** Calls to the portal. One without an end is under way, or its process has ended. */
export interface CallsTable {
  id: string;
  run_id: string | null;
  attempt: number | null;
  step: string | null;
  try_number: number | null;
  is_write: boolean;
  method: string;
  template: string;
  room_id: number | null;
  status: number | null;
  effect: Effect | null;
  ms: number | null;
  error: string | null;
  /** What was sent, of failed calls only, without secrets. */
  body: NullableJson<Json>;
  started_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

/** Who or what caused which change. Append-only: the database refuses changes. */
export interface AuditTable {
  id: Generated<string>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  kind: AuditKind;
  what: string;
  cause: NullableJson<RunCause>;
  run_id: string | null;
  attempt: number | null;
  blueprint: string | null;
  document_hash: string | null;
  subject: string | null;
  room_id: number | null;
  status: number | null;
  effect: Effect | null;
  detail: string | null;
}

/** Invitations and mails, by a hash of the run and whom it wrote to. */
export interface DailyUsesTable {
  kind: DailyKind;
  blueprint: string;
  use_key: string;
  day: string;
  done_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

/** What a person added to a day. */
export interface DailyRaisesTable {
  kind: DailyKind;
  blueprint: string;
  day: string;
  extra: number;
}
