import { sql } from 'kysely';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { RoomClaims, RoomIntent } from '../actions/action-kind.ts';
import type { KeptRoomRecords, RoomOwner } from '../runs/records.ts';
import type { Database } from './open-store.ts';

/** PostgreSQL's code for a value that must be unique and is there. */
const uniqueViolation = '23505';

export function createKeptRoomRecords(db: Database): KeptRoomRecords {
  const ofOwner = ({ blueprint, key }: Pick<RoomOwner, 'blueprint' | 'key'>) =>
    db.selectFrom('kept_rooms').where('blueprint', '=', blueprint).where('key', '=', key);

  return {
    async find(blueprint, key) {
      const row = await ofOwner({ blueprint, key })
        .select(['id', 'state', 'title', 'room_id', 'room_url'])
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, state, title, room_id: roomId, room_url: url } = row;
      return { id, state, title, ...(roomId === null ? {} : { roomId }), ...(url === null ? {} : { url }) };
    },
    claimsOf: (owner) => createClaims(db, owner),
    async complete(owner, added) {
      await db.transaction().execute(async (transaction) => {
        const { id } = await transaction
          .updateTable('kept_rooms')
          .set({ state: 'complete' })
          .where('blueprint', '=', owner.blueprint)
          .where('key', '=', owner.key)
          .returning('id')
          .executeTakeFirstOrThrow();
        if (added.length === 0) return;
        const items = added.map(({ item, portalId }) => ({
          kept_room_id: id,
          item,
          portal_id: portalId,
          run_id: owner.runId,
        }));
        await transaction
          .insertInto('kept_items')
          .values(items)
          .onConflict((conflict) =>
            conflict.columns(['kept_room_id', 'item']).doUpdateSet((row) => ({
              portal_id: row.ref('excluded.portal_id'),
              run_id: row.ref('excluded.run_id'),
            })),
          )
          .execute();
      });
    },
    async retire(id) {
      await db.updateTable('kept_rooms').set({ state: 'retired' }).where('id', '=', id).execute();
    },
    async forget(id) {
      await db.deleteFrom('kept_rooms').where('id', '=', id).execute();
    },
  };
}

function createClaims(db: Database, owner: RoomOwner): RoomClaims {
  const { blueprint, key } = owner;
  return {
    intend: (title, since) => intend(db, owner, { title, since }),
    async withdraw() {
      await db
        .deleteFrom('kept_rooms')
        .where('blueprint', '=', blueprint)
        .where('key', '=', key)
        .where('room_id', 'is', null)
        .execute();
    },
    async claim({ id, url }) {
      try {
        const claimed = await db
          .updateTable('kept_rooms')
          .set({ room_id: id, room_url: url })
          .where('blueprint', '=', blueprint)
          .where('key', '=', key)
          .where((row) => row.or([row('room_id', 'is', null), row('room_id', '=', id)]))
          .executeTakeFirst();
        return claimed.numUpdatedRows > 0n;
      } catch (error) {
        if (codeOf(error) === uniqueViolation) return false;
        throw error;
      }
    },
    async isTitleContested(title) {
      const other = await db
        .selectFrom('kept_rooms')
        .select('id')
        .where('title', '=', title)
        .where('room_id', 'is', null)
        .where((row) => row.not(row.and([row('blueprint', '=', blueprint), row('key', '=', key)])))
        .executeTakeFirst();
      return other !== undefined;
    },
    async claimed(roomIds) {
      if (roomIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('kept_rooms')
        .select('room_id')
        .where('room_id', 'in', [...roomIds])
        .execute();
      return new Set(rows.flatMap((row) => (row.room_id === null ? [] : [row.room_id])));
    },
  };
}

async function intend(db: Database, owner: RoomOwner, room: { title: string; since: Date }): Promise<RoomIntent> {
  const { blueprint, key, subject, runId } = owner;
  const intent = { blueprint, key, subject, run_id: runId, state: 'making', title: room.title } as const;
  const inserted = await db
    .insertInto('kept_rooms')
    .values({ ...intent, intended_since: room.since })
    .onConflict((conflict) => conflict.columns(['blueprint', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  const row = await db
    .selectFrom('kept_rooms')
    .select(['room_id', 'intended_since', 'subject'])
    .select(sql<number>`extract(epoch from now() - created_at)::float8`.as('secondsAgo'))
    .where('blueprint', '=', blueprint)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (row.subject !== subject) {
    throw new AppError('conflict', `The key "${key}" of ${blueprint} belongs to ${row.subject}, not to ${subject}.`, {
      hint: 'Let the `key` of the blueprint tell its subjects apart.',
    });
  }
  return {
    isNew: inserted !== undefined,
    secondsAgo: row.secondsAgo,
    since: row.intended_since.toISOString(),
    roomId: row.room_id ?? undefined,
  };
}
