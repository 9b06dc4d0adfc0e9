import { sql } from 'kysely';
import type { JsonObject } from '../base/json.ts';
import type { FindingRecords } from '../reconcile/records.ts';
import type { Database } from './open-store.ts';

/** What was found out about the portal, for all processes of the installation. */
export function createFindingRecords(db: Database): FindingRecords {
  return {
    async keep(name, value: JsonObject) {
      const row = { name, value: JSON.stringify(value), found_at: sql<Date>`now()` };
      await db
        .insertInto('portal_findings')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value, found_at: sql<Date>`now()` }))
        .execute();
    },
    async find(name) {
      const row = await db
        .selectFrom('portal_findings')
        .select(['value', 'found_at'])
        .select(sql<number>`extract(epoch from now() - found_at)::float8`.as('secondsAgo'))
        .where('name', '=', name)
        .executeTakeFirst();
      return row && { value: row.value, at: row.found_at, secondsAgo: row.secondsAgo };
    },
    async forget(name) {
      await db.deleteFrom('portal_findings').where('name', '=', name).execute();
    },
    async claimDuty(name, everySeconds) {
      const due = sql<Date>`now() + make_interval(secs => ${everySeconds})`;
      const claimed = await db
        .insertInto('duties')
        .values({ name, due_at: due })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ due_at: due })
            .where('duties.due_at', '<=', sql<Date>`now()`),
        )
        .returning('name')
        .executeTakeFirst();
      return claimed !== undefined;
    },
  };
}
