import type { Json } from '../../base/json.ts';
import type { RunCause } from '../run.ts';

/** What the audit tells apart. */
export type AuditKind =
  'portal-write' | 'run' | 'retry' | 'sign-in' | 'token' | 'limit' | 'freeze' | 'access' | 'retention' | 'forget';

/** One thing that happened, as it is recorded. Never a secret, and of people only their ids (`subject`). */
export interface AuditEntry {
  readonly kind: AuditKind;
  /** What was done: `POST files/rooms`, `run ended: done`, `token made`. */
  readonly what: string;
  /** Who or what caused it; without one the clock did. */
  readonly cause?: RunCause | undefined;
  readonly runId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly blueprint?: string | undefined;
  /** SHA-256 of the blueprint's document that the run started with. */
  readonly documentHash?: string | undefined;
  readonly subject?: string | undefined;
  readonly roomId?: number | undefined;
  /** HTTP status of the portal's reply; none when no reply came. */
  readonly status?: number | undefined;
  /** What a write came to, as far as it is known. */
  readonly effect?: 'none' | 'done' | 'unknown' | undefined;
  readonly detail?: string | undefined;
}

/** An entry as it is read back. */
export interface AuditRecord extends AuditEntry {
  /** Counts up; gaps mean nothing. */
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface AuditQuery {
  readonly limit: number;
  /** Only entries after this one: a page's `next`. */
  readonly after?: string;
  readonly run?: string;
  readonly room?: number;
  readonly blueprint?: string;
  /** Only entries of this time or later. ISO 8601. */
  readonly since?: string;
  /** The newest ones instead of the oldest; told the oldest first all the same. */
  readonly newest?: boolean;
}

/** A call to the portal, as it is kept: bodies only of failures, without secrets. */
export interface CallEntry {
  readonly id: string;
  readonly runId?: string | undefined;
  readonly attempt?: number | undefined;
  /** The step that made it, and its try: 0 for the first. */
  readonly step?: string | undefined;
  readonly tryNumber?: number | undefined;
  readonly isWrite: boolean;
  readonly method: string;
  /** The path with names in braces for ids. */
  readonly template: string;
  readonly roomId?: number | undefined;
  readonly startedAt: Date;
  /** Absent while the call is under way. */
  readonly end?: {
    readonly status: number | undefined;
    readonly effect: 'none' | 'done' | 'unknown';
    readonly ms: number;
    readonly error?: string | undefined;
    readonly body?: Json | undefined;
  };
}

export interface AuditRecords {
  /** Keeps calls (one that is known already gets its end) and entries, all or none. */
  keep(calls: readonly CallEntry[], entries: readonly AuditEntry[]): Promise<void>;
  /** Entries, the oldest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** Calls of a run, the oldest first. */
  callsOf(runId: string): Promise<readonly CallEntry[]>;
  /**
   * Writes that were sent and whose end nobody recorded, since their process ended: each gets an entry of unknown effect, once.
   * Answers how many.
   */
  settleLost(olderThanSeconds: number): Promise<number>;
}
