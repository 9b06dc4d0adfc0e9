import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ErrorReport } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { SweepReport } from '../reconcile/sweep/sweep.ts';
import type { RunOptions } from '../runs/records.ts';
import type { RunCause } from '../runs/run.ts';
import type { PlanLine } from '../plan/plan.ts';
import type { AuditTable, CallsTable, DailyRaisesTable, DailyUsesTable } from './audit-tables.ts';
import type { AccessEndsTable, CloseOutsTable, RenewedLinksTable } from './close-out-tables.ts';
import type { NullableJson, Timestamp, TimestampNow } from './column-types.ts';

/** A webhook request that was signed by the portal, stored before it is acknowledged. */
interface DeliveriesTable {
  id: Generated<string>;
  event_id: number;
  trigger: string;
  entity_id: string;
  event_created_at: string;
  actor_id: string | null;
  /** `stored`: its runs are not all queued yet. `dispatched`: they are, or none was to be. */
  state: 'stored' | 'dispatched';
  run_ids: ColumnType<string[], string[] | undefined, string[]>;
  received_at: TimestampNow;
}

/** A blueprint's text, by its hash, as runs started with it. */
interface DocumentsTable {
  hash: string;
  name: string;
  file: string;
  text: string;
  stored_at: TimestampNow;
}

/** One application of a blueprint to a subject. What its steps did stands in the engine's journal, not here. */
export interface RunsTable {
  id: string;
  blueprint: string;
  document_hash: string;
  subject: string;
  /** What people call the subject, once it was read. */
  subject_name: string | null;
  state: string;
  reason: string | null;
  cause: JSONColumnType<RunCause>;
  options: JSONColumnType<RunOptions>;
  /** What the blueprint was given. Secret inputs stand in `sealed`, unreadable without the key of the portal. */
  inputs: NullableJson<JsonObject>;
  sealed: NullableJson<Readonly<Record<string, string>>>;
  attempt: ColumnType<number, number | undefined, number>;
  error: JSONColumnType<ErrorReport> | null;
  remarks: ColumnType<string[], string[] | undefined, string[]>;
  room_id: number | null;
  room_title: string | null;
  room_url: string | null;
  created_at: TimestampNow;
  /** Who wants it to end before its next change. */
  cancel_asked_by: string | null;
  /** When a waiting run goes on. */
  resume_at: Timestamp | null;
  ended_at: Timestamp | null;
}

/** The one room of a blueprint and key. Without `room_id` it is only intended: a creating call may be under way. */
export interface KeptRoomsTable {
  id: Generated<number>;
  blueprint: string;
  key: string;
  subject: string;
  run_id: string;
  state: 'making' | 'complete' | 'retired';
  title: string;
  /** The portal's own time before the creating call, less two minutes: a room in doubt is not older. */
  intended_since: Timestamp;
  room_id: number | null;
  room_url: string | null;
  created_at: TimestampNow;
  /** From when its relative times count. */
  times_from: TimestampNow;
  /** The document and the inputs that the newest run on it started with. */
  document_hash: string | null;
  inputs: NullableJson<JsonObject>;
  sealed: NullableJson<Readonly<Record<string, string>>>;
  /** When it was last compared with its blueprint, and the lines of the plan that would set it right; none when nothing would. */
  checked_at: Timestamp | null;
  drift: NullableJson<readonly PlanLine[]>;
}

/** A CSV file whose rows become runs. */
interface BatchesTable {
  id: string;
  blueprint: string;
  document_hash: string;
  file: string;
  who: string;
  headings: string[];
  delimiter: string;
  created_at: TimestampNow;
}

/** A row of such a file. Without run and error its run is still to be queued. */
interface BatchRowsTable {
  batch_id: string;
  row: number;
  line: number;
  /** As results show them: no secret. */
  cells: string[];
  /** What the run is given, sealed; null for a row that is wrong. */
  target: string | null;
  run_id: string | null;
  error: string | null;
}

/** What runs added to a kept room: only that may ever be taken away again. */
interface KeptItemsTable {
  kept_room_id: number;
  /** `folder:<path>`, `file:<path>`, `member:<id or e-mail>`, `tag:<name>`, `link:<name>`; `guest:<id>`, given by a person, of which only the end is ours */
  item: string;
  portal_id: string;
  /** Empty where no run added it. */
  run_id: string;
  added_at: TimestampNow;
  /** When it is to be taken away again. */
  expires_at: Timestamp | null;
  /** When that was done, or found not to be needed. */
  settled_at: Timestamp | null;
}

