import * as z from 'zod';
import type { Json, JsonObject } from '../base/json.ts';
import type { RunInput } from './records.ts';

const Cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), eventId: z.int(), trigger: z.string() }),
  z.object({ kind: z.literal('person'), name: z.string() }),
  z.object({ kind: z.literal('http'), name: z.string() }),
  z.object({ kind: z.literal('csv'), name: z.string(), row: z.int() }),
  z.object({ kind: z.literal('expiry') }),
  z.object({ kind: z.literal('poll') }),
  z.object({ kind: z.literal('sweep') }),
]);

const JsonMap: z.ZodType<JsonObject> = z.record(z.string(), z.json());

const Input = z.object({
  runId: z.string(),
  attempt: z.int(),
  blueprint: z.string(),
  documentHash: z.string(),
  subject: z.string(),
  cause: Cause,
  inputs: JsonMap.exactOptional(),
  sealed: z.record(z.string(), z.string()).exactOptional(),
  options: z.object({
    repair: z.boolean(),
    recreate: z.boolean(),
    archive: z.boolean().exactOptional(),
    undo: z.object({ runId: z.string(), deletes: z.boolean() }).exactOptional(),
    expire: z.object({ keptRoomId: z.int() }).exactOptional(),
  }),
});

const Recorded = z.object({ workflow: z.int().default(1) });

/** The number of the code that queued a run, and therefore recorded its journal. The first one wrote none. */
export function readWorkflowNumber(input: Json): number {
  return Recorded.parse(input).workflow;
}

/** A run's input as it comes back from the queue, where a process of an older version may have put it. */
export function readRunInput(input: Json): RunInput {
  return Input.parse(input);
}
