import type { AuditParts } from '../http/admin-parts.ts';
import type { AuditQuery } from '../runs/audit/audit.ts';
import { type AuditFormat, auditLines } from '../runs/audit/audit-lines.ts';
import { listRunCalls } from '../runs/audit/run-calls.ts';
import type { Core } from './open-core.ts';

/** The audit as the API and commands see it. */
export function createAuditParts({ audit, journal }: Core): AuditParts {
  return {
    record: (entry) => journal.record(entry),
    list: (query) => audit.list(query),
    lines: (query, format) => auditLines(query, format, audit),
    callsOf: (runId) => listRunCalls(runId, audit),
  };
}

interface AuditExport {
  readonly query: AuditQuery;
  readonly format: AuditFormat;
  readonly write: (text: string) => void;
}

/** Hands the audit over as text, piece by piece. */
export async function exportAudit({ query, format, write }: AuditExport, { audit }: Core): Promise<void> {
  for await (const text of auditLines(query, format, audit)) write(text);
}
