import { z } from 'zod';
import type { JsonObject } from '../base/json.ts';
import { CloseOutDocument } from './close-out-schema.ts';
import { RoomDocument } from './room-schema.ts';

const documents = { room: RoomDocument, 'close-out': CloseOutDocument } as const;

/**
 * JSON Schemas (2020-12) of both kinds, for editors. They say what the documents look like; what cannot be said so is left to
 * `concierge check`.
 */
export function blueprintJsonSchemas(): Readonly<Record<keyof typeof documents, JsonObject>> {
  return { room: describe('room'), 'close-out': describe('close-out') };
}

function describe(kind: keyof typeof documents): JsonObject {
  const schema = z.toJSONSchema(documents[kind], { io: 'input', unrepresentable: 'any' });
  return z.record(z.string(), z.json()).parse({ title: `Concierge blueprint: ${kind}`, ...schema });
}
