import { sql } from 'kysely';
import { toPattern } from '../base/sql-pattern.ts';
import type { ForgetRecords, Known } from '../runs/forget-person.ts';
import type { Database } from './open-store.ts';

/** Finds and removes what is kept about a person. */
export function createForgetRecords(db: Database): ForgetRecords {
  return {
    async learn(person) {
      const isEmail = person.includes('@');
      const subject = `person:${person}`;
      const rows = await db
        .selectFrom('runs')
        .select('subject_name')
        .distinct()
        .where('subject', '=', subject)
        .execute();
      const names = rows.flatMap((row) => row.subject_name ?? []);
      return { ids: isEmail ? [] : [person], emails: isEmail ? [person] : [], names };
    },
    async underWay(known) {
      const { subjects, patterns } = termsOf(known);
      const { rows } = await sql<{ what: string }>`
        select 'run ' || id as what from runs where ended_at is null
          and (subject = any(${subjects}) or inputs::text ilike any(${patterns}))
        union all select 'a delivery' from deliveries where state = 'stored' and entity_id = any(${[...known.ids]})
        union all select 'the close-out of room ' || room_id from close_outs
          where (opened_at is not null or settled_at is null)
            and (owner_id = any(${[...known.ids]}) or work::text ilike any(${patterns}))
        union all select 'row ' || row || ' of ' || file from batch_rows join batches on batches.id = batch_id
          where run_id is null and error is null and array_to_string(cells, ' ') ilike any(${patterns})
      `.execute(db);
      return rows.map(({ what }) => what);
    },
    erase: (known, pseudonym) =>
      db.transaction().execute(async (transaction) => {
        await sql`set local concierge.audit_duty = 'on'`.execute(transaction);
        const removed: string[] = [];
        for (const { what, statement } of [
          ...aboutRuns(known, pseudonym),
          ...aboutEndedAccess(known),
          ...aboutRest(known, pseudonym),
        ]) {
          const { numAffectedRows = 0n } = await statement.execute(transaction);
          if (numAffectedRows > 0n) removed.push(`${String(numAffectedRows)} ${what}`);
        }
        const { watched, ...items } = await eraseItems(transaction, known);
        return {
          removed: [...removed, ...items.removed],
          remains: [...watched, ...(await findRemains(transaction, known))],
        };
      }),
  };
}

function termsOf({ ids, emails, names }: Known) {
  return {
    subjects: ids.map((id) => `person:${id}`),
    patterns: [...ids, ...emails, ...names].map(toPattern),
  };
}

interface Erasure {
  readonly what: string;
  readonly statement: ReturnType<typeof sql>;
}

/** Calls and rows go first: which runs they are of is known only while these still name the person. */
function aboutRuns(known: Known, pseudonym: string): readonly Erasure[] {
  const { subjects, patterns } = termsOf(known);
  const isTheirs = sql`(runs.subject = any(${subjects}) or concat_ws(' ', runs.subject, runs.subject_name, runs.inputs::text,
    runs.reason, runs.remarks::text, runs.error::text, runs.room_title) ilike any(${patterns}))`;
  return [
    {
      what: 'failed calls with what was sent',
      statement: sql`update calls set body = null, error = null where (body is not null or error is not null)
        and (concat_ws(' ', body::text, error) ilike any(${patterns})
          or run_id in (select id from runs where ${isTheirs}))`,
    },
    {
      what: 'rows of CSV files',
      statement: sql`update batch_rows set
        cells = array_fill('forgotten'::text, array[coalesce(array_length(cells, 1), 0)]),
        target = null, error = case when error is null then null else 'forgotten' end
        where concat_ws(' ', array_to_string(cells, ' '), error) ilike any(${patterns})
          or run_id in (select id from runs where ${isTheirs})`,
    },
    {
      what: 'CSV files',
      statement: sql`update batches set
        who = case when who ilike any(${patterns}) then ${pseudonym} else who end,
        file = case when file ilike any(${patterns}) then 'forgotten' else file end
        where concat_ws(' ', who, file) ilike any(${patterns})`,
    },
    {
      what: 'runs',
      statement: sql`update runs set
        subject = case when subject ilike any(${patterns}) then ${`person:${pseudonym}`} else subject end,
        room_title = case when room_title ilike any(${patterns}) then 'forgotten' else room_title end,
        subject_name = null, inputs = null, sealed = null, reason = null, remarks = '{}', error = null
        where ended_at is not null and ${isTheirs}`,
    },
  ];
}

