import type { RunInput, RunOutcome, RunRecords } from '../records.ts';
import type { AuditEntry } from './audit.ts';
import type { Journal } from './journal.ts';
import { aboutRun } from './watch-calls.ts';

/** The same records of runs; an attempt ends only when all that it did stands in the audit. */
export function auditEnds(runs: RunRecords, journal: Pick<Journal, 'record' | 'flush'>): RunRecords {
  return {
    ...runs,
    async end(input, outcome) {
      journal.record(endOf(input, outcome));
      await journal.flush();
      await runs.end(input, outcome);
    },
  };
}

function endOf(input: RunInput, { state, room, error }: RunOutcome): AuditEntry {
  const { undo } = input.options;
  return {
    kind: 'run',
    what: undo ? `undo of run ${undo.runId}: ${state}` : `run: ${state}`,
    ...aboutRun(input),
    roomId: room?.id,
    detail: error?.kind,
  };
}
