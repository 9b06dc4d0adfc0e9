import { sql } from 'kysely';
import type { Database } from './open-store.ts';

const batchSize = 5_000;

/** What is over, by table: never what is still owed. `$days` stands for the days. */
const overdue: readonly { readonly table: string; readonly where: string }[] = [
  { table: 'calls', where: 'started_at < now() - $days' },
  { table: 'deliveries', where: `state = 'dispatched' and received_at < now() - $days` },
  // The run that made a kept room, or something in one, is what undoing it is asked by.
  {
    table: 'runs',
    where: `ended_at < now() - $days
      and not exists (select 1 from kept_rooms where run_id = runs.id and state <> 'retired')
      and not exists (select 1 from kept_items where run_id = runs.id)
      and not exists (select 1 from close_outs where run_id = runs.id and opened_at is not null)`,
  },
  { table: 'follow_ups', where: `owner like 'run %' and done_at < now() - $days and ${isWithoutRun('follow_ups')}` },
  { table: 'access_ends', where: isWithoutRun('access_ends') },
  { table: 'close_outs', where: `opened_at is null and ${isWithoutRun('close_outs')}` },
  // Their rows go with them. What a row still starts, or has started and not ended, is owed.
  {
    table: 'batches',
    where: `created_at < now() - $days and not exists (
      select 1 from batch_rows left join runs on runs.id = batch_rows.run_id where batch_id = batches.id
        and ((run_id is null and batch_rows.error is null) or (runs.id is not null and ended_at is null)))`,
  },
  { table: 'daily_uses', where: 'day < current_date - $days' },
  { table: 'daily_raises', where: 'day < current_date - $days' },
  { table: 'alerts', where: 'due_at is null and raised_at < now() - $days' },
  // They count for 24 hours, whatever the setting.
  { table: 'idempotency_keys', where: `created_at < now() - interval '2 days'` },
];

function isWithoutRun(table: string): string {
  return `not exists (select 1 from runs where runs.id = ${table}.run_id)`;
}

export interface Retention {
  readonly days: number;
  readonly auditDays: number;
}

/** Deletes what is over for so many days. Answers how many rows of which table, without those of which there were none. */
export async function deleteOverdue(
  db: Database,
  { days, auditDays }: Retention,
): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  for (const { table, where } of overdue) {
    const count = await deleteInBatches(db, table, where.replaceAll('$days', interval(days)));
    if (count > 0) deleted[table] = count;
  }
  const entries = await deleteAudit(db, auditDays);
  return entries > 0 ? { ...deleted, audit: entries } : deleted;
}

/** Of our own table of settings, checked there. */
function interval(days: number): string {
  return `interval '${String(Math.floor(days))} days'`;
}

async function deleteInBatches(db: Database, table: string, where: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    const statement = `delete from ${table} where ctid in (select ctid from ${table} where ${where} limit ${String(batchSize)})`;
    const { numAffectedRows = 0n } = await sql.raw(statement).execute(db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < batchSize) return deleted;
  }
}

async function deleteAudit(db: Database, days: number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await sql`set local concierge.audit_duty = 'on'`.execute(transaction);
    return deleteInBatches(transaction, 'audit', `at < now() - ${interval(days)}`);
  });
}
