import type { Level, LinkKind, RoomType } from '../docspace/vocabulary/words.ts';

/** Where in a blueprint's document something stands. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** When something ends: at a time (ISO 8601 in UTC), or so long after it was first made. */
export type Expiry = { readonly at: string } | { readonly afterSeconds: number };

/** Where a secret is to be read when it is needed; its value never stands in a plan. */
export type SecretSource = { readonly input: string } | { readonly env: string };

/** Something that the room, or a folder of it, must contain. */
export type DesiredItem =
  | { readonly kind: 'folder'; readonly title: string; readonly contents: readonly DesiredItem[] }
  | { readonly kind: 'copy'; readonly fileId: number; readonly as?: string; readonly at: Position }
  | { readonly kind: 'text'; readonly title: string; readonly content: string; readonly at: Position };

/** Somebody who must have access, with the levels in the order of preference. */
export interface DesiredAccess {
  /** `person`: `value` is an id or an e-mail address; otherwise an id. */
  readonly subject: 'user' | 'group' | 'person';
  readonly value: string;
  readonly levels: readonly Level[];
  readonly expires?: Expiry;
  /** Whether the portal tells an account that is there already; somebody new is told in any case. */
  readonly notify: boolean;
  readonly at: Position;
}

/** A link that the room must have. */
export interface DesiredLink {
  /** `primary`: the first external link; `invitation`: the one invitation link; else the title of a further external link. */
  readonly name: string;
  readonly kind: LinkKind;
  readonly level: Level;
  readonly expires?: Expiry;
  readonly password?: SecretSource;
  /** How many people may join by an invitation link. */
  readonly maxUses?: number;
  readonly denyDownload?: boolean;
  readonly at: Position;
}

/** A Room blueprint applied to a subject: values only, nothing of it looked up in the portal yet, titles not cleaned. Plain JSON. */
export interface DesiredRoom {
  readonly key: string;
  readonly title: string;
  /** Missing only for a room from a template, which has its own. */
  readonly type?: RoomType;
  /** The room template that the room is made from. */
  readonly templateId?: number;
  readonly tags: readonly string[];
  readonly quotaBytes?: number;
  readonly denyDownload?: boolean;
  readonly contents: readonly DesiredItem[];
  /** Without the optional entries whose value is empty. */
  readonly access: readonly DesiredAccess[];
  readonly links: readonly DesiredLink[];
  /** What was left out because its value is empty or not set, each in a sentence. */
  readonly leftOut: readonly string[];
}
