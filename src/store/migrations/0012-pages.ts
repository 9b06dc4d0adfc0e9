import { sql, type Kysely } from 'kysely';

/** What pages show of runs and rooms: which step made a call, when a room was last compared, and rows of CSV files. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table calls add column step text, add column try_number integer`,
  `create index runs_ended on runs (ended_at desc) where ended_at is not null`,
  `alter table kept_rooms add column checked_at timestamptz, add column drift jsonb`,
  `create table batches (
    id text primary key,
    blueprint text not null,
    document_hash text not null references documents,
    file text not null,
    who text not null,
    headings text[] not null,
    delimiter text not null,
    created_at timestamptz not null default now()
  )`,
  `create table batch_rows (
    batch_id text not null references batches on delete cascade,
    row integer not null,
    line integer not null,
    cells text[] not null,
    target text,
    run_id text,
    error text,
    primary key (batch_id, row)
  )`,
  `create index batch_rows_left on batch_rows (batch_id, row) where run_id is null and error is null`,
];
