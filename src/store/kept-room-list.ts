import type { JsonObject } from '../base/json.ts';
import type { Database } from './open-store.ts';
import { readGiven } from './runs.ts';

/** A kept room as lists show it, and what its blueprint was given. */
export interface ListedRoom {
  readonly id: number;
  readonly blueprint: string;
  readonly key: string;
  readonly subject: string;
  readonly title: string;
  readonly state: 'making' | 'complete' | 'retired';
  readonly roomId?: number;
  readonly url?: string;
  readonly inputs?: JsonObject;
  readonly sealed?: Readonly<Record<string, string>>;
}

interface RoomFilter {
  readonly limit: number;
  readonly blueprint?: string;
  /** Only those with a higher number. */
  readonly after?: number;
}

/** Kept rooms in the order in which they were begun. */
export async function listKeptRooms(
  db: Database,
  { limit, blueprint, after = 0 }: RoomFilter,
): Promise<readonly ListedRoom[]> {
  let query = db.selectFrom('kept_rooms').selectAll().where('id', '>', after).orderBy('id').limit(limit);
  if (blueprint !== undefined) query = query.where('blueprint', '=', blueprint);
  return (await query.execute()).map((row) => ({
    ...{ id: row.id, blueprint: row.blueprint, key: row.key, subject: row.subject, title: row.title, state: row.state },
    ...(row.room_id === null ? {} : { roomId: row.room_id }),
    ...(row.room_url === null ? {} : { url: row.room_url }),
    ...readGiven(row),
  }));
}
