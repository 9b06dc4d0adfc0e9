import { sql, type Kysely } from 'kysely';

/** Alerts, a row for each way that one leaves by, so that each has tries of its own that a restart does not end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table alerts (
    id bigint generated always as identity primary key,
    topic text not null,
    channel text not null,
    subject text not null,
    text text not null,
    raised_at timestamptz not null default now(),
    tries integer not null default 0,
    due_at timestamptz default now(),
    sent_at timestamptz,
    failure text
  )`,
  `create index alerts_topic on alerts (topic, raised_at desc)`,
  `create index alerts_due on alerts (due_at) where due_at is not null`,
];
