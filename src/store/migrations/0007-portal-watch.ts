import { sql, type Kysely } from 'kysely';

/** What is known of the portal between its calls: findings, whose turn it is to look, secrets of webhooks, what polls have seen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table portal_findings (
    name text primary key,
    value jsonb not null,
    found_at timestamptz not null default now()
  )`,
  `create table duties (
    name text primary key,
    due_at timestamptz not null
  )`,
  `create table webhook_secrets (
    id bigint generated always as identity primary key,
    sealed text not null,
    made_at timestamptz not null default now(),
    ends_at timestamptz
  )`,
  `create table polled (
    kind text not null,
    entity_id text not null,
    signature text not null,
    round text not null,
    primary key (kind, entity_id)
  )`,
  `create index polled_round on polled (kind, round)`,
];
