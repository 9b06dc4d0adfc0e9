import type { RunCause, RunSummary } from '../run.ts';
import type { AuditEntry } from './audit.ts';

/** What the audit says of a run that somebody had tried again. */
export function auditRetry({ id, blueprint, subject, room }: RunSummary, cause: RunCause): AuditEntry {
  return { kind: 'retry', what: 'run tried again', cause, runId: id, blueprint, subject, roomId: room?.id };
}
