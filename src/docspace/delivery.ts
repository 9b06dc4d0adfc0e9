import * as z from 'zod';
import { parseJson } from '../base/json.ts';
import { entryKindFromNumber, sectionFromNumber } from './numbers.ts';
import { portalDate } from './wire.ts';

/** What one webhook request tells. Of all this only ids and the trigger are to be relied on; the rest is read at the portal. */
export interface Delivery {
  /** The same in each automatic retry; a retry by hand and each further webhook of the receiver have ids of their own. */
  readonly eventId: number;
  /** `user.created`; also names that this version does not know. */
  readonly trigger: string;
  /** Who did it; undefined for the system. */
  readonly actorId: string | undefined;
  /** ISO 8601 in UTC. */
  readonly createdAt: string | undefined;
  readonly subject: DeliverySubject;
}

/** Whom or what the event is about. */
interface DeliverySubject {
  /** A guid for people and groups, a whole number for entries, another text for entries of third-party storages. */
  readonly id: string | number;
  readonly title: string | undefined;
  readonly parentId: string | number | undefined;
  readonly section: 'active' | 'archive' | 'templates' | undefined;
  readonly entry: 'folder' | 'file' | undefined;
}

/** A delivery, or why there is none: `not-json`, or JSON that does not say what happened to whom. */
export type DeliveryReading =
  | { readonly ok: true; readonly delivery: Delivery }
  | { readonly ok: false; readonly reason: 'not-json' | 'no-event' | 'no-subject' };

/** Ids and triggers that are longer, or hold control characters, are none of the portal's. */
const id = z.union([z.int(), z.string().regex(/^[^\p{Cc}]{1,255}$/u)]);

/** The portal leaves every default value out of its deliveries, and may send nulls in later versions. */
const optional = <Value>(schema: z.ZodType<Value>) => schema.optional().catch(undefined);

const EventBody = z.object({
  event: z.object({
    id: z.int32().positive(),
    trigger: z.string().regex(/^[\x21-\x7e]{1,100}$/),
    createBy: optional(z.guid()),
    createOn: optional(portalDate),
  }),
});

const SubjectBody = z.object({
  payload: z.object({
    id,
    title: optional(z.string()),
    parentId: optional(id),
    rootFolderType: optional(z.int()),
    fileEntryType: optional(z.int()),
  }),
});

/**
 * Reads the body of a delivery whose signature is right. Never throws. Needs only what the payloads of all portal versions have
 * (DocSpace server, WebhookPayload.cs): an event with id and trigger, and a payload with an id.
 */
export function parseDelivery(rawBody: Uint8Array): DeliveryReading {
  const body = parseJson(new TextDecoder().decode(rawBody));
  if (body === undefined) return { ok: false, reason: 'not-json' };
  const head = EventBody.safeParse(body);
  if (!head.success) return { ok: false, reason: 'no-event' };
  const rest = SubjectBody.safeParse(body);
  if (!rest.success) return { ok: false, reason: 'no-subject' };
  const { event } = head.data;
  const { payload } = rest.data;
  const delivery = {
    eventId: event.id,
    trigger: event.trigger,
    actorId: event.createBy,
    createdAt: event.createOn,
    subject: {
      id: payload.id,
      title: payload.title,
      parentId: payload.parentId,
      section: sectionFromNumber(payload.rootFolderType),
      entry: entryKindFromNumber(payload.fileEntryType),
    },
  };
  return { ok: true, delivery };
}
