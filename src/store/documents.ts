import { AppError } from '../base/errors.ts';
import type { DocumentRecords } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** Blueprint texts by their hash, for runs that started with them. */
export function createDocumentRecords(db: Database): DocumentRecords {
  return {
    async save({ hash, name, file, text }) {
      await db
        .insertInto('documents')
        .values({ hash, name, file, text })
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .execute();
    },
    async read(hash) {
      const found = await db
        .selectFrom('documents')
        .select(['hash', 'name', 'file', 'text'])
        .where('hash', '=', hash)
        .executeTakeFirst();
      if (found) return found;
      throw new AppError('not-found', `The database holds no blueprint with the hash ${hash.slice(0, 12)}.`, {
        hint: 'Apply the blueprint anew.',
      });
    },
  };
}
