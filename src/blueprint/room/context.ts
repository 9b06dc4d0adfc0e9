import type { AccountKind } from '../../docspace/vocabulary/words.ts';

/** What a room's expressions may read. */
export interface RenderContext {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly userName: string;
    readonly member: boolean;
    readonly guest: boolean;
    readonly active: boolean;
    readonly kind: AccountKind;
  };
  readonly env: Readonly<Record<string, string>>;
  /** `time`: when the run was asked for, ISO 8601 in UTC; the same whenever the run is resumed. */
  readonly run: { readonly id: string; readonly time: string };
}

/** What follow-ups may read besides: the room as it is now. */
export interface FollowUpContext extends RenderContext {
  readonly room: { readonly id: number; readonly title: string; readonly url: string };
}

/** The names that each root has; `env` has those that the operator lists. */
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
    kind: true,
  },
  run: { id: true, time: true },
  room: { id: true, title: true, url: true },
} as const satisfies { [Root in Exclude<keyof FollowUpContext, 'env'>]: Record<keyof FollowUpContext[Root], true> };
