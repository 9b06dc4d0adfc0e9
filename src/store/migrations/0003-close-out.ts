import { sql, type Kysely } from 'kysely';

/** Rooms that a close-out opens for a moment, and links that cannot be removed but renewed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table close_outs (
    run_id text primary key,
    room_id integer not null,
    owner_id text not null,
    opened_at timestamptz,
    open_ms bigint not null default 0
  )`,
  `create index close_outs_open on close_outs (room_id) where opened_at is not null`,
  `create table renewed_links (
    room_id integer not null,
    link_id text not null,
    renewed_at timestamptz not null default now(),
    primary key (room_id, link_id)
  )`,
];
