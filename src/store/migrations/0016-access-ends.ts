import { sql, type Kysely } from 'kysely';

/** The access that a close-out for a person ended, with the level that it had: what undoing it gives back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table access_ends (
        run_id text not null,
        room_id integer not null,
        room_title text not null,
        person_id text not null,
        level text not null,
        given_back_at timestamptz,
        primary key (run_id, room_id)
      )`,
    )
    .execute(db);
}
