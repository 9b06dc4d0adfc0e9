import type { Level, RoomType } from '../docspace/vocabulary/words.ts';

/** Where in a blueprint's document something stands. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that the room, or a folder of it, must contain. */
export type DesiredItem =
  | { readonly kind: 'folder'; readonly title: string; readonly contents: readonly DesiredItem[] }
  | { readonly kind: 'copy'; readonly fileId: number; readonly as?: string; readonly at: Position };

/** Somebody who must have access, with the levels in the order of preference. */
export interface DesiredAccess {
  /** `person`: `value` is an id or an e-mail address; otherwise an id. */
  readonly subject: 'user' | 'group' | 'person';
  readonly value: string;
  readonly levels: readonly Level[];
  readonly at: Position;
}

/** A Room blueprint applied to a subject: values only, nothing of it looked up in the portal yet, titles not cleaned. Plain JSON. */
export interface DesiredRoom {
  readonly key: string;
  readonly title: string;
  readonly type: RoomType;
  readonly tags: readonly string[];
  readonly contents: readonly DesiredItem[];
  /** Without the optional entries whose value is empty. */
  readonly access: readonly DesiredAccess[];
  /** What was left out because its value is empty or not set, each in a sentence. */
  readonly leftOut: readonly string[];
}
