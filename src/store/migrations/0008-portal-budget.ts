import { sql, type Kysely } from 'kysely';

/** What all processes together have taken of the portal's limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table portal_calls (
    slot_at timestamptz primary key,
    taken integer not null
  )`,
  `create table portal_writes (
    hour_at timestamptz primary key,
    taken integer not null
  )`,
];
