import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunPage, RunParts, RunQuery } from '../http/parts.ts';
import { auditRetry } from '../runs/audit/audit-retry.ts';
import type { Journal } from '../runs/audit/journal.ts';
import { describeRun } from '../runs/describe-run.ts';
import type { RunRecords } from '../runs/records.ts';
import { retryRun } from '../runs/retry-run.ts';

/** A page of runs, the newest first. */
export async function listRuns(query: RunQuery, runs: RunRecords): Promise<RunPage> {
  const found = await runs.list({ ...query, limit: query.limit + 1 });
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return found.length > query.limit && last ? { runs: page, next: last.id } : { runs: page };
}

/** What pages and the API ask of runs. */
export function createRunQueries(
  { runs, log, journal }: { readonly runs: RunRecords; readonly log: Log; readonly journal: Pick<Journal, 'record'> },
  engine: Engine,
): RunParts {
  return {
    list: (query) => listRuns(query, runs),
    find: (id) => describeRun(id, engine, runs),
    async retry(id, who) {
      log.info('run retried', { run: id, who });
      const run = await retryRun(id, engine, runs);
      journal.record(auditRetry(run, { kind: 'http', name: who }));
      return run;
    },
  };
}
