import { z } from 'zod';
import { parseJson } from '../base/json.ts';
import type { Freeze } from '../runs/freeze.ts';
import type { Database } from './open-store.ts';

const name = 'freeze';
const Frozen = z.object({ by: z.string(), since: z.iso.datetime() });

/** The freeze switch of an installation: one row, asked anew each time, so that it holds in every process at once. */
export function createFreeze(db: Database): Freeze {
  return {
    async read() {
      const row = await db.selectFrom('installation').select('value').where('name', '=', name).executeTakeFirst();
      return row && Frozen.parse(parseJson(row.value));
    },
    async turnOn(by) {
      const value = JSON.stringify({ by, since: new Date().toISOString() });
      await db
        .insertInto('installation')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
    },
    async turnOff() {
      await db.deleteFrom('installation').where('name', '=', name).execute();
    },
  };
}
