import { z } from 'zod';
import { parseJson } from '../base/json.ts';
import type { Freeze } from '../runs/freeze.ts';
import type { Database } from './open-store.ts';

/** The name of its row. */
export const freezeName = 'freeze';
const Frozen = z.object({ by: z.string(), since: z.iso.datetime() });

/** What its row says. */
export function readFrozen(value: string): z.infer<typeof Frozen> {
  return Frozen.parse(parseJson(value));
}

/** The freeze switch of an installation: one row, asked anew each time, so that it holds in every process at once. */
export function createFreeze(db: Database): Freeze {
  return {
    async read() {
      const row = await db.selectFrom('installation').select('value').where('name', '=', freezeName).executeTakeFirst();
      return row && readFrozen(row.value);
    },
    async turnOn(by) {
      const value = JSON.stringify({ by, since: new Date().toISOString() });
      await db
        .insertInto('installation')
        .values({ name: freezeName, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
    },
    async turnOff() {
      await db.deleteFrom('installation').where('name', '=', freezeName).execute();
    },
  };
}
