import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ErrorReport } from '../base/errors.ts';
import type { RunOptions } from '../runs/records.ts';
import type { RunCause } from '../runs/run.ts';

type Timestamp = ColumnType<Date, Date | string, Date | string>;
type TimestampNow = ColumnType<Date, Date | string | undefined, Date | string>;

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
  attempt: ColumnType<number, number | undefined, number>;
  error: JSONColumnType<ErrorReport> | null;
  remarks: ColumnType<string[], string[] | undefined, string[]>;
  room_id: number | null;
  room_title: string | null;
  room_url: string | null;
  created_at: TimestampNow;
  /** When a waiting run goes on. */
  resume_at: Timestamp | null;
  ended_at: Timestamp | null;
}

/** The one room of a blueprint and key. Without `room_id` it is only intended: a creating call may be under way. */
interface KeptRoomsTable {
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
}

/** What runs added to a kept room: only that may ever be taken away again. */
interface KeptItemsTable {
  kept_room_id: number;
  /** `folder:<path>`, `file:<path>`, `member:<id>`, `tag:<name>` */
  item: string;
  portal_id: string;
  run_id: string;
  added_at: TimestampNow;
}

interface TokensTable {
  hash: string;
  name: string;
  role: string;
  created_at: TimestampNow;
}

interface SessionsTable {
  hash: string;
  name: string;
  role: string;
  expires_at: Timestamp;
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

export interface Tables {
  deliveries: DeliveriesTable;
  documents: DocumentsTable;
  runs: RunsTable;
  kept_rooms: KeptRoomsTable;
  kept_items: KeptItemsTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  login_codes: LoginCodesTable;
  processes: ProcessesTable;
  installation: InstallationTable;
}