/** What followed a room or a close-out, so that it is not done again by a further attempt. */
interface FollowUpsTable {
  /** `room <id of the kept room>` or `run <id>` */
  owner: string;
  follow_up: string;
  run_id: string;
  summary: string;
  done_at: TimestampNow;
}

/** Requests that may come again: the same key starts the same run. */
interface IdempotencyKeysTable {
  scope: string;
  key: string;
  body_hash: string;
  created_at: TimestampNow;
}

export interface TokensTable {
  hash: string;
  name: string;
  role: string;
  created_at: TimestampNow;
  /** The blueprints that it is limited to; null for all. */
  blueprints: string[] | null;
  expires_at: Timestamp | null;
}

interface SessionsTable {
  hash: string;
  name: string;
  role: string;
  expires_at: Timestamp;
  blueprints: string[] | null;
}

interface LoginCodesTable {
  hash: string;
  name: string;
  role: string;
  expires_at: Timestamp;
}

/** Processes that work on runs, with the time of their last sign of life by the database's clock. */
interface ProcessesTable {
  id: string;
  /** Machine and boot: on the same one a process id tells whether it lives. */
  host: string;
  pid: number;
  pid_started: string;
  started_at: TimestampNow;
  beat_at: TimestampNow;
  taken_over_at: Timestamp | null;
}

/** Facts about the installation, such as the portal that this database belongs to. */
interface InstallationTable {
  name: string;
  value: string;
}

/** What was found out about the portal, by name; each only its newest. */
interface PortalFindingsTable {
  name: string;
  value: JSONColumnType<JsonObject>;
  found_at: TimestampNow;
}

/** Work that one process at a time does now and then, and when it is due again. */
interface DutiesTable {
  name: string;
  due_at: Timestamp;
}

/** Secrets of webhooks that Concierge made itself, sealed. One that ends is accepted until then. */
interface WebhookSecretsTable {
  id: Generated<string>;
  sealed: string;
  made_at: TimestampNow;
  ends_at: Timestamp | null;
}

/** What polls have seen, each with a sign of what it looked like, and the round that saw it last. */
interface PolledTable {
  kind: string;
  entity_id: string;
  signature: string;
  round: string;
}

/** Calls taken of the portal's minute, by slots of a second. */
interface PortalCallsTable {
  slot_at: Timestamp;
  taken: number;
}

/** Writes taken of the portal's day, by hours. */
interface PortalWritesTable {
  hour_at: Timestamp;
  taken: number;
}

/** The last sweep of a blueprint, and when the next is due. */
interface SweepsTable {
  blueprint: string;
  first_seen_at: TimestampNow;
  next_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  report: NullableJson<SweepReport>;
  /** Why the last one came to no end. */
  failure: string | null;
}

/** An alert on one way, until it is sent and for as long as its topic is to be quiet. */
interface AlertsTable {
  id: Generated<string>;
  topic: string;
  channel: string;
  subject: string;
  text: string;
  raised_at: TimestampNow;
  tries: Generated<number>;
  /** When it is tried next; null when it is not. */
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  sent_at: Timestamp | null;
  failure: string | null;
}

export interface Tables {
  alerts: AlertsTable;
  audit: AuditTable;
  calls: CallsTable;
  daily_uses: DailyUsesTable;
  daily_raises: DailyRaisesTable;
  portal_findings: PortalFindingsTable;
  duties: DutiesTable;
  webhook_secrets: WebhookSecretsTable;
  polled: PolledTable;
  portal_calls: PortalCallsTable;
  portal_writes: PortalWritesTable;
  deliveries: DeliveriesTable;
  documents: DocumentsTable;
  runs: RunsTable;
  kept_rooms: KeptRoomsTable;
  kept_items: KeptItemsTable;
  follow_ups: FollowUpsTable;
  idempotency_keys: IdempotencyKeysTable;
  close_outs: CloseOutsTable;
  access_ends: AccessEndsTable;
  renewed_links: RenewedLinksTable;
  sweeps: SweepsTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  login_codes: LoginCodesTable;
  processes: ProcessesTable;
  installation: InstallationTable;
  batches: BatchesTable;
  batch_rows: BatchRowsTable;
}
