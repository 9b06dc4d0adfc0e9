import { sql, type Selectable } from 'kysely';
import { codeOf } from '../base/error-code.ts';
import { AppError } from '../base/errors.ts';
import type { RoomClaims, RoomIntent } from '../actions/action-kind.ts';
import type { KeptRoom, KeptRoomRecords, RoomOwner } from '../runs/records.ts';
import { createExpiryRecords } from './expiries.ts';
import { createMakings } from './makings.ts';
import type { Database } from './open-store.ts';
import type { KeptRoomsTable } from './tables.ts';

type Done = Parameters<KeptRoomRecords['record']>[1];

/** PostgreSQL's code for a value that must be unique and is there. */
const uniqueViolation = '23505';

export function createKeptRoomRecords(db: Database): KeptRoomRecords {
  const ofOwner = ({ blueprint, key }: Pick<RoomOwner, 'blueprint' | 'key'>) =>
    db.selectFrom('kept_rooms').where('blueprint', '=', blueprint).where('key', '=', key);

  return {
    async find(blueprint, key) {
      const row = await ofOwner({ blueprint, key }).select(keptColumns).executeTakeFirst();
      return row && { ...readKeptRoom(row), items: await listItems(db, row.id) };
    },
    async get(id) {
      const row = await db.selectFrom('kept_rooms').select(keptColumns).where('id', '=', id).executeTakeFirst();
      return row && { ...readKeptRoom(row), items: await listItems(db, row.id) };
    },
    async inputsOf(blueprint, subject) {
      const ofSubject = db.selectFrom('kept_rooms').where('blueprint', '=', blueprint).where('subject', '=', subject);
      const row = await ofSubject.select('inputs').orderBy('id', 'desc').executeTakeFirst();
      return row?.inputs ?? undefined;
    },
    claimsOf: (owner) => createClaims(db, owner),
    record: (owner, done) => record(db, owner, done),
    async complete({ blueprint, key, documentHash, inputs, sealed }) {
      await db
        .updateTable('kept_rooms')
        .set({
          state: 'complete',
          document_hash: documentHash,
          ...(inputs === undefined ? {} : { inputs: JSON.stringify(inputs) }),
          ...(sealed === undefined ? {} : { sealed: JSON.stringify(sealed) }),
        })
        .where('blueprint', '=', blueprint)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
    },
    async retire(id) {
      await db.updateTable('kept_rooms').set({ state: 'retired' }).where('id', '=', id).execute();
    },
    async forget(id) {
      await db.deleteFrom('kept_rooms').where('id', '=', id).execute();
    },
    ...createExpiryRecords(db),
    ...createMakings(db),
  };
}

const keptColumns = ['id', 'state', 'title', 'room_id', 'room_url', 'times_from'] as const;
type KeptRow = Pick<Selectable<KeptRoomsTable>, (typeof keptColumns)[number]>;

function readKeptRoom(row: KeptRow): Omit<KeptRoom, 'items'> {
  const { id, state, title, room_id: roomId, room_url: url, times_from: timesFrom } = row;
  return {
    id,
    state,
    title,
    timesFrom: timesFrom.toISOString(),
    ...(roomId === null ? {} : { roomId }),
    ...(url === null ? {} : { url }),
  };
}

async function listItems(db: Database, keptRoomId: number): Promise<KeptRoom['items']> {
  const rows = await db
    .selectFrom('kept_items')
    .select(['item', 'portal_id', 'run_id', 'expires_at', 'settled_at'])
    .where('kept_room_id', '=', keptRoomId)
    .orderBy('added_at')
    .orderBy('item', 'desc')
    .execute();
  return rows.map(({ item, portal_id: portalId, run_id: runId, expires_at: expiresAt, settled_at: settledAt }) => ({
    item,
    portalId,
    ...(runId === '' ? {} : { runId }),
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
    ...(settledAt ? { isSettled: true } : {}),
  }));
}

async function record(db: Database, owner: RoomOwner, done: Done): Promise<void> {
  const { added, removed } = done;
  if (added.length > 0 && removed.length > 0) {
    await db.transaction().execute(async (transaction) => {
      await forgetItems(transaction, owner, removed);
      await keepItems(transaction, owner, added);
    });
    return;
  }
  // One statement needs no transaction of its own: two exchanges with the database less for each action of a run.
  if (removed.length > 0) await forgetItems(db, owner, removed);
  if (added.length > 0) await keepItems(db, owner, added);
}

/** The id of the owner's room, within a statement. */
function roomOf(db: Database, { blueprint, key }: RoomOwner) {
  return db.selectFrom('kept_rooms').select('id').where('blueprint', '=', blueprint).where('key', '=', key);
}

async function forgetItems(db: Database, owner: RoomOwner, removed: Done['removed']): Promise<void> {
  await db
    .deleteFrom('kept_items')
    .where('kept_room_id', '=', roomOf(db, owner))
    .where('item', 'in', [...removed])
    .execute();
}

/** Fails when the owner has no room: an item must have one. */
async function keepItems(db: Database, owner: RoomOwner, added: Done['added']): Promise<void> {
  const items = added.map(({ item, portalId, expiresAt }) => ({
    kept_room_id: roomOf(db, owner),
    item,
    portal_id: portalId,
    run_id: owner.runId,
    expires_at: expiresAt ?? null,
  }));
  await db
    .insertInto('kept_items')
    .values(items)
    .onConflict((conflict) =>
      conflict.columns(['kept_room_id', 'item']).doUpdateSet((row) => ({
        portal_id: row.ref('excluded.portal_id'),
        expires_at: row.ref('excluded.expires_at'),
        settled_at: null,
        // Set right by a later run, it is still what the first one made; another thing under its name is not.
        run_id: sql<string>`case when kept_items.portal_id = excluded.portal_id then kept_items.run_id else excluded.run_id end`,
      })),
    )
    .execute();
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
    .values({ ...intent, intended_since: room.since, times_from: owner.timesFrom })
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
