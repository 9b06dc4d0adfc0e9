import * as z from 'zod';
import { AppError } from '../base/errors.ts';
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

/**
 * A run's input as it comes back from the queue or from its row, where a process of another version may have put it.
 * Errors: `invalid-input` for one that this version does not understand.
 */
export function readRunInput(input: unknown): RunInput {
  const read = Input.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const what = issue ? ` at "${issue.path.join('.')}": ${issue.message}` : '';
  throw new AppError('invalid-input', `What the run was started with cannot be read${what}`, {
    hint: 'A newer version of Concierge may have written it: with that one, retry the run; else start it anew.',
    cause: read.error,
  });
}
