import type { JsonObject } from '../../base/json.ts';
import type { AccountKind, RoomType } from '../../docspace/vocabulary/words.ts';

/** What a room's expressions may read; the names of inputs are roots of their own beside these. */
export interface RenderContext {
  /** Of a blueprint that is for a person. */
  readonly person?: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly userName: string;
    readonly member: boolean;
    readonly guest: boolean;
    readonly active: boolean;
    readonly disabled: boolean;
    readonly kind: AccountKind;
  };
  /** Of a blueprint that is for a room that is there: that room. */
  readonly room?: {
    readonly id: number;
    readonly title: string;
    readonly url: string;
    readonly type?: RoomType;
    readonly tags?: readonly string[];
    /** Id of the account that owns it. */
    readonly ownerId?: string;
  };
  /** What the blueprint was given, with the accounts and groups that it names. */
  readonly inputs: JsonObject;
  readonly env: Readonly<Record<string, string>>;
  /** `time`: when the run was asked for, ISO 8601 in UTC; the same whenever the run is resumed. */
  readonly run: { readonly id: string; readonly time: string };
}

/** What follow-ups may read besides: the room as it is now, and of a close-out what came of it. */
export interface FollowUpContext extends Omit<RenderContext, 'room'> {
  /** `link`: the address of the first link that the blueprint names, a secret; empty without one. A close-out for a person has no room. */
  readonly room?: { readonly id: number; readonly title: string; readonly url: string; readonly link: string };
  readonly closeOut?: {
    /** E-mail addresses. */
    readonly owners: readonly string[];
    /** Guests that were removed; of a close-out for a person, the rooms that they were taken out of. */
    readonly removed: readonly string[];
    readonly links: readonly string[];
    readonly remains: readonly string[];
    readonly report?: { readonly title: string; readonly url: string };
  };
}

type Fields<T> = Record<keyof T, true>;

/** What of a room that is there may be read where a blueprint for rooms says what it must have. */
export const roomFields = {
  id: true,
  title: true,
  url: true,
  type: true,
  tags: true,
  ownerId: true,
} as const satisfies Fields<Required<NonNullable<RenderContext['room']>>>;

/** What of `closeOut` may be read where it is for a person. */
export const personCloseOutFields = { removed: true, remains: true } as const;

/** The names that each root has; `env` has those that the operator lists, inputs those that the document declares. */
export const contextFields = {
  person: {
    id: true,
    name: true,
    email: true,
    firstName: true,
    lastName: true,
    userName: true,
    member: true,
    guest: true,
    active: true,
    disabled: true,
    kind: true,
  },
  run: { id: true, time: true },
  room: { id: true, title: true, url: true, link: true },
  closeOut: { owners: true, removed: true, links: true, remains: true, report: true },
} as const satisfies {
  person: Fields<NonNullable<RenderContext['person']>>;
  run: Fields<RenderContext['run']>;
  room: Fields<NonNullable<FollowUpContext['room']>>;
  closeOut: Fields<Required<NonNullable<FollowUpContext['closeOut']>>>;
};