function aboutRest(known: Known, pseudonym: string): readonly Erasure[] {
  const { patterns } = termsOf(known);
  const ids = [...known.ids];
  const subject = `person:${pseudonym}`;
  return [
    { what: 'deliveries', statement: sql`delete from deliveries where entity_id = any(${ids})` },
    { what: 'deliveries by them', statement: sql`update deliveries set actor_id = null where actor_id = any(${ids})` },
    {
      what: 'kept rooms',
      statement: sql`update kept_rooms set
        state = case when concat_ws(' ', subject, key) ilike any(${patterns}) then 'retired' else state end,
        key = case when concat_ws(' ', subject, key) ilike any(${patterns}) then ${pseudonym} || '-' || id else key end,
        subject = case when subject ilike any(${patterns}) then ${subject} else subject end,
        title = case when title ilike any(${patterns}) then 'forgotten' else title end,
        inputs = case when inputs::text ilike any(${patterns}) then null else inputs end,
        sealed = case when inputs::text ilike any(${patterns}) then null else sealed end
        where concat_ws(' ', subject, key, title, inputs::text) ilike any(${patterns})`,
    },
    {
      what: 'follow-ups',
      statement: sql`update follow_ups set summary = 'forgotten' where summary ilike any(${patterns})`,
    },
    {
      what: 'closed rooms',
      statement: sql`update close_outs set owner_id = ${pseudonym} where owner_id = any(${ids})`,
    },
    {
      what: 'reports of sweeps',
      statement: sql`update sweeps set report = null where report::text ilike any(${patterns})`,
    },
    {
      what: 'marks of polls',
      statement: sql`delete from polled where kind in ('person', 'disabled') and entity_id = any(${ids})`,
    },
    { what: 'sessions', statement: sql`delete from sessions where name ilike any(${patterns})` },
    {
      what: 'audit entries',
      statement: sql`update audit set
        subject = case when subject ilike any(${patterns}) then ${subject} else subject end,
        detail = case when detail ilike any(${patterns}) then 'forgotten' else detail end,
        cause = case when cause->>'name' ilike any(${patterns})
          then jsonb_set(cause, '{name}', to_jsonb(${pseudonym}::text)) else cause end
        where concat_ws(' ', subject, detail, cause::text) ilike any(${patterns})`,
    },
  ];
}

function aboutEndedAccess(known: Known): readonly Erasure[] {
  const { patterns } = termsOf(known);
  const ids = [...known.ids];
  return [
    { what: 'records of ended access', statement: sql`delete from access_ends where person_id = any(${ids})` },
    {
      what: 'rooms in records of ended access',
      statement: sql`update access_ends set room_title = 'forgotten' where room_title ilike any(${patterns})`,
    },
  ];
}

/** Access that was given to them: with the record goes the end of it that we would have seen to. */
async function eraseItems(db: Database, { ids, emails }: Known): Promise<{ removed: string[]; watched: string[] }> {
  const items = [...ids, ...emails].flatMap((name) =>
    [`member:${name}`, `guest:${name}`].map((item) => item.toLowerCase()),
  );
  if (items.length === 0) return { removed: [], watched: [] };
  const { rows } = await sql<{ room: number | null; due: boolean }>`
    with gone as (delete from kept_items where lower(item) = any(${items}) returning kept_room_id, expires_at, settled_at)
    select room_id as room, expires_at is not null and settled_at is null as due
    from gone join kept_rooms on kept_rooms.id = gone.kept_room_id
  `.execute(db);
  const due = rows.filter((row) => row.due).map(({ room }) => String(room ?? 'unknown'));
  return {
    removed: rows.length === 0 ? [] : [`${String(rows.length)} records of access`],
    watched:
      due.length === 0 ? [] : [`their access to room ${due.join(', ')} is no longer ended by us: end it in the portal`],
  };
}

async function findRemains(db: Database, known: Known): Promise<string[]> {
  const { patterns } = termsOf(known);
  const { rows } = await sql<{ what: string }>`
    select distinct 'the blueprint ' || name || ' names them' as what from documents where text ilike any(${patterns})
    union all select 'the token "' || name || '" is called like them' from tokens where name ilike any(${patterns})
  `.execute(db);
  return rows.map(({ what }) => what);
}
