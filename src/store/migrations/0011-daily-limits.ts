import { sql, type Kysely } from 'kysely';

/** Invitations and mails of a day, each in a place of its own; and what a person adds to a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table daily_uses (
    kind text not null check (kind in ('invitations', 'mails')),
    blueprint text not null,
    use_key text not null,
    day date not null,
    done_at timestamptz,
    primary key (kind, blueprint, use_key)
  )`,
  `create index daily_uses_day on daily_uses (day, kind, blueprint)`,
  `create table daily_raises (
    kind text not null check (kind in ('invitations', 'mails')),
    blueprint text not null,
    day date not null,
    extra integer not null,
    primary key (kind, blueprint, day)
  )`,
];
