import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { ChangedThing } from '../http/page-parts.ts';
import type { Database } from './open-store.ts';

/** What must differ whenever a page would show something else. Each reads few rows, by an index. */
const marks: Readonly<Record<ChangedThing, RawBuilder<{ mark: string | null }>>> = {
  runs: sql`select concat_ws('|',
    (select string_agg(concat_ws(' ', id, state, attempt, resume_at), ',' order by created_at, id)
      from (select * from runs where ended_at is null order by created_at desc limit 300) open),
    (select concat_ws(' ', id, ended_at) from runs where ended_at is not null order by ended_at desc limit 1),
    (select id from runs order by created_at desc, id desc limit 1)) as mark`,
  rooms: sql`select concat_ws('|', count(*), max(id), max(room_id), max(checked_at), count(*) filter (where state = 'complete'),
    (select concat_ws(' ', count(*), max(expires_at), max(settled_at)) from kept_items)) as mark from kept_rooms`,
  deliveries: sql`select concat_ws('|', max(id), count(*) filter (where state = 'stored'), sum(cardinality(run_ids))) as mark
    from (select * from deliveries order by id desc limit 100) newest`,
  batches: sql`select concat_ws('|', (select max(created_at) from batches),
    (select count(*) from batch_rows where run_id is null and error is null)) as mark`,
  settings: sql`select concat_ws('|', (select string_agg(concat_ws(' ', name, value), ',') from installation where name = 'freeze'),
    (select concat_ws(' ', count(*), max(created_at)) from tokens)) as mark`,
};

/** A short text for each kind of things, which differs once any of them has changed. */
export async function readMarks(db: Database): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    Object.entries(marks).map(async ([thing, query]) => {
      const { rows } = await query.execute(db);
      return [
        thing,
        createHash('sha256')
          .update(rows[0]?.mark ?? '')
          .digest('base64url'),
      ] as const;
    }),
  );
  return new Map(found);
}
