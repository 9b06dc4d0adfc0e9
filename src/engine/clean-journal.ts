import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Pool } from 'pg';

const ended = ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'] as const;
const batchSize = 500;

/** Deletes the journal of work that ended before a time. It is then no longer told from new work of the same id. Answers how many pieces. */
export async function deleteEndedBefore(time: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const found = await DBOS.listWorkflows({
      status: [...ended],
      completedBefore: time.toISOString(),
      limit: batchSize,
      loadInput: false,
      loadOutput: false,
    });
    await DBOS.deleteWorkflows(found.map(({ workflowID }) => workflowID));
    deleted += found.length;
    if (found.length < batchSize) return deleted;
  }
}

/** The tables of the journal that hold what work was given and what came of it. */
const texts = ['workflow_status', 'workflow_input', 'workflow_output', 'operation_outputs'] as const;

/**
 * Deletes the journal of ended work in which one of these patterns (of SQL's `ilike`) stands. Work that has not ended is left alone.
 * Answers how many pieces.
 */
export async function deleteMentions(patterns: readonly string[], pool: Pool): Promise<number> {
  const mentions = texts.map(
    (table) => `select workflow_uuid from dbos.${table} entry where entry::text ilike any($1)`,
  );
  const { rows } = await pool.query<{ id: string }>(
    `select workflow_uuid as id from dbos.workflow_status
     where status = any($2) and workflow_uuid in (${mentions.join(' union ')})`,
    [patterns, ended],
  );
  const ids = rows.map(({ id }) => id);
  for (let from = 0; from < ids.length; from += batchSize) {
    await DBOS.deleteWorkflows(ids.slice(from, from + batchSize));
  }
  return ids.length;
}
