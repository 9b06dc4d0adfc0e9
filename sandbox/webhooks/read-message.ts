import * as z from 'zod';
import type { WebhookLogEntry } from '../model/records.ts';
import type { Message } from './write-webhook-body.ts';

const Body = z.object({ event: z.object({ createOn: z.string() }), payload: z.unknown() });

/** What a logged delivery told, to tell it again. The log holds only what this program wrote, so anything else is a defect and throws. */
export function readMessage(entry: WebhookLogEntry): Message {
  const { event, payload } = Body.parse(JSON.parse(entry.requestPayload));
  return { createOn: event.createOn, payload };
}
