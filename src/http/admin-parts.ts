import type { AuditEntry, AuditQuery, AuditRecord } from '../runs/audit/audit.ts';
import type { AuditFormat } from '../runs/audit/audit-lines.ts';
import type { DailyKind, DailyUse } from '../runs/daily-limits.ts';
import type { Forgotten } from '../runs/forget-person.ts';
import type { RunCall, RunCause } from '../runs/run.ts';

/** Who or what caused which change. */
export interface AuditParts {
  /** Keeps an entry soon; never throws. */
  readonly record: (entry: AuditEntry) => void;
  readonly list: (query: AuditQuery) => Promise<readonly AuditRecord[]>;
  /** The entries of the query as text, in pieces. */
  readonly lines: (query: AuditQuery, format: AuditFormat) => AsyncIterable<string>;
  /** The calls to the portal of a run. */
  readonly callsOf: (runId: string) => Promise<readonly RunCall[]>;
}

/** More of a day. */
export interface AllowanceRaise {
  readonly blueprint: string;
  readonly extra: Readonly<Partial<Record<DailyKind, number>>>;
}

/** Invitations and mails of a day. */
export interface AllowanceParts {
  readonly today: () => Promise<readonly DailyUse[]>;
  /** Adds to today's limits. Throws `not-found` for a blueprint that is not in force. */
  readonly raise: (raise: AllowanceRaise, cause: RunCause) => Promise<void>;
}

/** What is kept about people. */
export interface PeopleParts {
  /** By id or e-mail address. Throws `conflict` while something of theirs is under way. */
  readonly forget: (person: string, cause: RunCause) => Promise<Forgotten>;
}
