import type { z } from 'zod';
import type { CloseOutDocument } from './close-out-schema.ts';
import type { RoomDocument } from './room-schema.ts';

export { blueprintJsonSchemas } from './json-schema.ts';

/** A blueprint of kind Room as it is written, for programs that write blueprints. What it may say beyond its form, `concierge check` knows. */
export type RoomBlueprintDocument = z.input<typeof RoomDocument>;

/** A blueprint of kind CloseOut as it is written. */
export type CloseOutBlueprintDocument = z.input<typeof CloseOutDocument>;
