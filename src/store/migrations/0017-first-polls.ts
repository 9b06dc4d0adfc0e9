import { sql, type Kysely } from 'kysely';

/** A first look at people counts once it has come to its end; where one was made before that was noted, it had. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `insert into polled (kind, entity_id, signature, round)
        select distinct 'person', '0', 'begun', 'before' from polled where kind = 'person'`,
    )
    .execute(db);
}
