import { renderCloseOut } from '../blueprint/render-room.ts';
import type { Attempt, Ending } from './apply-blueprint.ts';
import { closeOut } from './close-out/close-out.ts';
import { followUp } from './follow-up.ts';
import { readCloseOutDocument } from './read-document.ts';

/** Closes a room out, and tells whom the blueprint names. */
export async function closeRoomOut({ input, parts, scope }: Attempt): Promise<Ending> {
  const { time } = await scope.step('begin', async () => {
    await parts.runs.begin(input);
    return { time: new Date().toISOString() };
  });
  const blueprint = await readCloseOutDocument(input.documentHash, parts.documents);
  const order = { ...blueprint, ...renderCloseOut(blueprint, parts) };
  const { outcome, told, runId, settle, deleteTwins } = await closeOut({ input, order, time, parts, scope });
  const ending = settle ? { settle } : {};
  if (!told || !outcome.room) return { outcome, ...ending };
  const { id, title, url } = outcome.room;
  const context = {
    inputs: {},
    env: parts.env,
    run: { id: input.runId, time },
    room: { id, title, url: url ?? '' },
    closeOut: told,
  };
  const following = { input: { ...input, runId }, blueprint, owner: `run ${runId}`, context };
  const remarks = await followUp(following, parts, scope);
  const twins = (await deleteTwins?.()) ?? { deleted: [], left: [] };
  const deleted = twins.deleted.map((twin) => `the second report ${twin} of a lost call was deleted`);
  const state = outcome.state === 'done' && twins.left.length > 0 ? 'done-with-remains' : outcome.state;
  return {
    outcome: { ...outcome, state, remarks: [...outcome.remarks, ...twins.left, ...remarks, ...deleted] },
    ...ending,
  };
}
