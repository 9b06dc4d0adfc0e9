import { sql } from 'kysely';
import type { KeptRoomView, RoomQuery } from '../http/page-parts.ts';
import type { RunInput } from '../runs/records.ts';
import type { PlanLine } from '../plan/plan.ts';
import type { Database } from './open-store.ts';
import { isAccess } from './expiries.ts';
import { readGiven } from './runs.ts';

/** An access that a run gave, with its room. */
interface AccessRow {
  readonly keptRoomId: number;
  readonly item: string;
  readonly portalId: string;
  readonly blueprint: string;
  readonly roomId: number;
  readonly title: string;
  readonly url: string | null;
  readonly since: Date;
  readonly until: Date | null;
  /** None where a person gave it and only its end is kept. */
  readonly runId?: string;
}

/** Kept rooms as people look at them. */
export interface RoomViews {
  list(query: RoomQuery): Promise<readonly KeptRoomView[]>;
  findByRoom(roomId: number): Promise<KeptRoomView | undefined>;
  /** What the newest run on the room was given. */
  given(
    id: number,
  ): Promise<(Pick<RunInput, 'inputs' | 'sealed'> & { readonly documentHash: string | undefined }) | undefined>;
  keepCheck(id: number, drift: readonly PlanLine[]): Promise<Date>;
  /** Access of people to rooms that are in use, the newest first. */
  listAccess(): Promise<readonly AccessRow[]>;
  /** Sets when an access that a run gave ends. Answers the account; undefined when there is none of that name. */
  setEnd(keptRoomId: number, item: string, until: Date): Promise<string | undefined>;
  /** Sets when an access ends that a person gave to this account in the portal. */
  setGuestEnd(keptRoomId: number, accountId: string, until: Date): Promise<void>;
}

export function createRoomViews(db: Database): RoomViews {
  return {
    async list({ limit, blueprint, state, text, before, blueprints }) {
      const part = `%${(text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      let query = selectRooms(db).orderBy('kept_rooms.id', 'desc').limit(limit);
      if (blueprint !== undefined) query = query.where('kept_rooms.blueprint', '=', blueprint);
      if (blueprints !== undefined) query = query.where('kept_rooms.blueprint', 'in', blueprints);
      if (state !== undefined) query = query.where('kept_rooms.state', '=', state);
      if (before !== undefined) query = query.where('kept_rooms.id', '<', before);
      if (text !== undefined) query = query.where(sql<boolean>`concat_ws(' ', title, subject_name) ilike ${part}`);
      return (await query.execute()).map(readRoom);
    },
    async findByRoom(roomId) {
      const row = await selectRooms(db).where('kept_rooms.room_id', '=', roomId).executeTakeFirst();
      return row && readRoom(row);
    },
    async given(id) {
      const row = await db
        .selectFrom('kept_rooms')
        .select(['inputs', 'sealed', 'document_hash'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { ...readGiven(row), documentHash: row.document_hash ?? undefined };
    },
    async keepCheck(id, drift) {
      const row = await db
        .updateTable('kept_rooms')
        .set({ checked_at: sql`now()`, drift: JSON.stringify(drift) })
        .where('id', '=', id)
        .returning('checked_at')
        .executeTakeFirst();
      return row?.checked_at ?? new Date();
    },
    ...createAccessViews(db),
  };
}

function createAccessViews(db: Database): Pick<RoomViews, 'listAccess' | 'setEnd' | 'setGuestEnd'> {
  return {
    async listAccess() {
      const rows = await db
        .selectFrom('kept_items')
        .innerJoin('kept_rooms', 'kept_rooms.id', 'kept_items.kept_room_id')
        .select(['kept_room_id', 'item', 'portal_id', 'blueprint', 'room_id', 'title', 'room_url'])
        .select(['kept_items.added_at', 'kept_items.expires_at', 'kept_items.run_id'])
        .where(isAccess)
        .where('settled_at', 'is', null)
        .where('room_id', 'is not', null)
        .where('kept_rooms.state', '<>', 'retired')
        .orderBy('kept_items.added_at', 'desc')
        .limit(5_000)
        .execute();
      return rows.map((row) => ({
        ...{ keptRoomId: row.kept_room_id, item: row.item, portalId: row.portal_id, blueprint: row.blueprint },
        ...{ roomId: row.room_id ?? 0, title: row.title, url: row.room_url },
        ...{ since: row.added_at, until: row.expires_at },
        ...(row.run_id === '' ? {} : { runId: row.run_id }),
      }));
    },
    async setEnd(keptRoomId, item, until) {
      const set = await db
        .updateTable('kept_items')
        .set({ expires_at: until })
        .where('kept_room_id', '=', keptRoomId)
        .where('item', '=', item)
        .where('settled_at', 'is', null)
        .returning('portal_id')
        .executeTakeFirst();
      return set?.portal_id;
    },
    async setGuestEnd(keptRoomId, accountId, until) {
      const row = { kept_room_id: keptRoomId, item: `guest:${accountId}`, portal_id: accountId, run_id: '' };
      await db
        .insertInto('kept_items')
        .values({ ...row, expires_at: until })
        .onConflict((conflict) =>
          conflict.columns(['kept_room_id', 'item']).doUpdateSet({ expires_at: until, settled_at: null }),
        )
        .execute();
    },
  };
}

function selectRooms(db: Database) {
  return db
    .selectFrom('kept_rooms')
    .leftJoin('runs', 'runs.id', 'kept_rooms.run_id')
    .select(['kept_rooms.id', 'kept_rooms.blueprint', 'kept_rooms.subject', 'kept_rooms.state', 'kept_rooms.title'])
    .select(['kept_rooms.room_id', 'kept_rooms.room_url', 'kept_rooms.created_at', 'kept_rooms.run_id'])
    .select(['kept_rooms.checked_at', 'kept_rooms.drift', 'runs.subject_name']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRooms>['execute']>>[number];

function readRoom(row: Row): KeptRoomView {
  const { id, blueprint, subject, state, title, run_id: runId } = row;
  return {
    ...{ id, blueprint, subject, state, title, runId, madeAt: row.created_at.toISOString() },
    ...(row.subject_name === null ? {} : { subjectName: row.subject_name }),
    ...(row.room_id === null ? {} : { roomId: row.room_id }),
    ...(row.room_url === null ? {} : { url: row.room_url }),
    ...(row.checked_at === null ? {} : { checkedAt: row.checked_at.toISOString() }),
    ...(row.drift === null ? {} : { drift: row.drift }),
  };
}
