import { sql } from 'kysely';
import type { ChartPiece, ChartQuery } from '../http/page-parts.ts';
import { isRunState } from '../runs/run.ts';
import type { Database } from './open-store.ts';

/** How many runs were started in each hour or day, by how they stand now. */
export async function countOverTime(
  db: Database,
  { since, piece, blueprints }: ChartQuery,
): Promise<readonly ChartPiece[]> {
  const rows = await db
    .selectFrom('runs')
    .select(['state', (count) => count.fn.countAll<string>().as('runs')])
    .select(sql<Date>`date_trunc(${sql.lit(piece)}, created_at, 'UTC')`.as('piece'))
    .where('created_at', '>=', since)
    .where((row) => (blueprints ? row('blueprint', 'in', blueprints) : sql<boolean>`true`))
    .groupBy(['piece', 'state'])
    .orderBy('piece')
    .execute();
  const pieces = new Map<string, Record<string, number>>();
  for (const row of rows) {
    if (!isRunState(row.state)) continue;
    const from = row.piece.toISOString();
    const counts = pieces.get(from) ?? {};
    pieces.set(from, { ...counts, [row.state]: Number(row.runs) });
  }
  return [...pieces].map(([from, counts]) => ({ from, counts }));
}
