import { sql, type Kysely } from 'kysely';

/**
 * The calls to the portal, and the audit: who or what caused which change. Rows of the audit are never changed and never deleted, but by
 * what says so in its own transaction (`concierge.audit_duty`): the retention and the forgetting of a person, which are audited themselves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table calls (
    id uuid primary key,
    run_id text,
    attempt integer,
    is_write boolean not null,
    method text not null,
    template text not null,
    room_id integer,
    status integer,
    effect text check (effect in ('none', 'done', 'unknown')),
    ms integer,
    error text,
    body jsonb,
    started_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index calls_run on calls (run_id, started_at)`,
  `create index calls_oldest on calls (started_at)`,
  `create index calls_open on calls (started_at) where ended_at is null`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    kind text not null,
    what text not null,
    cause jsonb,
    run_id text,
    attempt integer,
    blueprint text,
    document_hash text,
    subject text,
    room_id integer,
    status integer,
    effect text,
    detail text
  )`,
  `create index audit_run on audit (run_id) where run_id is not null`,
  `create index audit_room on audit (room_id) where room_id is not null`,
  `create index audit_subject on audit (subject) where subject is not null`,
  `create index audit_at on audit (at)`,
  `create unique index audit_run_ends on audit (run_id, attempt) where kind = 'run'`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if coalesce(current_setting('concierge.audit_duty', true), '') = 'on' and tg_op <> 'TRUNCATE' then
        return case when tg_op = 'DELETE' then old else new end;
      end if;
      raise exception 'the audit is append-only';
    end
  $$`,
  `create trigger audit_append_only before update or delete on audit
    for each row execute function refuse_audit_change()`,
  `create trigger audit_not_emptied before truncate on audit
    for each statement execute function refuse_audit_change()`,
];
