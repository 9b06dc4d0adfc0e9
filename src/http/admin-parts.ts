import type { AuditEntry, AuditQuery, AuditRecord } from '../runs/audit/audit.ts';
import type { AuditFormat } from '../runs/audit/audit-lines.ts';
import type { RunCall } from '../runs/run.ts';

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
