import { sql, type Kysely } from 'kysely';

/** Who wants a run that is under way to end before its next change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table runs add column cancel_asked_by text').execute(db);
}
