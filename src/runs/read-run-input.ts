import * as z from 'zod';
import type { Json } from '../base/json.ts';
import type { RunInput } from './records.ts';

const Cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery'), eventId: z.int(), trigger: z.string() }),
  z.object({ kind: z.literal('person'), name: z.string() }),
  z.object({ kind: z.literal('poll') }),
  z.object({ kind: z.literal('sweep') }),
]);

const Input = z.object({
  runId: z.string(),
  attempt: z.int(),
  blueprint: z.string(),
  documentHash: z.string(),
  subject: z.string(),
  cause: Cause,
  options: z.object({ repair: z.boolean(), recreate: z.boolean() }),
});

/** A run's input as it comes back from the queue, where a process of an older version may have put it. */
export function readRunInput(input: Json): RunInput {
  return Input.parse(input);
}
