import { sql, type Kysely } from 'kysely';

/** What a close-out was to do, from before its first write until it has told of it; and how the room was left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table close_outs
    add column blueprint text not null default '',
    add column work jsonb,
    add column began_at timestamptz not null default now(),
    add column settled_at timestamptz,
    add column left_as text`,
  `create index close_outs_begun on close_outs (room_id, blueprint) where settled_at is null`,
  // Of close-outs that were under way before, nothing was written down.
  `update close_outs set settled_at = now()`,
];
