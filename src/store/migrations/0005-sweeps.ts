import { sql, type Kysely } from 'kysely';

/** The last sweep of each blueprint, and when the next is due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table sweeps (
        blueprint text primary key,
        first_seen_at timestamptz not null default now(),
        next_at timestamptz not null,
        started_at timestamptz,
        ended_at timestamptz,
        report jsonb,
        failure text
      )`,
    )
    .execute(db);
}
