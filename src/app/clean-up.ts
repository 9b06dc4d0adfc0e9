import type { Engine } from '../engine/engine.ts';
import { deleteOverdue } from '../store/retention.ts';
import type { Core } from './open-core.ts';

const dayMs = 86_400_000;

/** Deletes what has been over for longer than the settings say, and says so in the audit. Answers how much. */
export async function cleanUp(
  { store, config, journal }: Core,
  engine: Pick<Engine, 'deleteEndedBefore'>,
): Promise<number> {
  const { retention } = config.limits;
  const rows = await deleteOverdue(store.db, retention);
  const journals = await engine.deleteEndedBefore(new Date(Date.now() - retention.days * dayMs));
  const all = { ...rows, ...(journals > 0 ? { journals } : {}) };
  const detail = Object.entries(all).map(([what, count]) => `${String(count)} ${what}`);
  // The audit tells of changes: what only ran out by itself, such as calls, is no news.
  if (detail.length > 0)
    journal.record({ kind: 'retention', what: 'deleted what was over', detail: detail.join(', ') });
  return Object.values(all).reduce((sum, count) => sum + count, 0);
}
