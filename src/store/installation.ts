import type { Database } from './open-store.ts';

/** Facts about the installation, by name. */
export interface Installation {
  /** Stores the value unless there is one, and answers the one that is stored then. */
  settle(name: string, value: string): Promise<string>;
}

export function createInstallation(db: Database): Installation {
  return {
    async settle(name, value) {
      await db
        .insertInto('installation')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      const row = await db
        .selectFrom('installation')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return row.value;
    },
  };
}
