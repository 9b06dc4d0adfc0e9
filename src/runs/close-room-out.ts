import * as z from 'zod';
import type { Json } from '../base/json.ts';
import { renderCloseOut } from '../blueprint/render-room.ts';
import type { Attempt, Ending } from './apply-blueprint.ts';
import { type ClosedOut, closeOut } from './close-out/close-out.ts';
import { followUp } from './follow-up.ts';
import { readCloseOutDocument } from './read-document.ts';
import type { RunInput } from './records.ts';
import { type RunState, runStates } from './run.ts';
import type { RunParts } from './run-parts.ts';

/** Closes a room out, and tells whom the blueprint names. */
export async function closeRoomOut({ input, parts, scope }: Attempt): Promise<Ending> {
  const { time } = await scope.step('begin', async () => {
    await parts.runs.begin(input);
    return { time: new Date().toISOString() };
  });
  const blueprint = await readCloseOutDocument(input.documentHash, parts.documents);
  const order = { ...blueprint, ...renderCloseOut(blueprint, parts) };
  const closed = await closeOut({ input, order, time, parts, scope });
  const { outcome, told } = await scope.step('ending', () => settleEnding(closed, input, parts));
  if (!told || !outcome.room) return { outcome };
  const { id, title, url } = outcome.room;
  const context = {
    inputs: {},
    env: parts.env,
    run: { id: input.runId, time },
    room: { id, title, url: url ?? '' },
    closeOut: told,
  };
  const remarks = await followUp({ input, blueprint, owner: `run ${input.runId}`, context }, parts, scope);
  return { outcome: { ...outcome, remarks: [...outcome.remarks, ...remarks] } };
}

/**
 * An attempt that ended while people were to be told left the room closed out: the next one finds nothing to do there, and tells them
 * what the first one did.
 */
async function settleEnding(
  closed: ClosedOut,
  { runId, attempt }: RunInput,
  { closeOuts }: RunParts,
): Promise<ClosedOut> {
  if (closed.told) {
    await closeOuts.keepEnding(runId, toJson(closed));
    return closed;
  }
  const isOver = closed.outcome.state === 'nothing-to-do' || closed.outcome.state === 'done-with-remains';
  const earlier = attempt > 1 && isOver ? await closeOuts.ending(runId) : undefined;
  return earlier === undefined ? closed : StoredEnding.parse(earlier);
}

function toJson(closed: ClosedOut): Json {
  return z.json().parse(JSON.parse(JSON.stringify(closed)));
}

const texts = z.array(z.string());
const StoredEnding = z.object({
  outcome: z.object({
    state: z.custom<RunState>((value) => typeof value === 'string' && Object.hasOwn(runStates, value)),
    subjectName: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    remarks: texts,
    room: z.object({ id: z.int(), title: z.string(), url: z.string().exactOptional() }).exactOptional(),
  }),
  told: z
    .object({
      ...{ owners: texts, removed: texts, links: texts, remains: texts },
      report: z.object({ title: z.string(), url: z.string() }).exactOptional(),
    })
    .exactOptional(),
});
