import { sql, type Kysely } from 'kysely';

/** Runs with inputs, access that ends, follow-ups that are done, tokens with limits, requests that come twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table runs add column inputs jsonb, add column sealed jsonb`,
  `alter table kept_rooms
    add column times_from timestamptz not null default now(),
    add column document_hash text references documents,
    add column inputs jsonb,
    add column sealed jsonb`,
  `alter table kept_items add column expires_at timestamptz, add column settled_at timestamptz`,
  `create index kept_items_due on kept_items (expires_at) where expires_at is not null and settled_at is null`,
  `create index kept_items_run on kept_items (run_id)`,
  `create table follow_ups (
    owner text not null,
    follow_up text not null,
    run_id text not null,
    summary text not null,
    done_at timestamptz not null default now(),
    primary key (owner, follow_up)
  )`,
  `alter table tokens add column blueprints text[], add column expires_at timestamptz`,
  `alter table sessions add column blueprints text[]`,
  `create table idempotency_keys (
    scope text not null,
    key text not null,
    body_hash text not null,
    created_at timestamptz not null default now(),
    primary key (scope, key)
  )`,
];
