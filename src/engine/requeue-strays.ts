import type { Pool } from 'pg';

interface Strays {
  readonly pool: Pool;
  readonly executorId: string;
  readonly queueName: string;
  /** Whether this process runs a piece of work. To be asked only while no claim of this process is on its way. */
  readonly isRunning: (id: string) => boolean;
}

/**
 * Puts back on the queue what stands in the journal as this process's and does not run here: the commit of a claim whose reply was lost has
 * taken the work, and nobody has heard of it. Work that another process has taken over meanwhile, or that has ended, is left alone.
 * Answers how many pieces.
 */
export async function requeueStrays({ pool, executorId, queueName, isRunning }: Strays): Promise<number> {
  const claimed = await pool.query<{ id: string }>(
    `select workflow_uuid as id from dbos.workflow_status
     where status = 'PENDING' and executor_id = $1 and queue_name = $2`,
    [executorId, queueName],
  );
  const strays = claimed.rows.map(({ id }) => id).filter((id) => !isRunning(id));
  if (strays.length === 0) return 0;
  const { rowCount } = await pool.query(
    `update dbos.workflow_status
     set status = 'ENQUEUED', owner_xid = null, started_at_epoch_ms = null,
       updated_at = (extract(epoch from now()) * 1000)::bigint
     where workflow_uuid = any($1) and status = 'PENDING' and executor_id = $2`,
    [strays, executorId],
  );
  return rowCount ?? 0;
}
