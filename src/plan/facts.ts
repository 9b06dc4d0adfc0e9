import type { AccountKind, Level, RoomType } from '../docspace/vocabulary/words.ts';

/** What was looked up in the portal for a plan, by the ids and addresses that the blueprint names. */
export interface Facts {
  /** Our own account: the owner of each room that we make. */
  readonly ownerId: string;
  readonly files: Readonly<Record<string, { readonly title: string; readonly extension: string }>>;
  readonly groups: Readonly<Record<string, { readonly name: string }>>;
  readonly accounts: Readonly<
    Record<string, { readonly id: string; readonly name: string; readonly kind: AccountKind }>
  >;
}

export interface ObservedFolder {
  /** Missing for a folder that is only planned. */
  readonly id: number;
  readonly files: readonly { readonly id: number; readonly title: string }[];
  readonly folders: readonly (ObservedFolder & { readonly title: string })[];
}

/** A kept room as it was found. */
export interface ObservedRoom extends ObservedFolder {
  readonly title: string;
  readonly type: RoomType | undefined;
  readonly ownerId: string;
  readonly tags: readonly string[];
  readonly url: string;
  readonly members: readonly {
    readonly subject: 'user' | 'group';
    readonly id: string;
    readonly level: Level | undefined;
  }[];
}
