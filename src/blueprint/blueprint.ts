import type { CloseOutBlueprint } from './close-out-schema.ts';
import type { RoomBlueprint } from './room-schema.ts';

export type { CloseOutBlueprint, PersonCloseOutBlueprint, RoomCloseOutBlueprint } from './close-out-schema.ts';
export type { RoomBlueprint } from './room-schema.ts';

/** A document of the language, whichever kind. */
export type Blueprint = RoomBlueprint | CloseOutBlueprint;
