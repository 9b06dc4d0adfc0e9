import { sql, type Kysely } from 'kysely';

/** The tables of `../tables.ts`. A migration is never edited once released: a change is a further one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table deliveries (
    id bigint generated always as identity primary key,
    event_id integer not null,
    trigger text not null,
    entity_id text not null,
    event_created_at text not null,
    actor_id text,
    state text not null check (state in ('stored', 'dispatched')),
    run_ids text[] not null default '{}',
    received_at timestamptz not null default now(),
    unique (event_id, trigger, entity_id, event_created_at)
  )`,
  `create index deliveries_waiting on deliveries (id) where state = 'stored'`,
  `create table documents (
    hash text primary key,
    name text not null,
    file text not null,
    text text not null,
    stored_at timestamptz not null default now()
  )`,
  `create table runs (
    id text primary key,
    blueprint text not null,
    document_hash text not null references documents,
    subject text not null,
    subject_name text,
    state text not null,
    reason text,
    cause jsonb not null,
    options jsonb not null,
    attempt integer not null default 1,
    error jsonb,
    remarks text[] not null default '{}',
    room_id integer,
    room_title text,
    room_url text,
    created_at timestamptz not null default now(),
    resume_at timestamptz,
    ended_at timestamptz
  )`,
  `create index runs_newest on runs (created_at desc, id desc)`,
  `create index runs_open on runs (created_at) where ended_at is null`,
  `create index runs_subject on runs (subject)`,
  `create table kept_rooms (
    id integer generated always as identity primary key,
    blueprint text not null,
    key text not null,
    subject text not null,
    run_id text not null,
    state text not null check (state in ('making', 'complete', 'retired')),
    title text not null,
    intended_since timestamptz not null,
    room_id integer unique,
    room_url text,
    created_at timestamptz not null default now(),
    unique (blueprint, key)
  )`,
  `create table kept_items (
    kept_room_id integer not null references kept_rooms on delete cascade,
    item text not null,
    portal_id text not null,
    run_id text not null,
    added_at timestamptz not null default now(),
    primary key (kept_room_id, item)
  )`,
  `create table tokens (
    hash text primary key,
    name text not null,
    role text not null,
    created_at timestamptz not null default now()
  )`,
  `create table sessions (
    hash text primary key,
    name text not null,
    role text not null,
    expires_at timestamptz not null
  )`,
  `create table login_codes (
    hash text primary key,
    name text not null,
    role text not null,
    expires_at timestamptz not null
  )`,
  `create table processes (
    id text primary key,
    host text not null,
    pid integer not null,
    pid_started text not null,
    started_at timestamptz not null default now(),
    beat_at timestamptz not null default now(),
    taken_over_at timestamptz
  )`,
  `create table installation (
    name text primary key,
    value text not null
  )`,
];
